/** Models, agents and sessions that are made with instructions of their own and that no call is seen to be made over. */
import type { Knowledge } from "../knowledge/knowledge.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, nodeOf } from "../link/program.js";
import type { DetectedCall } from "./modelCalls.js";

/** As if they were calls, so that their instructions can be followed like those of a call. */
export function setupsIn(knowledge: Knowledge, pointsTo: PointsTo, file: LoadedFile): readonly DetectedCall[] {
  const automaton = knowledge.automaton(file.language);
  const found: DetectedCall[] = [];
  for (const call of file.calls) {
    for (const state of pointsTo.of(file, file.view.a(call)).states) {
      const [setup] = automaton.accepted(state).setups;
      if (!setup) continue;
      const { row, provider } = setup;
      found.push({
        file,
        call,
        api: row.id,
        provider: automaton.providerOf(pointsTo.states(file, call)) ?? provider,
        operation: "chat",
        phase: "inference",
        inputs: row.inputs,
        row: null,
        host: null,
        confidence: "high",
      });
      break;
    }
  }
  return found;
}

/** What the calls are made over: clients, models, sessions. */
export function makersOf(pointsTo: PointsTo, calls: readonly DetectedCall[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  for (const { file, call } of calls)
    for (const one of pointsTo.callGraph.locators.makersOf(file, call)) found.add(nodeOf(one.file.number, one.call));
  return found;
}
