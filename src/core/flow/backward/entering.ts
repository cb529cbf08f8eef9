/** Enters functions of the workspace by what they return, and constructions by what the constructor wrote. */
import { type FunctionFacts, FunctionFlag, NONE } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { ClassRef, FunctionRef } from "../../link/valueSet.js";
import { ELEMENT, type Fields } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import type { Frame, Task } from "../task.js";
import type { Members } from "./members.js";
import type { Walk } from "./walk.js";

export const MAXIMUM_FRAMES = 10;

export class Entering {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
    private readonly members: Members,
  ) {}

  /** Enters a workspace function by its returns; false when the walk is already inside of it. */
  enter(task: Task, ref: FunctionRef, fields: Fields): boolean {
    const frame = this.frame(task, ref);
    if (!frame) return true;
    const file = this.pointsTo.program.file(fileOf(ref));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.returns.length === 0) return facts.body !== NONE && !(facts.flags & FunctionFlag.Abstract);
    const inner = facts.flags & FunctionFlag.Generator && /^(?:\[\]|\d+)$/.test(fields[0] ?? "") ? fields.slice(1) : fields;
    for (const value of facts.returns) this.walk.toFile(task, file, value, inner, frame, `returned by ${functionLabel(file, rowOf(ref))}`);
    return true;
  }

  frame(task: Task, ref: FunctionRef): Frame | null {
    const depth = (task.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return null;
    for (let at = task.frame; at; at = at.parent) if (at.ref === ref) return null;
    const site = { file: task.file, call: task.value };
    return {
      site,
      ref,
      parent: task.frame,
      depth,
      isCallback: false,
      key: this.walk.seen.short(`${nodeOf(task.file.number, task.value)}>${task.frame?.key ?? ""}`),
    };
  }

  /** `new C(…)`: a field of the object is what the constructor, or any method, writes there. */
  construct(task: Task, ref: ClassRef): void {
    const { file, value: call, fields } = task;
    const name = fields[0];
    const makers = this.pointsTo.calls.makers(file, call, ref);
    if (name === undefined || name.startsWith("@") || name === ELEMENT) {
      for (const argument of file.arguments(call)) this.walk.to(task, argument.value, []);
      return;
    }
    for (const maker of makers) {
      const owner = this.pointsTo.program.file(fileOf(maker));
      const facts = owner.facts.functions[rowOf(maker)] as FunctionFacts;
      const exit = owner.language === "python" ? (facts.parameters[0]?.exit ?? NONE) : facts.thisExit;
      const frame = this.frame(task, maker);
      if (exit !== NONE && frame)
        this.walk.toFile(task, owner, exit, fields, frame, `constructed by ${this.pointsTo.classes.facts(ref).name}`);
    }
    if (makers.length === 0) {
      let position = 0;
      const order = this.pointsTo.classes.declared(ref).filter((member) => member.function === NONE);
      for (const argument of file.arguments(call)) {
        const key = argument.name ?? order[position++]?.name ?? null;
        if (key === name) this.walk.to(task, argument.value, fields.slice(1));
        else if (argument.kind === 2) this.walk.to(task, argument.value, fields);
      }
    }
    this.members.visitMembers(task, ref, name, true);
  }
}
