/** Several functions under one name: which of them a call can mean, by how many arguments it has and what is plain about their types. */
import { ArgumentKind, type FunctionFacts, LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import { type LoadedFile, type Program, fileOf, rowOf } from "./program.js";
import type { FunctionRef } from "./valueSet.js";

/** Languages in which functions of one name differ by their parameters. */
const OVERLOADING: ReadonlySet<KnowledgeLanguage> = new Set(["java", "csharp"]);

/** The functions that fit the call best; all of them when none fits or nothing tells them apart. */
export function fitting(program: Program, file: LoadedFile, call: ValueId, functions: ReadonlySet<FunctionRef>): readonly FunctionRef[] {
  const all = [...functions];
  if (all.length < 2 || !OVERLOADING.has(file.language)) return all;
  const byCount = all.filter((ref) => takes(program, ref, file.arguments(call)));
  const left = byCount.length > 0 ? byCount : all;
  const byType = left.filter((ref) => typesFit(program, file, call, ref));
  return byType.length > 0 ? byType : left;
}

/** True when a function can be called with so many arguments; only where there may be another of its name. */
export function takes(program: Program, ref: FunctionRef, given: ReturnType<LoadedFile["arguments"]>): boolean {
  if (!OVERLOADING.has(program.file(fileOf(ref)).language)) return true;
  if (given.some((one) => one.kind !== ArgumentKind.Plain)) return true;
  const { parameters } = factsOf(program, ref);
  const hasRest = parameters.some((one) => one.kind === "rest");
  const needed = parameters.filter((one) => one.kind !== "rest" && one.default === NONE).length;
  return given.length >= needed && (hasRest || given.length <= parameters.length);
}

function factsOf(program: Program, ref: FunctionRef): FunctionFacts {
  return program.file(fileOf(ref)).facts.functions[rowOf(ref)] as FunctionFacts;
}

/** No argument is plainly of another type than its parameter. */
function typesFit(program: Program, file: LoadedFile, call: ValueId, ref: FunctionRef): boolean {
  const { view } = program.file(fileOf(ref));
  const { parameters } = factsOf(program, ref);
  return file.arguments(call).every((argument, index) => {
    const parameter = parameters[Math.min(index, parameters.length - 1)];
    if (!parameter || parameter.type === NONE || argument.name !== null) return true;
    const wanted = plainType(view.string(parameter.type));
    const given = typeOf(file, argument.value);
    return given === null || wanted === given || OPEN.test(wanted) || (parameter.kind === "rest" && wanted === `${given}[]`);
  });
}

/** Types that take values of many others. */
const OPEN = /^(?:Object|object|dynamic|CharSequence|Comparable|Serializable|T|[A-Z]|var)(?:\[\])?$/;

/** Name without package, type arguments and nullability. */
function plainType(text: string): string {
  const name = text.replace(/<[\s\S]*>/g, "").replace(/[?\s]+/g, "");
  const last = name.slice(name.lastIndexOf(".") + 1);
  return last === "string" ? "String" : last;
}

/** Type of an argument where the code says it outright; null where it does not, and for types that may be derived from another. */
function typeOf(file: LoadedFile, value: ValueId): string | null {
  const { view } = file;
  const origins = file.copies(value);
  const [only] = origins;
  if (only === undefined) return null;
  if (origins.length === 1 && view.op(only) === Op.Literal) {
    return view.b(only) === LiteralKind.String && file.text[view.start(only)] !== "'" ? "String" : null;
  }
  if (origins.length === 1 && view.op(only) === Op.Template) return "String";
  const variable = file.variableOf.get(value);
  const declared = variable === undefined ? NONE : (file.facts.variables[variable]?.type ?? NONE);
  const text = declared === NONE ? "" : plainType(view.string(declared));
  return text === "String" ? text : null;
}
