/**
 * Says which data types a name stands for. Names are classified by the ten thousand: one combined expression turns most
 * of them away, and what a name could mean on its own is remembered.
 */
import type { DataTypeRow } from "../knowledge/schema.js";
import { ABOUT_SUFFIX, BEHAVIOUR_TYPE, BOOLEAN_PREFIX, isBooleanType, normaliseName, PERSON_CONTEXT, PERSON_OWNER } from "./names.js";

export interface ClassifiedName {
  readonly id: string;
  readonly classification: DataTypeRow["classification"];
  readonly strength: DataTypeRow["strength"];
  /** The name is that of an object: it stands for all of it, not for one of its fields. */
  readonly object: boolean;
}

export class NameClassifier {
  private readonly types: readonly CompiledType[];
  private readonly any: RegExp;
  private readonly candidatesOf = new Map<string, readonly CompiledType[]>();

  constructor(dataTypes: readonly DataTypeRow[]) {
    this.types = dataTypes.map(compileType);
    this.any =
      tokens(
        dataTypes.flatMap(({ patterns }) => patterns),
        PLURAL_OR_NUMBER,
      ) ?? /(?!)/u;
  }

  /**
   * @param owners names of what it is a part of, and of their types
   * @param declaredType type as written, when there is one
   * @param siblings names of what stands beside it: other fields, other parameters
   */
  classify(name: string, owners: readonly string[], declaredType?: string, siblings: readonly string[] = []): readonly ClassifiedName[] {
    const candidates = this.candidates(normaliseName(name));
    if (candidates.length === 0) return NOTHING;
    const type = declaredType === undefined ? "" : normaliseName(declaredType);
    if (BEHAVIOUR_TYPE.test(type)) return NOTHING;
    const above = owners.map(normaliseName);
    const beside = siblings.map(normaliseName);
    return candidates
      .filter((candidate) => (!isBooleanType(type) || candidate.boolean) && !candidate.excludes(type))
      .filter((candidate) => this.agrees(candidate, above, beside))
      .map(({ result }) => result);
  }

  /** A data type by its id. */
  type(id: string): ClassifiedName | null {
    return this.types.find(({ result }) => result.id === id)?.result ?? null;
  }

  /** Types that the name alone may stand for, strong or not. */
  private candidates(normalised: string): readonly CompiledType[] {
    const known = this.candidatesOf.get(normalised);
    if (known !== undefined) return known;
    const found = this.any.test(normalised) ? this.types.filter((type) => type.matches(normalised)) : NO_TYPES;
    if (this.candidatesOf.size >= MEMORY) this.candidatesOf.clear();
    this.candidatesOf.set(normalised, found);
    return found;
  }

  /** A strong name needs nobody; a medium one an owner or sibling that agrees; a weak one its context. */
  private agrees({ result, category, context, ofPerson }: CompiledType, owners: readonly string[], siblings: readonly string[]): boolean {
    if (result.strength === "strong") return true;
    const near = [...owners, ...siblings];
    // What stands beside it may be about somebody; that makes it no part of that person.
    if (ofPerson && owners.some((name) => PERSON.test(name))) return true;
    if (context !== null && near.some((name) => context.test(name))) return true;
    if (result.strength === "weak" || context !== null || ofPerson) return false;
    if (!NOT_ABOUT_PEOPLE.has(category) && owners.some((name) => PERSON_OWNER.test(name))) return true;
    return near.some((name) =>
      this.candidates(name).some((other) => kindred(other.category) === kindred(category) && other.result.strength !== "weak"),
    );
  }
}

interface CompiledType {
  readonly result: ClassifiedName;
  readonly category: string;
  readonly context: RegExp | null;
  /** Its context names people: an owner that is one agrees. */
  readonly ofPerson: boolean;
  /** Patterns name a yes-or-no value themselves (`is_minor`). */
  readonly boolean: boolean;
  matches(normalised: string): boolean;
  excludes(normalised: string): boolean;
}

/** In the context of a data type: somebody is spoken of. */
const PERSON_MARK = "<person>";
const PERSON = new RegExp(`(?:^|_)(?:${PERSON_CONTEXT})(?:_|$)`);

const NOTHING: readonly ClassifiedName[] = [];
const NO_TYPES: readonly CompiledType[] = [];
/** Names remembered before starting again: an editor runs for days. */
const MEMORY = 50_000;
const PLURAL_OR_NUMBER = "s?[0-9]{0,2}";
/** Categories where a person as owner proves nothing. */
const NOT_ABOUT_PEOPLE: ReadonlySet<string> = new Set(["proprietary"]);
const IDENTITY: ReadonlySet<string> = new Set(["personal-identifier", "contact", "government-id", "online-identifier"]);

/** Categories that tell who somebody is stand for each other: an e-mail address beside `customer` says that it is a person. */
function kindred(category: string): string {
  return IDENTITY.has(category) ? "identity" : category;
}

function compileType(row: DataTypeRow): CompiledType {
  const pattern = tokens(row.patterns, PLURAL_OR_NUMBER) ?? /(?!)/u;
  const exclude = tokens(row.exclude ?? [], "");
  const excludes = (normalised: string): boolean => exclude !== null && normalised !== "" && exclude.test(normalised);
  return {
    result: { id: row.id, classification: row.classification, strength: row.strength, object: row.object === true },
    category: row.category,
    context: tokens(
      (row.context ?? []).filter((text) => text !== PERSON_MARK),
      "",
    ),
    ofPerson: row.context?.includes(PERSON_MARK) === true,
    boolean: row.patterns.some((text) => text.startsWith("is_")),
    excludes,
    matches(normalised) {
      const found = pattern.exec(normalised);
      if (found === null || excludes(normalised)) return false;
      if (ABOUT_SUFFIX.test(normalised.slice(found.index + found[0].length))) return false;
      const prefix = BOOLEAN_PREFIX.exec(normalised);
      return prefix === null || found[0].startsWith(prefix[0]);
    },
  };
}

/** Expression that finds any of the patterns as whole tokens of a normalised name; null when there are none. */
function tokens(patterns: readonly string[], after: string): RegExp | null {
  return patterns.length === 0 ? null : new RegExp(`(?:^|_)(?:${patterns.join("|")})${after}(?=$|_)`, "u");
}
