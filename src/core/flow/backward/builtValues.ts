/** Goes back along the links of a builder to the one that was given what is asked for. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import { builtLink } from "../../link/builders.js";
import { argumentsAt } from "../../link/callArguments.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { Task } from "../task.js";
import type { Cleaning } from "./cleaning.js";
import type { Entering } from "./entering.js";
import type { Walk } from "./walk.js";

export class BuiltValues {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
    private readonly cleaning: Cleaning,
    private readonly entering: Entering,
  ) {}

  /** What a link of a builder was given; true when the walk has gone on. */
  visitBuilt(task: Task, op: Op): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const wanted = builtLink(fields[0]);
    if (!wanted) return false;
    const takeFrom = (call: ValueId): void => {
      if (file.calleeName(call) !== wanted.link) return;
      for (const one of argumentsAt(file, call, wanted.argument)) this.walk.to(task, one.value, [...one.fields, ...fields.slice(1)]);
    };
    switch (op) {
      case Op.Call: {
        if (this.cleaning.visitCleaned(task, fields)) return true;
        takeFrom(value);
        const callee = view.a(value);
        let entered = false;
        for (const ref of this.pointsTo.of(file, callee).functions) if (this.entering.enter(task, ref, fields)) entered = true;
        if (!entered && view.op(callee) === Op.Field) this.walk.to(task, view.a(callee), fields);
        return true;
      }
      case Op.AfterCall:
        if (view.c(value) === NONE) takeFrom(view.b(value));
        this.walk.to(task, view.a(value), fields);
        return true;
      case Op.Function: {
        // The function is given the builder.
        const { returns, parameters } = file.facts.functions[view.a(value)] as FunctionFacts;
        for (const one of [...returns, ...parameters.slice(0, 1).map((parameter) => parameter.exit)]) this.walk.to(task, one, fields);
        return true;
      }
      case Op.Choice:
      case Op.Capture:
      case Op.Parameter:
      case Op.Field:
      case Op.Element:
      case Op.Cast:
      case Op.Await:
      case Op.This:
      case Op.Import:
      case Op.Global:
        return false;
      default:
        return true;
    }
  }
}
