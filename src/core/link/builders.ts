/** Values that are built link by link: `Request.builder().prompt(text).build()`, in one chain or statement by statement. */
import { type FunctionFacts, Op, type ValueId } from "../facts/fileFacts.js";
import type { ArgumentSlot, FieldStep } from "../knowledge/paths.js";
import { argumentsAt, type Located } from "./callArguments.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";

/** Begins the field that stands for "what this link was given". */
const BUILT = "@built ";
/** Values looked at to find a link. */
const MAXIMUM_VALUES = 300;

/** A step of a locator as a field of a path. */
export function fieldOf(step: FieldStep): string {
  if (step === "element") return "[]";
  return "name" in step ? step.name : builtField(step.link, step.argument);
}

export function builtField(link: string, argument: ArgumentSlot): string {
  return `${BUILT}${link} ${argument.all ? "*" : (argument.index ?? 0)}`;
}

export interface BuiltLink {
  readonly link: string;
  readonly argument: ArgumentSlot;
}

/** What a field of a path asks of a builder; null for every other field. */
export function builtLink(field: string | undefined): BuiltLink | null {
  if (!field?.startsWith(BUILT)) return null;
  const [link = "", slot = "*"] = field.slice(BUILT.length).split(" ");
  return { link, argument: slot === "*" ? { all: true } : { index: Number(slot) } };
}

/** What the links of that name were given, on the way to a value. */
export function builtWith(pointsTo: PointsTo, file: LoadedFile, value: ValueId, wanted: BuiltLink): Located[] {
  const found: Located[] = [];
  const seen = new Set<number>();
  const work = [{ file, value }];
  for (let next = work.shift(); next && seen.size < MAXIMUM_VALUES; next = work.shift()) {
    const node = nodeOf(next.file.number, next.value);
    if (seen.has(node)) continue;
    seen.add(node);
    const { file: at } = next;
    const { view } = at;
    const visitCall = (call: ValueId): void => {
      if (at.calleeName(call) === wanted.link) found.push(...argumentsAt(at, call, wanted.argument));
      const callee = view.a(call);
      if (view.op(callee) === Op.Field) work.push({ file: at, value: view.a(callee) });
    };
    for (const origin of at.copies(next.value)) {
      if (view.op(origin) === Op.AfterCall) visitCall(view.b(origin));
      else if (view.op(origin) === Op.Call) {
        visitCall(origin);
        for (const ref of pointsTo.of(at, view.a(origin)).functions) {
          const owner = pointsTo.program.file(fileOf(ref));
          for (const one of (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns) work.push({ file: owner, value: one });
        }
      } else if (view.op(origin) === Op.Function) {
        // `client.converse(request -> request.messages(…))`: the function is given the builder.
        const { returns, parameters } = at.facts.functions[view.a(origin)] as FunctionFacts;
        for (const one of [...returns, ...parameters.slice(0, 1).map((parameter) => parameter.exit)])
          if (one >= 0) work.push({ file: at, value: one });
      } else if (view.op(origin) === Op.Field) {
        work.push(...pointsTo.entries.of(at, view.a(origin), view.string(view.b(origin))));
      } else if (view.op(origin) === Op.Parameter) {
        const ref = nodeOf(at.number, view.a(origin));
        for (const site of pointsTo.callGraph.callersOf(ref))
          for (const one of pointsTo.callGraph.bindings.argumentsFor(site, ref, view.b(origin)))
            if (one.fields.length === 0 && one.consume === null) work.push({ file: site.file, value: one.value });
      }
    }
  }
  return found;
}
