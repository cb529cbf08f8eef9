/** Which values have to do with one call: its result, its arguments, and what is made of them inside one file. */
import { B, BlockKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { CallGraph } from "../link/callGraph.js";
import type { CallSite } from "../link/callSite.js";
import { isMutatorName } from "../facts/mutatorNames.js";
import { type LoadedFile, rowOf } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";

export interface Related {
  /** The call's result, or values of another function that hold it. */
  readonly results: ReadonlySet<ValueId>;
  /** Those of the results that are what the model answered, and no exception. */
  readonly answers: ReadonlySet<ValueId>;
  /** The function that is looked into is named after keeping records: `saveSession`. */
  readonly keeps?: boolean;
  /** Names of what goes into the call, see {@link Gathered.keys}. */
  readonly keys: ReadonlySet<string>;
}

export interface Gathered {
  readonly values: ReadonlySet<ValueId>;
  /** Those that are there themselves, and not only what is said about them: `answer`, not `answer.usage`. */
  readonly contents: ReadonlySet<ValueId>;
  /** Where values begin: parameters, variables of outer functions, imports, calls, each with the fields read of it. */
  readonly keys: ReadonlySet<string>;
}

/** Names of what is said about an answer beside what it says. */
const ABOUT =
  /^(?:get_?)?(?:\w*usage|\w*tokens?|\w*token_?count|id|\w+_id|\w+Id|status|\w*model\w*|finish\w*|stop\w*|created\w*|len|length|size|count|latency|duration|metrics?|scores?|compute\w*|type|role|index|sha256|hash\w*|md5|typeof|bool|is\w+|has\w+)$/i;

/** Values looked at for one question; longer computations say nothing about one call any more. */
const MAXIMUM_VALUES = 400;

/** @param saysNothing The answer is what was asked in another form: a vector, a transcript is no word about it. */
export function relatedTo(file: LoadedFile, call: ValueId, saysNothing = false): Related {
  return {
    results: new Set([call, ...exceptionsOf(file, call)]),
    answers: new Set(saysNothing ? [] : [call]),
    keys: gather(file, argumentValues(file, call), new Set()).keys,
  };
}

/** What the handlers around a call bind: there it failed. */
function exceptionsOf(file: LoadedFile, call: ValueId): ValueId[] {
  const { view } = file;
  const tries = new Set<number>();
  for (let at = view.block(call); at !== NONE; at = view.blockColumn(at, B.Parent)) {
    if (view.blockColumn(at, B.Kind) === BlockKind.TryBody) tries.add(view.blockColumn(at, B.Parent));
  }
  const found: ValueId[] = [];
  for (let value = 0; tries.size > 0 && value < view.valueCount; value++) {
    if (view.op(value) === Op.Exception && tries.has(view.a(value))) found.push(value);
  }
  return found;
}

/** What of a call's related values a function that is called beside it gets, over its parameters. */
export function relatedInside(
  callGraph: CallGraph,
  { file, call }: CallSite,
  target: LoadedFile,
  ref: FunctionRef,
  related: Related,
): Related {
  const results = new Set<ValueId>();
  const answers = new Set<ValueId>();
  const keys = new Set<string>();
  target.facts.functions[rowOf(ref)]?.parameters.forEach((parameter, index) => {
    for (const { value } of callGraph.bindings.argumentsFor({ file, call }, ref, index)) {
      const found = gather(file, [value], related.results);
      if (derives(found, related)) results.add(parameter.value);
      if (holdsAnswer(found, related)) answers.add(parameter.value);
      if (shares(found, related)) keys.add(`P${parameter.value}`);
    }
  });
  return { results, answers, keys };
}

export function argumentValues(file: LoadedFile, call: ValueId): ValueId[] {
  return file.arguments(call).map(({ value }) => value);
}

/** The object that a method is called on; nothing for plain functions. */
export function receiverValues(file: LoadedFile, call: ValueId): ValueId[] {
  const callee = file.view.a(call);
  return file.view.op(callee) === Op.Field ? [file.view.a(callee)] : [];
}

/** Made of the call's result, or of the exception that it threw. */
export function derives(found: Gathered, related: Related): boolean {
  for (const value of found.values) if (related.results.has(value)) return true;
  return false;
}

/** Holds what the model answered. */
export function holdsAnswer(found: Gathered, related: Related): boolean {
  for (const value of found.contents) if (related.answers.has(value)) return true;
  return false;
}

export function shares(found: Gathered, related: Related): boolean {
  for (const key of found.keys) for (const other of related.keys) if (isWithin(key, other) || isWithin(other, key)) return true;
  return false;
}

function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`);
}

/** Everything that values are made of, as far as the file tells; what lies behind `ends` is not looked at. */
export function gather(file: LoadedFile, values: readonly ValueId[], ends: ReadonlySet<ValueId>): Gathered {
  const { view } = file;
  const seen = new Set<ValueId>();
  const keys = new Set<string>();
  const contents = new Set<ValueId>();
  const work = values.map((value) => ({ value, fields: "", about: false }));
  for (let next = work.pop(); next && seen.size < MAXIMUM_VALUES; next = work.pop()) {
    const { value, fields, about } = next;
    if (value === NONE) continue;
    const isNew = !seen.has(value) || (!about && !contents.has(value));
    if (!about) contents.add(value);
    const begin = (kind: string, id: number): void => {
      keys.add(`${kind}${id}${fields}`);
    };
    const op = view.op(value);
    // A leaf is noted with every field that is read of it, other values are followed once.
    if (op === Op.Parameter) begin("P", value);
    else if (op === Op.Import) begin("I", view.a(value));
    else if (op === Op.Capture) begin("V", view.a(value));
    else if (op === Op.Call) begin("C", value);
    else if (op === Op.This && fields !== "") begin("T", 0);
    if (!isNew) continue;
    seen.add(value);
    if (ends.has(value)) continue;
    const follow = (one: ValueId, under = "", isAbout = about): void => {
      work.push({ value: one, fields: under, about: isAbout });
    };
    switch (op) {
      case Op.Field:
        follow(view.a(value), `.${view.string(view.b(value))}${fields}`, about || ABOUT.test(view.string(view.b(value))));
        break;
      case Op.Capture:
        for (const one of file.facts.variables[view.a(value)]?.definitions ?? []) follow(one, fields);
        break;
      case Op.Cast:
      case Op.Await:
        follow(view.a(value), fields);
        break;
      case Op.AfterCall:
        follow(view.a(value), fields);
        // `session.append(answer)`: the list holds it from then on.
        if (view.c(value) === NONE && isMutatorName(file.calleeName(view.b(value))))
          for (const one of argumentValues(file, view.b(value))) follow(one);
        break;
      case Op.Choice:
        for (const one of view.list(view.a(value))) follow(one, fields);
        break;
      case Op.Unknown:
      case Op.Template:
      case Op.Array:
        for (const one of view.list(view.a(value))) follow(one);
        break;
      case Op.Object: {
        const entries = view.list(view.a(value));
        for (let at = 1; at < entries.length; at += 2) follow(entries[at] as ValueId);
        break;
      }
      case Op.Binary:
        follow(view.a(value));
        follow(view.b(value));
        break;
      case Op.Element:
      case Op.Spread:
      case Op.Yield:
        follow(view.a(value));
        break;
      case Op.Store:
      case Op.StoreElement:
        follow(view.a(value), fields);
        follow(view.c(value));
        break;
      case Op.Call:
        for (const one of [...receiverValues(file, value), ...argumentValues(file, value)])
          follow(one, "", about || ABOUT.test(file.calleeName(value)));
        break;
      default:
    }
  }
  return { values: seen, contents, keys };
}

/** Functions given to a call, on their own or inside of what is given: `{ onFinish: () => … }`. */
export function callbacksOf(file: LoadedFile, call: ValueId): readonly number[] {
  const { view } = file;
  const found = new Set<number>();
  const work = argumentValues(file, call).map((value) => ({ value, depth: 0 }));
  for (let next = work.pop(); next; next = work.pop()) {
    for (const value of file.copies(next.value)) {
      if (view.op(value) === Op.Function) found.add(view.a(value));
      else if (view.op(value) === Op.Object && next.depth < 2) {
        const entries = view.list(view.a(value));
        for (let at = 1; at < entries.length; at += 2) work.push({ value: entries[at] as ValueId, depth: next.depth + 1 });
      }
    }
  }
  return [...found].sort((left, right) => left - right);
}

export function functionOf(file: LoadedFile, call: ValueId): number {
  return file.view.blockColumn(file.view.block(call), B.Function);
}
