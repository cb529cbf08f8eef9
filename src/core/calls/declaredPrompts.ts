/** Prompts in the declaration of a called method: templates in annotations, and the arguments that fill them. */
import { FunctionFlag, NONE, type FunctionFacts, type ValueId } from "../facts/fileFacts.js";
import type { DeclarationRow, Role } from "../knowledge/schema.js";
import { constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "../link/program.js";
import type { FunctionRef } from "../link/valueSet.js";

/** A value that the framework sends, and in which role. */
export interface DeclaredInput {
  readonly role: Role;
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly fields: readonly string[];
}

interface Prompt {
  readonly role: Role;
  readonly file: LoadedFile;
  readonly value: ValueId;
  readonly texts: readonly string[];
}

/** What a call of an interface's method sends, as far as its declaration says. */
export function declaredInputs(pointsTo: PointsTo, file: LoadedFile, call: ValueId, row: DeclarationRow): DeclaredInput[] {
  const found: DeclaredInput[] = [];
  for (const ref of pointsTo.of(file, file.view.a(call)).functions) {
    const owner = pointsTo.program.file(fileOf(ref));
    const facts = owner.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.flags & FunctionFlag.Abstract) found.push(...new Declaration(pointsTo, row, owner, facts).inputs(file, call, ref));
  }
  return found;
}

class Declaration {
  private readonly prompts: readonly Prompt[];

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly row: DeclarationRow,
    private readonly file: LoadedFile,
    private readonly facts: FunctionFacts,
  ) {
    const owner = file.facts.classes[facts.owner];
    const own = facts.decorators.flatMap((annotation) => this.promptsOf(annotation));
    const inherited = (owner?.decorators ?? []).flatMap((annotation) => this.promptsOf(annotation));
    this.prompts = [...own, ...inherited.filter((one) => !own.some((other) => other.role === one.role))];
  }

  inputs(file: LoadedFile, call: ValueId, ref: FunctionRef): DeclaredInput[] {
    const found: DeclaredInput[] = this.prompts.map(({ role, file: at, value }) => ({ role, file: at, value, fields: [] }));
    this.facts.parameters.forEach((_, index) => {
      for (const role of this.rolesOf(index)) {
        for (const one of this.pointsTo.callGraph.bindings.argumentsFor({ file, call }, ref, index))
          if (one.consume === null || one.consume === "element") found.push({ role, file, value: one.value, fields: one.fields });
      }
    });
    return found;
  }

  private promptsOf(annotation: ValueId): Prompt[] {
    const { file, pointsTo } = this;
    return this.row.prompts
      .filter((one) => this.isOne(annotation, one.annotation))
      .flatMap(({ role }) =>
        file.arguments(annotation).map(({ value }) => {
          const items = [...pointsTo.of(file, value).arrays].flatMap((node) => {
            const at = pointsTo.program.file(fileOf(node));
            return [...at.view.list(at.view.a(rowOf(node)))].map((item) => ({ at, item }));
          });
          const texts =
            items.length > 0 ? items.flatMap(({ at, item }) => constantTexts(pointsTo, at, item)) : constantTexts(pointsTo, file, value);
          return { role, file, value, texts };
        }),
      );
  }

  private isOne(annotation: ValueId, paths: readonly string[]): boolean {
    const automaton = this.pointsTo.automaton(this.file);
    const states = new Set(this.pointsTo.states(this.file, annotation));
    return paths.some((path) => automaton.statesOf(path).some((state) => states.has(state)));
  }

  /** In which roles a parameter is sent. */
  private rolesOf(index: number): readonly Role[] {
    const parameter = this.facts.parameters[index] as FunctionFacts["parameters"][number];
    const roles = new Set<Role>();
    for (const annotation of parameter.annotations) {
      if (this.isOne(annotation, this.row.ignored ?? [])) return [];
      for (const { annotation: paths, role } of this.row.prompts) if (this.isOne(annotation, paths)) roles.add(role);
    }
    const name = this.nameOf(index);
    for (const prompt of this.prompts)
      if (prompt.texts.some((text) => mentions(text, name, this.facts.parameters.length === 1))) roles.add(prompt.role);
    if (roles.size > 0 || this.isToldByPrompt()) return [...roles];
    return [this.row.rest];
  }

  /** A template of the rest's role says all that is sent in it, unless its text is kept elsewhere. */
  private isToldByPrompt(): boolean {
    return this.prompts.some((one) => one.role === this.row.rest && one.texts.some((text) => /\{/.test(text)));
  }

  private nameOf(index: number): string {
    const parameter = this.facts.parameters[index] as FunctionFacts["parameters"][number];
    for (const annotation of parameter.annotations) {
      if (!this.isOne(annotation, this.row.variables ?? [])) continue;
      for (const { value } of this.file.arguments(annotation))
        for (const text of constantTexts(this.pointsTo, this.file, value)) return text;
    }
    return parameter.name === NONE ? "" : this.file.view.string(parameter.name);
  }
}

function mentions(text: string, name: string, isOnly: boolean): boolean {
  for (const [, variable] of text.matchAll(/\{\{?\s*([\w.]+)\s*\}/g)) {
    const first = (variable as string).split(".")[0];
    if (first === name || (first === "it" && isOnly)) return true;
  }
  return false;
}
