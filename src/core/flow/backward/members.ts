/** Goes from a field of an object to what its class, or anyone else, writes there. */
import { type FunctionFacts, NONE, Op } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { ClassRef } from "../../link/valueSet.js";
import { ELEMENT, isName } from "../fields.js";
import type { Task } from "../task.js";
import type { Walk } from "./walk.js";

export class Members {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
  ) {}

  /** `Prompts.SYSTEM`: what the class writes into the field. */
  visitClass(task: Task, ref: ClassRef): void {
    const name = task.fields[0];
    if (name !== undefined && !name.startsWith("@") && name !== ELEMENT) this.visitMembers(task, ref, name, false);
  }

  visitGetter(task: Task, name: string): void {
    for (const ref of this.pointsTo.of(task.file, task.file.view.a(task.value)).instances) {
      for (const member of this.pointsTo.classes.own(ref, name)) {
        if (member.kind !== "getter") continue;
        const file = this.pointsTo.program.file(fileOf(member.function));
        for (const one of (file.facts.functions[rowOf(member.function)] as FunctionFacts).returns)
          this.walk.toFile(task, file, one, task.fields, null, `property ${name}`);
      }
    }
  }

  /** `this` or `self`: a field of it is what the class writes there. */
  visitReceiver(task: Task, id: number, owner: number): void {
    const name = task.fields[0];
    if (name === undefined || name.startsWith("@") || owner === NONE) return;
    const { frame, file } = task;
    const matched = frame !== null && frame.ref === nodeOf(file.number, id) ? frame : null;
    let receiverKnown = false;
    if (matched) {
      const callee = matched.site.file.view.a(matched.site.call);
      if (matched.site.file.view.op(matched.site.call) === Op.Call && matched.site.file.view.op(callee) === Op.Field) {
        receiverKnown = true;
        this.walk.toFile(task, matched.site.file, matched.site.file.view.a(callee), task.fields, matched.parent, "");
      }
    }
    this.visitMembers(task, this.pointsTo.classRef(file, owner), name, receiverKnown);
  }

  visitMembers(task: Task, ref: ClassRef, name: string, withoutConstructor: boolean, seen: Set<ClassRef> = new Set()): boolean {
    if (seen.has(ref)) return false;
    seen.add(ref);
    let found = false;
    for (const member of this.pointsTo.classes.own(ref, name)) {
      if (member.kind !== "value") continue;
      found = true;
      if (withoutConstructor && member.inConstructor) continue;
      this.walk.toFile(task, member.file, member.value, task.fields.slice(1), null, `written to ${name}`);
    }
    for (const { file, value } of found ? [] : this.pointsTo.classes.bases(ref)) {
      for (const one of this.pointsTo.of(file, value).classes)
        if (this.visitMembers(task, one, name, withoutConstructor, seen)) found = true;
    }
    if (this.pointsTo.classes.file(ref).language === "go") {
      for (const write of this.pointsTo.fieldWrites.of(ref, name)) {
        found = true;
        // The object's own literal is met where the receiver was made.
        if (!(withoutConstructor && write.inLiteral))
          this.walk.toFile(task, write.file, write.value, task.fields.slice(1), null, `written to ${name}`);
      }
    } else if (!found && seen.size === 1) found = this.visitOutsideWrites(task, ref, name);
    return found;
  }

  /** `session.history = …` written from outside of the class. */
  visitOutsideWrites(task: Task, ref: ClassRef, name: string): boolean {
    const writes = isName(name) ? this.pointsTo.fieldWrites.throughHolders(ref, name) : [];
    for (const { file, value } of writes) this.walk.toFile(task, file, value, task.fields.slice(1), null, `written to ${name}`);
    return writes.length > 0;
  }
}
