/**
 * Class of the data in one line of code, whether a model is called there or not: of what each call is given, of what is
 * stored, assigned and returned. Answers "how sensitive is this?" by the very walk that judges the inputs of a model.
 */
import type { DetectedCall } from "../calls/modelCalls.js";
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { BackwardFlow } from "./backward.js";
import { type Classified, UNCLASSIFIED, stricterOf } from "../classification/classified.js";
import type { Classifier } from "./classify.js";
import { RESULT } from "./fields.js";
import { unresolved } from "./inputs.js";
import { excerpt, positionOf } from "./steps.js";
import { type Task, startTask } from "./task.js";

export interface DataValue {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly classification: Classified;
}

export class DataAt {
  constructor(
    private readonly flow: BackwardFlow,
    private readonly classifier: () => Classifier,
  ) {}

  /** Values of a line that have a class, or a data type. */
  line(file: LoadedFile, line: number): readonly DataValue[] {
    return valuesOf(file, line).flatMap((value) => {
      const classification = this.value(file, value);
      const { column } = positionOf(file, file.view.start(value));
      return classification.types.length === 0 && classification.level === null
        ? []
        : [{ line: positionOf(file, file.view.start(value)).line, column, text: excerpt(file, value), classification }];
    });
  }

  private value(file: LoadedFile, value: ValueId): Classified {
    // Of a function what it gives counts: `index(i -> i.document(customer))`.
    const fields = file.view.op(value) === Op.Function ? [RESULT] : [];
    const end: Task = { ...startTask(file, value), fields, role: "other" };
    const { hits, ends } = this.flow.run({ start: nothing(file, value), shape: "objects", systemElsewhere: false }, [
      { ...end, next: end },
    ]);
    let all = UNCLASSIFIED;
    for (const { ways, kind } of [...hits, ...unresolved(ends)]) {
      all = stricterOf(all, this.classifier().of(ways, kind));
    }
    return all;
  }
}

/** The walk is not on behalf of a call. */
function nothing(file: LoadedFile, call: ValueId): DetectedCall {
  return {
    file,
    call,
    api: "",
    provider: "",
    operation: "chat",
    phase: "inference",
    inputs: [],
    row: null,
    host: null,
    confidence: "high",
  };
}

/** What the line hands on: arguments of its calls, what it stores, what its variables become. */
function valuesOf(file: LoadedFile, line: number): readonly ValueId[] {
  const { view, facts } = file;
  const found = new Set<ValueId>();
  /** Read further in the same expression: `process.env` of `process.env.MODE`. */
  const inner = new Set<ValueId>();
  const isHere = (value: ValueId): boolean => value !== NONE && positionOf(file, view.start(value)).line === line;
  for (let value = 0; value < view.valueCount; value++) {
    if (view.op(value) === Op.Field || view.op(value) === Op.Element || view.op(value) === Op.Call) inner.add(view.a(value));
    switch (view.op(value)) {
      case Op.Call:
        // The line of a call is where it begins or where its callee is named.
        if (isHere(value) || positionOf(file, view.end(view.a(value))).line === line)
          for (const argument of file.arguments(value)) found.add(argument.value);
        break;
      case Op.Store:
      case Op.StoreElement:
        if (isHere(view.c(value)) || isHere(value)) found.add(view.c(value));
        break;
      case Op.Field:
      case Op.Element:
      case Op.Object:
      case Op.Template:
        if (isHere(value)) found.add(value);
        break;
      default:
    }
  }
  for (const { definitions } of facts.variables) for (const value of definitions) if (isHere(value)) found.add(value);
  for (const { returns } of facts.functions) for (const value of returns) if (isHere(value)) found.add(value);
  return [...found].filter((value) => !inner.has(value) && view.op(value) !== Op.Class && view.op(value) !== Op.Import);
}
