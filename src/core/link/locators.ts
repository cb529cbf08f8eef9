/** Values at a locator of a call: its arguments, its receiver, what made that, and the options they were given. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { Locator } from "../knowledge/paths.js";
import { builtWith, fieldOf } from "./builders.js";
import { type Located, argumentsAt } from "./callArguments.js";
import type { CallGraph } from "./callGraph.js";
import type { CallSite } from "./callSite.js";
import { objectEntries } from "./objectEntries.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";

/** Values looked at for the options of one call. */
const MAXIMUM_OPTIONS = 200;

export class Locators {
  constructor(
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  /** Values at a locator of a call; the locator's own fields are part of the answer. */
  located(file: LoadedFile, call: ValueId, locator: Locator): readonly Located[] {
    const fields = locator.fields.map(fieldOf);
    const withFields = (found: readonly Located[]): Located[] => found.map((one) => ({ ...one, fields: [...one.fields, ...fields] }));
    const root = locator.root;
    switch (root.kind) {
      case "argument":
        return withFields(argumentsAt(file, call, root.argument));
      case "receiver":
        return withFields(receiverOf(file, call));
      case "result":
        return withFields([{ file, value: call, fields: [] }]);
      case "builder": {
        const callee = file.view.a(call);
        const chain = file.view.op(callee) === Op.Field ? file.view.a(callee) : callee;
        return withFields(builtWith(this.pointsTo, file, chain, root));
      }
      case "option":
        return withFields(
          [{ file, call }, ...this.makersOf(file, call)].flatMap((one) =>
            this.optionsOf(one.file, one.call, root.name).flatMap((at) => argumentsAt(at.file, at.call, root.argument)),
          ),
        );
      case "constructor": {
        const made = this.makersOf(file, call);
        const { link } = root;
        if (link !== undefined) {
          const links = made.filter((one) => one.file.calleeName(one.call) === link);
          return withFields(links.flatMap((one) => argumentsAt(one.file, one.call, root.argument)));
        }
        const at = made.map((one) => argumentsAt(one.file, one.call, root.argument));
        const [first] = fields;
        if (first === undefined) return root.argument.name !== undefined ? at.flat() : [...(at[0] ?? [])];
        // Of several makers, those that are given an object with that entry; the nearest when none shows what it is given.
        const matching = at
          .flat()
          .filter((one) => root.argument.name !== undefined || this.pointsTo.entries.of(one.file, one.value, first).length > 0);
        if (matching.length > 0) return withFields(matching);
        return withFields(
          (at[0] ?? []).filter(
            (one) => this.pointsTo.of(one.file, one.value).size === 0 && one.file.view.op(one.value) !== Op.Literal && made.length === 1,
          ),
        );
      }
    }
  }

  /** Calls of a name among the arguments of a call: functional options, alone, in variables and in lists. */
  private optionsOf(file: LoadedFile, call: ValueId, name: string): readonly CallSite[] {
    const found: CallSite[] = [];
    const seen = new Set<number>();
    const work = file.arguments(call).map(({ value }) => ({ file, value }));
    for (let next = work.shift(); next && seen.size < MAXIMUM_OPTIONS; next = work.shift()) {
      const node = nodeOf(next.file.number, next.value);
      if (seen.has(node)) continue;
      seen.add(node);
      const { view } = next.file;
      for (const origin of next.file.copies(next.value)) {
        if (view.op(origin) === Op.Call && next.file.calleeName(origin) === name) found.push({ file: next.file, call: origin });
        else if (view.op(origin) === Op.Spread) work.push({ file: next.file, value: view.a(origin) });
        else if (view.op(origin) === Op.Array) for (const item of view.list(view.a(origin))) work.push({ file: next.file, value: item });
      }
      for (const array of this.pointsTo.of(next.file, next.value).arrays) {
        const owner = this.pointsTo.program.file(fileOf(array));
        if (!seen.has(array)) work.push({ file: owner, value: rowOf(array) });
      }
    }
    return found;
  }

  /** Library calls that made the receiver of a call, nearest first: `startChat(…)`, then `getGenerativeModel(…)`, then `new …`. */
  makersOf(file: LoadedFile, call: ValueId): readonly CallSite[] {
    const found = new Map<number, CallSite>();
    const seen = new Set<number>();
    const work: { file: LoadedFile; value: ValueId }[] = [];
    const callee = file.view.a(call);
    work.push({ file, value: file.view.op(callee) === Op.Field ? file.view.a(callee) : callee });
    for (let next = work.shift(); next && seen.size < 400; next = work.shift()) {
      const node = nodeOf(next.file.number, next.value);
      if (seen.has(node)) continue;
      seen.add(node);
      const { view } = next.file;
      for (const origin of next.file.copies(next.value)) {
        switch (view.op(origin)) {
          case Op.Call: {
            const target = this.pointsTo.of(next.file, view.a(origin));
            if (target.states.size > 0 || target.classes.size > 0)
              found.set(nodeOf(next.file.number, origin), { file: next.file, call: origin });
            for (const ref of target.functions) {
              const owner = this.pointsTo.program.file(fileOf(ref));
              for (const value of (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns) work.push({ file: owner, value });
            }
            if (view.op(view.a(origin)) === Op.Field) work.push({ file: next.file, value: view.a(view.a(origin)) });
            for (const argument of target.functions.size > 0 ? [] : next.file.arguments(origin)) {
              if (this.pointsTo.of(next.file, argument.value).states.size > 0) work.push({ file: next.file, value: argument.value });
            }
            break;
          }
          case Op.Field: {
            const base = view.a(origin);
            const name = view.string(view.b(origin));
            const set = this.pointsTo.of(next.file, base);
            for (const ref of set.instances) {
              for (const member of this.pointsTo.classes.own(ref, name))
                if (member.kind === "value") work.push({ file: member.file, value: member.value });
              if (next.file.language === "go") work.push(...this.pointsTo.fieldWrites.of(ref, name));
            }
            for (const object of set.objects) {
              const owner = this.pointsTo.program.file(fileOf(object));
              for (const value of objectEntries(owner, rowOf(object), name)) work.push({ file: owner, value });
            }
            for (const copy of next.file.copies(base)) {
              if (view.op(copy) === Op.Store && view.string(view.b(copy)) === name) work.push({ file: next.file, value: view.c(copy) });
            }
            if (set.states.size > 0) work.push({ file: next.file, value: base });
            for (const { target, file: from } of set.modules.values())
              work.push(...this.pointsTo.exports.at(this.pointsTo.program.file(from), target, name));
            break;
          }
          case Op.Element:
            if (view.c(origin) !== NONE) work.push(...this.pointsTo.elements.resultsOf(next.file, origin));
            work.push({ file: next.file, value: view.a(origin) });
            break;
          case Op.Import: {
            const imported = next.file.facts.imports[view.a(origin)];
            if (!imported) break;
            for (const target of this.pointsTo.program.modules.resolve(next.file.source, imported.module, imported.name)) {
              if (target.kind === "file") work.push(...this.pointsTo.exports.of(target.key, imported.name));
            }
            break;
          }
          case Op.Parameter: {
            const ref = nodeOf(next.file.number, view.a(origin));
            for (const site of this.callGraph.callersOf(ref)) {
              for (const argument of this.callGraph.bindings.argumentsFor(site, ref, view.b(origin))) {
                if (argument.fields.length === 0 && argument.consume === null) work.push({ file: site.file, value: argument.value });
              }
            }
            break;
          }
          default:
        }
      }
    }
    return [...found.values()];
  }
}

function receiverOf(file: LoadedFile, call: ValueId): Located[] {
  const callee = file.view.a(call);
  // A called object is its own receiver.
  return [{ file, value: file.view.op(callee) === Op.Field ? file.view.a(callee) : callee, fields: [] }];
}
