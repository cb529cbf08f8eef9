/**
 * Classes that hold data: what each field of them is, declared or inferred, and what the whole of them is.
 * A value of class Patient carries the classes of the fields of Patient.
 */
import { FunctionFlag, type FunctionFacts, type MemberFacts, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, type Node, nodeOf } from "../link/program.js";
import type { ClassRef } from "../link/valueSet.js";
import type { Classification } from "../report/scanResult.js";
import type { Declarations } from "./declarations.js";
import { type Evidence, declaredEvidence, stricter } from "./evidence.js";
import { combine } from "./levels.js";
import type { NameClassifier } from "./nameClassifier.js";
import { normaliseName } from "./names.js";

/** Fields of fields of fields are looked into this far. */
const MAXIMUM_DEPTH = 3;
/** Classes that are settings or services: their fields are about the program, not about anybody. */
const NO_RECORD =
  /(?:^|_)(?:config|configuration|settings?|options?|client|service|manager|provider|agent|engine|context|handler|controller|repository|factory|builder|store|adapter|connector|driver|middleware|plugin|tool|model_config|meta|test|tests|error|exception)$/;
/** Methods that every data class may have. */
const DATA_METHOD =
  /^(?:__\w+__|constructor|toString|to_?json|to_?dict|equals|hashCode|clone|copy|compareTo|get.*|set.*|is[A-Z].*|has.*|with.*|validate.*|clean.*|save|Equals|GetHashCode|ToString)$/i;

interface Field {
  readonly file: LoadedFile;
  readonly owner: ClassRef;
  readonly facts: MemberFacts;
}

interface RecordsOfValue {
  readonly records: readonly ClassRef[];
  readonly unknown: readonly string[];
}

