/** Functions that are given to a model as tools or listeners: the model, or its library, calls them with what it wrote. */
import { type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { type DetectedCall, locator } from "../calls/modelCalls.js";
import type { CallGraph } from "../link/callGraph.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";

const MAXIMUM_DEPTH = 6;

/** Entries of a tool's object, and methods of a tool's class, that run it. */
const RUNNERS = [
  "execute",
  "func",
  "function",
  "handler",
  "invoke",
  "run",
  "call",
  "coroutine",
  "callback",
  "fn",
  "_run",
  "_arun",
  "_call",
  "forward",
  "acall",
  "__call__",
];

/** Listeners that are told what the model wrote; those that are told of a start get the prompt. */
const LISTENER = /^(?:on|handle)_?\w*?(?:finish|text|token|chunk|completion|final|end|message|content|data|delta|response)$/i;

/** Parameters that a library fills by itself. */
const GIVEN_BY_LIBRARY = /^(?:self|cls|run_?manager|config|ctx|context|state|options|callbacks?|runtime|kwargs|args)$/i;

export interface GivenParameter {
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly name: string;
}

/** Parameters of tool functions: the model chooses what they are. */
export function toolParameters(detected: DetectedCall, pointsTo: PointsTo, callGraph: CallGraph): readonly GivenParameter[] {
  const functions = new Set<FunctionRef>();
  const seen = new Set<number>();
  for (const written of detected.row?.tools ?? []) {
    for (const one of callGraph.locators.located(detected.file, detected.call, locator(written))) {
      let values = [{ file: one.file, value: one.value }];
      for (const field of one.fields)
        values = values.flatMap((at) => (field === "[]" ? [at] : pointsTo.entries.of(at.file, at.value, field)));
      for (const at of values) collect(pointsTo, at.file, at.value, functions, seen, 0);
    }
  }
  return parametersOf(
    [...functions].sort((a, b) => a - b),
    pointsTo,
    (facts, file) => (file.language === "javascript" ? facts.parameters.slice(0, 1) : facts.parameters),
  );
}

/** Parameters of listeners among the options of a call: `onFinish`, `handleLLMNewToken`. */
export function listenerParameters(detected: DetectedCall, pointsTo: PointsTo): readonly GivenParameter[] {
  const functions = new Set<FunctionRef>();
  const work = detected.file.arguments(detected.call).map(({ value }) => ({ file: detected.file, value, depth: 0 }));
  for (let next = work.shift(); next; next = work.shift()) {
    if (next.depth > 4) continue;
    const set = pointsTo.of(next.file, next.value);
    for (const node of [...set.arrays, ...set.objects]) {
      const file = pointsTo.program.file(fileOf(node));
      const { view } = file;
      const list = view.list(view.a(rowOf(node)));
      if (view.op(rowOf(node)) === Op.Array) {
        for (const item of list) work.push({ file, value: item, depth: next.depth + 1 });
        continue;
      }
      for (let at = 0; at < list.length; at += 2) {
        const name = (list[at] as number) >= 0 ? view.string(list[at] as number) : "";
        const value = list[at + 1] as ValueId;
        if (LISTENER.test(name)) for (const ref of pointsTo.of(file, value).functions) functions.add(ref);
        else if (/callbacks?|handlers?|listeners?|options/i.test(name)) work.push({ file, value, depth: next.depth + 1 });
      }
    }
  }
  return parametersOf(
    [...functions].sort((a, b) => a - b),
    pointsTo,
    (facts) => facts.parameters.slice(0, 1),
  );
}

function parametersOf(
  functions: readonly FunctionRef[],
  pointsTo: PointsTo,
  choose: (facts: FunctionFacts, file: LoadedFile) => readonly FunctionFacts["parameters"][number][],
): GivenParameter[] {
  return functions.flatMap((ref) => {
    const file = pointsTo.program.file(fileOf(ref));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    const found: GivenParameter[] = [];
    for (const parameter of choose(facts, file)) {
      const name = parameter.name === NONE ? "" : file.view.string(parameter.name);
      const isReceiver =
        parameter === facts.parameters[0] && file.language === "python" && facts.owner !== NONE && !(facts.flags & FunctionFlag.Static);
      if (!isReceiver && !GIVEN_BY_LIBRARY.test(name)) found.push({ file, value: parameter.value, name });
    }
    return found;
  });
}

function collect(
  pointsTo: PointsTo,
  file: LoadedFile,
  value: ValueId,
  functions: Set<FunctionRef>,
  seen: Set<number>,
  depth: number,
): void {
  const node = nodeOf(file.number, value);
  if (depth > MAXIMUM_DEPTH || value === NONE || seen.has(node)) return;
  seen.add(node);
  const { view } = file;
  const set = pointsTo.of(file, value);
  for (const ref of set.functions) functions.add(ref);
  for (const ref of [...set.instances, ...set.classes]) {
    for (const name of RUNNERS)
      for (const member of pointsTo.classes.own(ref, name)) if (member.kind === "method") functions.add(member.function);
  }
  for (const array of set.arrays) {
    const owner = pointsTo.program.file(fileOf(array));
    for (const item of owner.view.list(owner.view.a(rowOf(array)))) {
      collect(pointsTo, owner, owner.view.op(item) === Op.Spread ? owner.view.a(item) : item, functions, seen, depth + 1);
    }
  }
  for (const object of set.objects) collectEntries(pointsTo, pointsTo.program.file(fileOf(object)), rowOf(object), functions, seen, depth);
  if (set.functions.size > 0) return;
  for (const origin of file.copies(value)) {
    // Added later: `tools.push(tool)`.
    if (view.op(origin) === Op.AfterCall)
      for (const argument of file.arguments(view.b(origin))) collect(pointsTo, file, argument.value, functions, seen, depth + 1);
    for (const one of madeElsewhere(pointsTo, file, origin)) collect(pointsTo, one.file, one.value, functions, seen, depth + 1);
    if (view.op(origin) !== Op.Call || pointsTo.of(file, view.a(origin)).functions.size > 0) continue;
    // `tool(fn, …)`, `new DynamicTool({ func })`, `Tool(name=…, func=f)`.
    for (const argument of file.arguments(origin)) collect(pointsTo, file, argument.value, functions, seen, depth + 1);
  }
}

/** Where a tool is made that is imported, kept in a field or returned by a function. */
function madeElsewhere(pointsTo: PointsTo, file: LoadedFile, value: ValueId): { readonly file: LoadedFile; readonly value: ValueId }[] {
  const { view } = file;
  switch (view.op(value)) {
    case Op.Import: {
      const imported = file.facts.imports[view.a(value)];
      const targets = imported ? pointsTo.program.modules.resolve(file.source, imported.module, imported.name) : [];
      return targets.flatMap((target) => (target.kind === "file" && imported ? pointsTo.exports.of(target.key, imported.name) : []));
    }
    case Op.Field:
      return pointsTo.entries.of(file, view.a(value), view.string(view.b(value)));
    case Op.Call:
      return [...pointsTo.of(file, view.a(value)).functions].flatMap((ref) => {
        const owner = pointsTo.program.file(fileOf(ref));
        return (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns.map((one) => ({ file: owner, value: one }));
      });
    default:
      return [];
  }
}

/** A tool's own object names what runs it; any other object is a table of tools. */
function collectEntries(
  pointsTo: PointsTo,
  file: LoadedFile,
  object: ValueId,
  functions: Set<FunctionRef>,
  seen: Set<number>,
  depth: number,
): void {
  const list = file.view.list(file.view.a(object));
  const entries: { readonly name: string; readonly value: ValueId }[] = [];
  for (let at = 0; at < list.length; at += 2)
    entries.push({ name: (list[at] as number) >= 0 ? file.view.string(list[at] as number) : "", value: list[at + 1] as ValueId });
  const runners = entries.filter((entry) => RUNNERS.includes(entry.name));
  const isTool = entries.some((entry) => entry.name === "description" || entry.name === "parameters" || entry.name === "inputSchema");
  for (const entry of isTool || runners.length > 0 ? runners : entries) collect(pointsTo, file, entry.value, functions, seen, depth + 1);
}
