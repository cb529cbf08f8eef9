/** Which argument of a call becomes which parameter of a function. */
import { ArgumentKind, type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { CallSite } from "./callSite.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";
import type { FunctionRef } from "./valueSet.js";

/** How an argument becomes a parameter: `fields` are put before, `consume` is taken from the front of, the path that is followed. */
export interface Binding {
  readonly value: ValueId;
  readonly fields: readonly string[];
  /** "element": one item of the parameter; a name: that entry of it; null: the parameter itself. */
  readonly consume: "element" | { readonly key: string } | null;
}

export class Bindings {
  constructor(private readonly pointsTo: PointsTo) {}

  /** True when the call hands its receiver to parameter 0: methods of Python, extension methods. */
  isBound(file: LoadedFile, call: ValueId, target: LoadedFile, facts: FunctionFacts): boolean {
    if (facts.flags & FunctionFlag.Extension) return this.isExtensionCall(file, call, target, facts);
    if (target.language !== "python" || facts.owner === NONE || facts.flags & FunctionFlag.Static) return false;
    if (facts.flags & FunctionFlag.Constructor) return true;
    const callee = file.view.a(call);
    if (file.view.op(callee) !== Op.Field) return !this.isDecorated(file, callee, target, facts);
    const receiver = this.pointsTo.of(file, file.view.a(callee));
    const isClass = receiver.classes.size > 0 && receiver.instances.size === 0;
    return (
      !isClass ||
      facts.decorators.some((one) => target.view.op(one) === Op.Global && target.view.string(target.view.a(one)) === "classmethod")
    );
  }

  /** The same for a function by reference: one that a decorator put in the place of a method is given the receiver as that would be. */
  private isBoundTo(file: LoadedFile, call: ValueId, ref: FunctionRef): boolean {
    const target = this.pointsTo.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    if (target.language !== "python" || facts.owner !== NONE || facts.parent <= 0) return this.isBound(file, call, target, facts);
    const { functions } = this.pointsTo.of(file, file.view.a(call));
    if (functions.has(ref)) return false;
    return [...functions].some((one) => {
      const owner = this.pointsTo.program.file(fileOf(one));
      const replaced = owner.facts.functions[rowOf(one)] as FunctionFacts;
      return replaced.decorators.length > 0 && this.isBound(file, call, owner, replaced);
    });
  }

  /** A decorator is given the function itself: `func(self, *args)` in it hands over the receiver like everything else. */
  private isDecorated(file: LoadedFile, callee: ValueId, target: LoadedFile, facts: FunctionFacts): boolean {
    if (facts.decorators.length === 0) return false;
    const { view } = file;
    const givers = file.copies(callee).flatMap((one) => (view.op(one) === Op.Parameter ? [nodeOf(file.number, view.a(one))] : []));
    if (givers.length === 0) return false;
    return facts.decorators.some((decorator) => {
      const { functions } = this.pointsTo.of(target, decorator);
      return givers.some((giver) => functions.has(giver));
    });
  }

  /** `client.Ask(x)`, not `Extensions.Ask(client, x)`. */
  private isExtensionCall(file: LoadedFile, call: ValueId, target: LoadedFile, facts: FunctionFacts): boolean {
    const callee = file.view.a(call);
    if (file.view.op(callee) !== Op.Field) return false;
    return !this.pointsTo.of(file, file.view.a(callee)).classes.has(this.pointsTo.classRef(target, facts.owner));
  }

  /** What a call site gives to a parameter. */
  argumentsFor(site: CallSite, ref: FunctionRef, index: number): readonly Binding[] {
    const { file, call } = site;
    const target = this.pointsTo.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    const parameter = facts.parameters[index];
    if (!parameter) return [];
    if (file.view.op(call) === Op.Element_Markup) return index === 0 ? markupBindings(file, call) : [];
    const bound = this.isBoundTo(file, call, ref);
    const callee = file.view.a(call);
    if (bound && index === 0) return file.view.op(callee) === Op.Field ? [{ value: file.view.a(callee), fields: [], consume: null }] : [];
    const position = bound ? index - 1 : index;
    const name = parameter.name === NONE ? null : target.view.string(parameter.name);
    const found: Binding[] = [];
    let at = 0;
    let spread = false;
    for (const argument of file.arguments(call)) {
      if (argument.kind === ArgumentKind.KeywordSpread) {
        if (parameter.kind === "keyword-rest") found.push({ value: argument.value, fields: [], consume: null });
        else if (name !== null && parameter.kind !== "rest") found.push({ value: argument.value, fields: [name], consume: null });
      } else if (argument.name !== null) {
        if (argument.name === name) found.push({ value: argument.value, fields: [], consume: null });
        else if (
          parameter.kind === "keyword-rest" &&
          !facts.parameters.some((one) => one.name !== NONE && target.view.string(one.name) === argument.name)
        ) {
          found.push({ value: argument.value, fields: [], consume: { key: argument.name } });
        }
      } else if (argument.kind === ArgumentKind.Spread) {
        if (parameter.kind === "rest") found.push({ value: argument.value, fields: [], consume: null });
        else if (parameter.kind === "plain" && position >= at)
          found.push({ value: argument.value, fields: [spread ? "[]" : String(position - at)], consume: null });
        spread = true;
      } else {
        if (parameter.kind === "rest" && at >= position) found.push({ value: argument.value, fields: [], consume: "element" });
        else if (parameter.kind === "plain" && at === position) found.push({ value: argument.value, fields: [], consume: null });
        at++;
      }
    }
    return found;
  }

  /** The Parameter row that argument number `index` of a call becomes in a function; NONE when it becomes none. */
  parameterFor(file: LoadedFile, call: ValueId, ref: FunctionRef, index: number, name: string | null): ValueId {
    const target = this.pointsTo.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    const shift = this.isBoundTo(file, call, ref) ? 1 : 0;
    let position = index + shift;
    if (name !== null) position = facts.parameters.findIndex((one) => one.name !== NONE && target.view.string(one.name) === name);
    const parameter = facts.parameters[position] ?? facts.parameters.find((one) => one.kind === "rest");
    return parameter ? parameter.value : NONE;
  }
}

function markupBindings(file: LoadedFile, markup: ValueId): Binding[] {
  const list = file.view.list(file.view.c(markup));
  const found: Binding[] = [];
  for (let at = 0; at < list.length; at += 2) {
    const name = list[at] as number;
    const value = list[at + 1] as ValueId;
    if (name >= 0) found.push({ value, fields: [], consume: { key: file.view.string(name) } });
    else if (file.view.op(value) === Op.Spread) found.push({ value: file.view.a(value), fields: [], consume: null });
    else found.push({ value, fields: [], consume: { key: "children" } });
  }
  return found;
}