/** Knows the files that are there, and remembers what it said of them. */
export class Records {
  private readonly wholes = new Map<ClassRef, Evidence | null>();
  private readonly fieldsOf = new Map<ClassRef, readonly Field[]>();
  private readonly recordsOf = new Map<Node, RecordsOfValue>();
  private readonly areRecords = new Map<ClassRef, boolean>();

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly names: NameClassifier,
    private readonly declarations: Declarations,
  ) {}

  /**
   * Data classes that a value is an instance of, or whose instances a list holds: by where it comes from, or as declared;
   * and the names in its declared types.
   */
  of(file: LoadedFile, value: ValueId): RecordsOfValue {
    const node = nodeOf(file.number, value);
    let known = this.recordsOf.get(node);
    if (!known) {
      known = this.find(file, value);
      this.recordsOf.set(node, known);
    }
    return known;
  }

  private find(file: LoadedFile, value: ValueId): RecordsOfValue {
    const found = new Set<ClassRef>();
    const unknown: string[] = [];
    const add = (set: ReturnType<PointsTo["of"]>, depth: number): void => {
      for (const ref of set.instances) found.add(ref);
      if (depth > 2) return;
      for (const { file: number, type } of set.containers.values()) {
        const at = this.pointsTo.program.file(number);
        add(this.pointsTo.types.typed(at, type), depth + 1);
      }
    };
    add(this.pointsTo.of(file, value), 0);
    for (const type of declaredTypes(file, value)) {
      add(this.pointsTo.types.typed(file, type), 0);
      unknown.push(...(type.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []));
    }
    return { records: [...found].filter((ref) => this.isRecord(ref)), unknown };
  }

  /** Why the part of an instance of the class that `path` leads to has a class; the whole of it when the path is empty. */
  part(ref: ClassRef, path: readonly string[], depth = 0): Evidence | null {
    const [name, ...rest] = path;
    if (name === undefined) return this.whole(ref, depth);
    const field = this.field(ref, name);
    if (!field) return null;
    return this.own(field) ?? this.inType(field, rest, depth + 1);
  }

  hasField(ref: ClassRef, name: string): boolean {
    return this.field(ref, name) !== null;
  }

  /** All fields together. */
  whole(ref: ClassRef, depth = 0): Evidence | null {
    const known = this.wholes.get(ref);
    if (known !== undefined) return known;
    const facts = this.pointsTo.classes.facts(ref);
    const declared = this.declarations.ofClass(this.pointsTo.classes.file(ref), facts);
    let best: Evidence | null = declared ? declaredEvidence(`class ${facts.name}`, declared) : null;
    if (!best && depth <= MAXIMUM_DEPTH) {
      // In a circle of classes each is asked once.
      this.wholes.set(ref, null);
      const inferred: { id: string; classification: Classification }[] = [];
      const types = new Set<string>();
      for (const field of this.fields(ref)) {
        const found = this.own(field) ?? this.inType(field, [], depth + 1);
        if (!found) continue;
        for (const id of found.types) types.add(id);
        if (found.basis === "inferred") for (const id of found.types) inferred.push({ id, classification: found.level });
        best = best ? stricter(best, found) : found;
      }
      const together = combine(inferred);
      if (best?.basis === "inferred" && together) best = { ...best, level: together };
      if (best) best = { ...best, types: [...types].sort() };
    }
    if (depth === 0) this.wholes.set(ref, best);
    else this.wholes.delete(ref);
    return best;
  }

  /** Class of a field for its own sake. */
  private own(field: Field): Evidence | null {
    const { facts, file } = field;
    const owner = this.pointsTo.classes.facts(field.owner);
    const what = `field ${facts.name} of ${owner.name}`;
    const declared = this.declarations.ofMember(file, owner, facts);
    if (declared) return declaredEvidence(what, declared);
    const type = facts.type === NONE ? "" : file.view.string(facts.type);
    const siblings = owner.members.filter((one) => one.function === NONE && one !== facts).map((one) => one.name);
    const found = [
      ...this.names.classify(facts.name, [owner.name], type === "" ? undefined : type, siblings),
      ...this.declarations.markedTypes(file, facts).flatMap((id) => this.names.type(id) ?? []),
    ];
    if (found.length === 0) return null;
    const ids = [...new Set(found.map(({ id }) => id))].sort();
    return {
      basis: "inferred",
      level: combine(found) as Classification,
      types: ids,
      label: `${what} is ${ids.join(", ")}`,
    };
  }

  /** Class that a field has because of what its type holds. */
  private inType({ file, facts }: Field, path: readonly string[], depth: number): Evidence | null {
    if (depth > MAXIMUM_DEPTH) return null;
    let best: Evidence | null = null;
    const refs = new Set<ClassRef>();
    const add = (text: string, level: number): void => {
      const set = this.pointsTo.types.typed(file, text);
      for (const ref of set.instances) refs.add(ref);
      if (level < 2) for (const one of set.containers.values()) add(one.type, level + 1);
    };
    if (facts.type !== NONE) add(file.view.string(facts.type), 0);
    for (const ref of refs) {
      if (!this.isRecord(ref)) continue;
      const found = this.part(ref, path, depth);
      if (found) best = best ? stricter(best, found) : found;
    }
    return best;
  }

  private field(ref: ClassRef, name: string): Field | null {
    const plain = name.replace(/^(?:get|Get|is|Is)_?(?=[A-Z])/, "");
    const wanted = new Set([normaliseName(name), normaliseName(plain)]);
    return this.fields(ref).find(({ facts }) => wanted.has(normaliseName(facts.name))) ?? null;
  }

  /** Fields of the class and of its bases, accessors of properties included. */
  private fields(ref: ClassRef, seen: Set<ClassRef> = new Set()): readonly Field[] {
    const known = this.fieldsOf.get(ref);
    if (known) return known;
    if (seen.has(ref)) return [];
    seen.add(ref);
    const file = this.pointsTo.classes.file(ref);
    const facts = this.pointsTo.classes.facts(ref);
    const found: Field[] = facts.members
      .filter((one) => one.name !== "" && (one.function === NONE ? !one.static || isColumn(file, one) : isAccessor(file, one)))
      .map((one) => ({ file, owner: ref, facts: one }));
    for (const base of facts.bases) for (const one of this.pointsTo.of(file, base).classes) found.push(...this.fields(one, seen));
    if (seen.size === 1) this.fieldsOf.set(ref, found);
    return found;
  }

  /** True for classes that hold data: their methods do no more than give it. */
  isRecord(ref: ClassRef): boolean {
    let known = this.areRecords.get(ref);
    if (known === undefined) {
      known = this.holdsData(ref);
      this.areRecords.set(ref, known);
    }
    return known;
  }

  private holdsData(ref: ClassRef): boolean {
    const facts = this.pointsTo.classes.facts(ref);
    if (facts.kind === "enum" || NO_RECORD.test(normaliseName(facts.name))) return false;
    const file = this.pointsTo.classes.file(ref);
    const methods = facts.members.filter(
      (one) => one.function !== NONE && !isAccessor(file, one) && !DATA_METHOD.test(one.name) && !isStatic(file, one),
    ).length;
    return methods <= this.fields(ref).length;
  }
}

/** Types that the code writes at a value: of its variable, of a parameter, of a cast. */
function declaredTypes(file: LoadedFile, value: ValueId): string[] {
  const { view, facts } = file;
  const types: string[] = [];
  const variable = file.variableOf.get(value);
  const type = variable === undefined ? NONE : (facts.variables[variable]?.type ?? NONE);
  if (type !== NONE) types.push(view.string(type));
  const parameter = view.op(value) === Op.Parameter ? facts.functions[view.a(value)]?.parameters[view.b(value)] : undefined;
  if (parameter && parameter.type !== NONE && variable === undefined) types.push(view.string(parameter.type));
  if (view.op(value) === Op.Cast && view.b(value) !== NONE) types.push(view.string(view.b(value)));
  return types;
}

/** Fields of class bodies that a mapper makes instance fields of: `name = Column(String)`. */
function isColumn(file: LoadedFile, { value }: MemberFacts): boolean {
  return value !== NONE && file.view.op(value) === Op.Call;
}

function isAccessor(file: LoadedFile, { function: id }: MemberFacts): boolean {
  if (id === NONE) return false;
  const facts = file.facts.functions[id] as FunctionFacts;
  return (facts.flags & FunctionFlag.Getter) !== 0 || facts.decorators.some((one) => file.nameOf(one) === "property");
}

function isStatic(file: LoadedFile, { function: id }: MemberFacts): boolean {
  return id !== NONE && ((file.facts.functions[id] as FunctionFacts).flags & (FunctionFlag.Static | FunctionFlag.Constructor)) !== 0;
}
