/**
 * Classification of what flows: declared in code, schemas or policy, else inferred from the names and types that the data
 * goes by. Each place on the way may say something; what people declare counts more than what a name suggests.
 */
import type { Declarations } from "../classification/declarations.js";
import { type Classified, MAXIMUM_EVIDENCE, UNCLASSIFIED } from "../classification/classified.js";
import { type Declared, type Evidence, declaredEvidence, stricter } from "../classification/evidence.js";
import { combine } from "../classification/levels.js";
import type { NameClassifier } from "../classification/nameClassifier.js";
import type { Entities } from "../classification/entities.js";
import type { Queries } from "../classification/queries.js";
import { SECRETS } from "../classification/secrets.js";
import type { Records } from "../classification/records.js";
import { Op } from "../facts/fileFacts.js";
import type { Role, SourceKind } from "../knowledge/schema.js";
import type { LoadedFile } from "../link/program.js";
import type { Policies } from "../policy/policies.js";
import type { Policy } from "../policy/policy.js";
import { highest } from "../policy/levels.js";
import type { ClassEvidence, Classification } from "../report/scanResult.js";
import { contentOf } from "./contents.js";
import { ELEMENT, type Fields, RESULT, isName } from "./fields.js";
import { type PlaceName, keyRead, namesAt } from "./placeNames.js";
import { nameMatcher } from "./policyNames.js";
import { stepAt } from "./steps.js";
import type { Task } from "./task.js";

/** Places looked at between the source and the call. */
const MAXIMUM_PLACES = 60;
/** What a query is made on. */
const LEADS_TO_QUERY: ReadonlySet<Op> = new Set([Op.Class, Op.Import, Op.Capture, Op.Global, Op.Parameter, Op.This, Op.Field, Op.Choice]);
/** Names nearer to the source than this many places are the data's own; later ones are the prompt's. */
const NEAR = 12;

/** Sources that are, or may be, queries. */
const ANSWERS_ROWS: ReadonlySet<SourceKind> = new Set(["database", "unresolved", "caller-parameter", "tool-result"]);

/** A class of the policy by the names that its data goes by. */
interface NamePattern {
  readonly text: string;
  readonly matches: (name: string) => boolean;
  readonly level: Classification;
}

interface Found {
  readonly task: Task;
  readonly evidence: Evidence;
  /** What said so: a constant of a class that holds personal data is of that class, one that is only called so is not. */
  readonly by: "declaration" | "name" | "type" | "query";
}

export class Classifier {
  private readonly patterns = new Map<Policy, readonly NamePattern[]>();

  constructor(
    private readonly names: NameClassifier,
    private readonly records: Records,
    private readonly declarations: Declarations,
    private readonly queries: Queries,
    private readonly entities: Entities,
    private readonly policies: Policies,
  ) {}

  /**
   * @param ways walks that end at the same source, each with the part of it that it asks for; `next` leads to the call.
   * @param kind of the source: what a database answers is as its tables are declared
   */
  of(ways: readonly Task[], kind: SourceKind, role: Role = "other"): Classified {
    // What is asked for beside it of the same source: `body.name` beside `body.email`.
    const asked = ways.map((way) => way.fields.filter(isName));
    const siblings = [...new Set(asked.flatMap((path) => path.slice(-1)))];
    const found = ways.map((way) => this.ofWay(way, siblings, ANSWERS_ROWS.has(kind)));
    const classified = together(kind === "constant" ? found.map((way) => way.filter(holdsForConstants)) : found);
    return classified.types.length === 0 && classified.level === null ? contentOf(kind, role, this.names) : classified;
  }

  /** Everything that is known on one way. */
  private ofWay(from: Task, siblings: readonly string[], answersRows: boolean): readonly Found[] {
    const found: Found[] = answersRows ? this.byQuery(from) : [];
    const add = (task: Task, evidence: Evidence | null, by: Found["by"]): void => {
      if (evidence) found.push({ task, evidence, by });
    };
    let before: Task | null = null;
    let distance = 0;
    /** Keys under which the data lies in the objects that it was put into; null once it is part of a text or a list of arguments. */
    let inside: readonly string[] | null = [];
    for (let task: Task | null = from; task?.next && distance < MAXIMUM_PLACES; before = task, task = task.next, distance++) {
      const declared = this.declarations.atValue(task.file, task.value);
      if (declared) add(task, declaredEvidence("data", declared), "declaration");
      if (task.doubt > task.next.doubt) dropSecrets(found);
      if (inside === null || distance > NEAR) continue;
      if (!isReceiver(task)) add(task, this.byType(task, inside), "type");
      if (inside.length === 0) for (const name of namesAt(task)) this.byName(task, name, distance === 0 ? siblings : [], found);
      const key = before && keyOf(before, task);
      if (key !== null) this.byKey(task, key, found);
      inside = isComposite(task) ? (key === null ? null : [key, ...inside]) : inside;
    }
    return found;
  }

