/**
 * Classes that people declare in code: comments and documentation (`parapet-classify: restricted`, `@classification restricted`),
 * annotations, attributes and struct tags, and the settings of fields. Each is about one declaration, and holds for its values.
 */
import { type ClassFacts, type MemberFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { positionOf } from "../flow/steps.js";
import type { LoadedFile } from "../link/program.js";
import type { ClassifyDirective, FileDirectives } from "../policy/directive.js";
import type { Annotations } from "./annotations.js";
import type { WrittenClass } from "./comments.js";
import type { Declared } from "./evidence.js";
import { normaliseName } from "./names.js";

const NONE_WRITTEN: readonly ClassifyDirective[] = [];

export class Declarations {
  private readonly byFile = new Map<LoadedFile, readonly ClassifyDirective[]>();
  /** Fields that a comment is about, by name: code that never writes the type of a record still uses the names of its fields. */
  private readonly fields = new Map<string, { readonly owner: string; readonly declared: Declared }[]>();

  constructor(
    private readonly annotations: Annotations,
    directives: readonly FileDirectives[],
    files: readonly LoadedFile[],
  ) {
    const written = new Map<string, readonly ClassifyDirective[]>();
    for (const { root, file, directives: all } of directives) {
      const own = all.filter((one) => one.kind === "classify");
      if (own.length > 0) written.set(`${root}:${file}`, own);
    }
    for (const file of files) {
      const own = written.get(`${file.source.root}:${file.source.path}`);
      if (!own) continue;
      this.byFile.set(file, own);
      for (const one of file.facts.classes) this.noteFields(file, one);
    }
  }

  private noteFields(file: LoadedFile, owner: ClassFacts): void {
    for (const member of owner.members) {
      const declared = this.commentOn(file, owner, member);
      if (!declared) continue;
      const name = normaliseName(member.name);
      this.fields.set(name, [...(this.fields.get(name) ?? []), { owner: normaliseName(owner.name), declared }]);
    }
  }

  /** Class of a value by what stands at it: at its variable, its parameter, its function. */
  atValue(file: LoadedFile, value: ValueId): Declared | null {
    return this.commentAtValue(file, value) ?? this.annotationAtValue(file, value);
  }

  ofClass(file: LoadedFile, facts: ClassFacts): Declared | null {
    for (const one of this.directives(file)) {
      // A comment at a field of a class in one line covers the field alone.
      if (one.targetStart <= facts.start && one.targetEnd >= facts.end) return this.declared(file, one, facts.start);
    }
    return this.annotated(file, facts.decorators);
  }

  ofMember(file: LoadedFile, owner: ClassFacts, member: MemberFacts): Declared | null {
    const comment = this.commentOn(file, owner, member);
    if (comment) return comment;
    const annotated = this.annotated(file, this.annotationsOf(file, member));
    if (annotated) return annotated;
    const settings = member.value === NONE || member.function !== NONE ? null : this.annotations.within(file, member.value, 0);
    return settings && this.declared(file, settings, member.start);
  }

  /** Data types that a library's markers on a field stand for. */
  markedTypes(file: LoadedFile, member: MemberFacts): readonly string[] {
    const types = this.annotationsOf(file, member).flatMap((one) => this.annotations.typesOf(file, one));
    if (member.value !== NONE && file.view.op(member.value) === Op.Call) types.push(...this.annotations.typesOf(file, member.value));
    if (member.type !== NONE)
      for (const name of file.view.string(member.type).match(/[\p{L}_]\w*/gu) ?? []) types.push(...this.annotations.typesOfName(name));
    return types;
  }

  /**
   * A field by its name alone, where nothing says of which class its owner is: the owner is named like the class, or
   * the name says enough for itself.
   * @param owners names of what it is a field of
   */
  ofField(name: string, owners: readonly string[]): Declared | null {
    if (this.fields.size === 0) return null;
    const normalised = normaliseName(name);
    const found = this.fields.get(normalised) ?? [];
    const named = found.find(({ owner }) => owners.some((one) => isNamedLike(normaliseName(one), owner)));
    if (named) return named.declared;
    return found[0] !== undefined && found.length === 1 && normalised.includes("_") ? found[0].declared : null;
  }

  private directives(file: LoadedFile): readonly ClassifyDirective[] {
    return this.byFile.get(file) ?? NONE_WRITTEN;
  }

  private commentOn(file: LoadedFile, owner: ClassFacts, member: MemberFacts): Declared | null {
    for (const one of this.directives(file)) {
      const aboutClass = one.targetStart <= owner.start && one.targetEnd >= owner.end && owner.members.length > 1;
      if (!aboutClass && member.start < one.targetEnd && member.end > one.targetStart) return this.declared(file, one, one.start);
    }
    return null;
  }

  private commentAtValue(file: LoadedFile, value: ValueId): Declared | null {
    const start = file.view.start(value);
    const variable = file.variableOf.get(value);
    const at = variable === undefined ? null : file.facts.variables[variable];
    for (const one of this.directives(file)) {
      const covers = start >= one.targetStart && start < one.targetEnd && isTarget(file, value, one);
      if (covers || (at && at.start >= one.targetStart && at.end <= one.targetEnd && at.end > at.start))
        return this.declared(file, one, one.start);
    }
    return null;
  }

  private annotationAtValue(file: LoadedFile, value: ValueId): Declared | null {
    if (file.view.op(value) !== Op.Parameter) return null;
    const parameter = file.facts.functions[file.view.a(value)]?.parameters[file.view.b(value)];
    return parameter ? this.annotated(file, parameter.annotations) : null;
  }

  private annotationsOf(file: LoadedFile, member: MemberFacts): readonly ValueId[] {
    return member.function === NONE ? member.annotations : (file.facts.functions[member.function]?.decorators ?? []);
  }

  private annotated(file: LoadedFile, annotations: readonly ValueId[]): Declared | null {
    for (const one of annotations) {
      const found = this.annotations.of(file, one);
      if (found) return this.declared(file, found, file.view.start(one));
    }
    return null;
  }

  private declared(file: LoadedFile, { level, types }: WrittenClass, offset: number): Declared {
    return { level, types, where: `${file.source.path}:${positionOf(file, offset).line}` };
  }
}

/** `patients`, `currentPatient` and `patient` are named like Patient. */
function isNamedLike(name: string, owner: string): boolean {
  return name === owner || name === `${owner}s` || name.endsWith(`_${owner}`) || name.endsWith(`_${owner}s`);
}

/** A declaration at a function or class is about what it takes and gives, not about every value inside. */
function isTarget(file: LoadedFile, value: ValueId, { targetStart, targetEnd }: ClassifyDirective): boolean {
  const covering = file.facts.functions.find(
    (one) =>
      one.start >= targetStart &&
      one.end <= targetEnd &&
      one.body !== NONE &&
      one.start <= file.view.start(value) &&
      one.end > file.view.start(value),
  );
  return !covering || file.view.op(value) === Op.Parameter || covering.returns.includes(value);
}
