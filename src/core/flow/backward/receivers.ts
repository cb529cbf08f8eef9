/**
 * Which of several methods a call comes to, on a walk that knows how it got into the function around it: an object that was
 * handed in is of the class that it was handed in with, whatever others may hand in.
 */
import { type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import { mayBeBoth } from "../../link/derivation.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { ClassRef, FunctionRef } from "../../link/valueSet.js";
import type { Frame, Task } from "../task.js";

/** Handed on by functions that are called by functions. */
const MAXIMUM_HANDS = 6;

export class Receivers {
  constructor(private readonly pointsTo: PointsTo) {}

  /** The functions of a call that can be meant on this walk. */
  among(task: Task, functions: ReadonlySet<FunctionRef>): Iterable<FunctionRef> {
    const { file, value: call, frame, calling } = task;
    const callee = file.view.a(call);
    if (functions.size < 2 || file.view.op(callee) !== Op.Field || (!frame && !calling)) return functions;
    const classes = this.classesOf(file, file.view.a(callee), task, frame, 0);
    if (!classes || classes.size === 0) return functions;
    const meant = [...functions].filter((ref) => {
      const target = this.pointsTo.program.file(fileOf(ref));
      const { owner } = target.facts.functions[rowOf(ref)] as FunctionFacts;
      if (owner === NONE) return true;
      const method = this.pointsTo.classRef(target, owner);
      return [...classes].some((one) => mayBeBoth(this.pointsTo, one, method));
    });
    return meant.length > 0 ? meant : functions;
  }

  /** Classes that a value was handed in with; null where the walk knows no more than anybody. */
  private classesOf(file: LoadedFile, value: ValueId, task: Task, frame: Frame | null, depth: number): ReadonlySet<ClassRef> | null {
    const found = new Set<ClassRef>();
    for (const origin of file.copies(value)) {
      const classes = this.handedIn(file, origin, task, frame, depth);
      if (!classes) return null;
      for (const one of classes) found.add(one);
    }
    return found;
  }

  private handedIn(file: LoadedFile, origin: ValueId, task: Task, frame: Frame | null, depth: number): ReadonlySet<ClassRef> | null {
    const { view } = file;
    const op = view.op(origin);
    if (depth > MAXIMUM_HANDS) return null;
    if (op === Op.Parameter || op === Op.This) {
      const ref = nodeOf(file.number, view.a(origin));
      if (frame?.ref === ref) return this.fromSite(frame, origin, op, file, task, depth);
      const { calling } = task;
      if (op === Op.Parameter && calling?.ref === ref && calling.receiver?.index === view.b(origin))
        return new Set([calling.receiver.owner]);
    }
    if (depth === 0) return null;
    const { instances } = this.pointsTo.of(file, origin);
    const isKnown = instances.size > 0 && ![...instances].some((one) => this.pointsTo.classes.facts(one).kind === "interface");
    return isKnown ? instances : null;
  }

  private fromSite(frame: Frame, origin: ValueId, op: Op, file: LoadedFile, task: Task, depth: number): ReadonlySet<ClassRef> | null {
    if (frame.isCallback) return null;
    const { site, parent, ref } = frame;
    const callee = site.file.view.a(site.call);
    if (op === Op.This)
      return site.file.view.op(site.call) === Op.Call && site.file.view.op(callee) === Op.Field
        ? this.classesOf(site.file, site.file.view.a(callee), task, parent, depth + 1)
        : null;
    const given = this.pointsTo.callGraph.bindings.argumentsFor(site, ref, file.view.b(origin));
    const [only] = given;
    if (!only || given.length > 1 || only.fields.length > 0 || only.consume !== null) return null;
    return this.classesOf(site.file, only.value, task, parent, depth + 1);
  }
}