  /** `{ email: address }`: what is written under a key that leaves no doubt. */
  private byKey(task: Task, key: string, found: Found[]): void {
    for (const { id, strength, object, classification } of this.names.classify(key, [])) {
      if (strength !== "strong" || object) continue;
      found.push({ task, evidence: { basis: "inferred", level: classification, types: [id], label: `${key} is ${id}` }, by: "name" });
    }
  }

  /** What the class of the value says about the part that is asked for. */
  private byType({ file, value, fields }: Task, inside: readonly string[]): Evidence | null {
    if (fields.includes(RESULT)) return null;
    const path = [...fields.filter(isName), ...inside];
    const { records, unknown } = this.records.of(file, value);
    let best: Evidence | null = null;
    for (const found of records.map((ref) => this.records.part(ref, path))) if (found) best = best ? stricter(best, found) : found;
    if (records.length > 0) return best;
    // A type that a generator made of a schema: `Claim` of Prisma, `Tables<"claims">` of Supabase.
    for (const entity of unknown.flatMap((name) => this.entities.described(name))) {
      const found = entity.part(path);
      if (found) best = best ? stricter(best, found) : found;
    }
    return best;
  }

  /** What the query says whose answer the source is: the whole chain of calls that the source is the first of. */
  private byQuery(from: Task): Found[] {
    // `Claim.objects.get(…)`: the walk ends at what the query is made on.
    let call = from;
    for (let steps = 0; LEADS_TO_QUERY.has(call.file.view.op(call.value)); steps++) {
      if (!call.next || steps > NEAR) return [];
      call = call.next;
    }
    if (call.file.view.op(call.value) !== Op.Call && call.file.view.op(call.value) !== Op.AfterCall) return [];
    for (let at = call; at.next && isChained(at, at.next); at = at.next)
      if (at.next.file.view.op(at.next.value) === Op.Call) call = at.next;
    const { file, value, fields } = call;
    // `rows.Scan(&name, &email)`: the argument is the column.
    const isFilled = file.view.op(value) === Op.AfterCall;
    const query = isFilled ? file.view.b(value) : value;
    const key = isFilled ? null : keyRead(file, query);
    const position = isFilled ? file.view.c(value) : positionIn(fields, file.calleeName(query));
    const evidence = this.queries.part(file, query, [...(key === null ? [] : [key]), ...fields.filter(isName)], position);
    return evidence ? [{ task: call, evidence, by: "query" }] : [];
  }

  private patternsOf(file: LoadedFile): readonly NamePattern[] {
    const policy = this.policies.of(file.source);
    let patterns = this.patterns.get(policy);
    if (!patterns) {
      patterns = policy.classes.flatMap((one) => one.names.map((name) => ({ text: name, matches: nameMatcher(name), level: one.level })));
      this.patterns.set(policy, patterns);
    }
    return patterns;
  }

  private byName(task: Task, { path, type, beside }: PlaceName, siblings: readonly string[], found: Found[]): void {
    path.forEach((name, at) => {
      const owners = path.slice(0, at);
      const written = [...owners, name].slice(-2).join(".");
      for (const { text, matches, level } of this.patternsOf(task.file)) {
        if (!matches(name) && !matches(written)) continue;
        const declared: Declared = { level, types: [], where: `the policy (${text})` };
        found.push({ task, evidence: declaredEvidence(written, declared), by: "declaration" });
      }
      const field = this.declarations.ofField(name, owners);
      if (field) found.push({ task, evidence: declaredEvidence(`field ${name}`, field), by: "declaration" });
      const isLast = at === path.length - 1;
      const near = [...siblings, ...beside].filter((one) => one !== name);
      for (const one of this.names.classify(name, owners, isLast && type !== "" ? type : undefined, near)) {
        if (one.object && !isLast) continue;
        found.push({
          task,
          evidence: { basis: "inferred", level: one.classification, types: [one.id], label: `${written} is ${one.id}` },
          by: "name",
        });
      }
    });
  }
}

/** A constant is nobody's data, whatever it is called; but secrets are written out. */
function holdsForConstants({ evidence, by }: Found): boolean {
  return by !== "name" || isSecret(evidence);
}

function isSecret({ basis, types }: Evidence): boolean {
  return basis === "inferred" && types.length > 0 && types.every((id) => SECRETS.has(id));
}

/** All ways into one answer. On each way what people declare stands over what names suggest; of several ways the strictest counts. */
function together(ways: readonly (readonly Found[])[]): Classified {
  const types = new Set<string>();
  const inferred: { id: string; classification: Classification }[] = [];
  const counting: Found[] = [];
  for (const way of ways) {
    for (const { evidence } of way) for (const id of evidence.types) types.add(id);
    const declared = way.filter((one) => one.evidence.basis === "declared");
    counting.push(...(declared.length > 0 ? declared : way));
    if (declared.length > 0) continue;
    for (const { evidence } of way) inferred.push(...evidence.types.map((id) => ({ id, classification: evidence.level })));
  }
  const [first] = counting;
  if (!first) return UNCLASSIFIED;
  const best = counting.reduce((strictest, one) => stricter(strictest, one.evidence), first.evidence);
  const level = highest(best.level, combine(inferred) ?? best.level);
  return {
    level,
    basis: level === best.level ? best.basis : "inferred",
    types: [...types].sort(),
    evidence: shown(counting, best),
  };
}

/** The facts that decided first, each once. */
function shown(all: readonly Found[], best: Evidence): ClassEvidence[] {
  const labels = new Set<string>();
  const found: ClassEvidence[] = [];
  const isDeciding = ({ evidence }: Found): boolean => evidence.level === best.level && evidence.basis === best.basis;
  for (const { task, evidence } of [...all.filter(isDeciding), ...all.filter((one) => !isDeciding(one))]) {
    if (labels.has(evidence.label) || found.length >= MAXIMUM_EVIDENCE) continue;
    labels.add(evidence.label);
    const { kind: _kind, ...place } = stepAt(task.file, task.value, "step", evidence.label);
    found.push({ ...place, level: evidence.level });
  }
  return found;
}

/** `next` is a call on the value, or a part of it, in the same expression. */
function isChained({ file, value }: Task, next: Task): boolean {
  const { view } = file;
  if (next.file !== file) return false;
  const op = view.op(next.value);
  const inner = op === Op.Call ? view.a(next.value) : next.value;
  if (op !== Op.Call && op !== Op.Field && op !== Op.Await && op !== Op.Element && op !== Op.Cast) return false;
  return view.start(inner) <= view.start(value) && view.end(inner) >= view.end(value);
}

/** Position of the column that is asked for, where rows are lists of values: `row[1]`, `rows[0][1]`. */
function positionIn(fields: Fields, callee: string): number | null {
  const places = fields.filter((one) => one === ELEMENT || /^\d+$/.test(one));
  const last = places[places.length - 1];
  if (last === undefined || last === ELEMENT || fields.some(isName)) return null;
  return places.length > 1 || /one|first|single/i.test(callee) ? Number(last) : null;
}

/** The value is what a call is made on: what it gives back is no more than some part of it. */
function isReceiver({ file, value, next, doubt }: Task): boolean {
  if (!next || next.file !== file || next.doubt === doubt || file.view.op(next.value) !== Op.Call) return false;
  const callee = file.view.a(next.value);
  return file.view.op(callee) === Op.Field && file.view.a(callee) === value;
}

/** Keys and connection strings that a call is given, or is made with, open something; they are not in what it gives. */
function dropSecrets(found: Found[]): void {
  for (let at = found.length - 1; at >= 0; at--) if (isSecret((found[at] as Found).evidence)) found.splice(at, 1);
}

/** Key under which an object, or a call by keyword, takes what was there before; null when there is none. */
function keyOf(before: Task, { file, value }: Task): string | null {
  if (before.file !== file) return null;
  const { view } = file;
  if (view.op(value) === Op.Call) return file.arguments(value).find((one) => one.value === before.value)?.name ?? null;
  if (view.op(value) !== Op.Object) return null;
  const entries = view.list(view.a(value));
  for (let at = 0; at < entries.length; at += 2)
    if ((entries[at] as number) >= 0 && entries[at + 1] === before.value) return view.string(entries[at] as number);
  return null;
}

/** From here on the data is one part of something that goes by a name of its own. */
function isComposite({ file, value, fields }: Task): boolean {
  const op = file.view.op(value);
  if (op !== Op.Template && op !== Op.Binary && op !== Op.Object && op !== Op.Array && op !== Op.Element_Markup) return false;
  return op === Op.Template || op === Op.Binary || fields.every((one) => one.startsWith("@") || one === ELEMENT);
}
