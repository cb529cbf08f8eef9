/**
 * Classification of what flows: declared in code, schemas or policy, else inferred from the names and types that the data
 * goes by. Each place on the way may say something; what people declare counts more than what a name suggests.
 */
import type { Declarations } from "../classification/declarations.js";
import { type Declared, type Evidence, declaredEvidence, stricter } from "../classification/evidence.js";
import { combine } from "../classification/levels.js";
import type { NameClassifier } from "../classification/nameClassifier.js";
import { normaliseName } from "../classification/names.js";
import type { Records } from "../classification/records.js";
import { Op } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Policies } from "../policy/policies.js";
import type { Policy } from "../policy/policy.js";
import { exceeds, highest } from "../policy/levels.js";
import type { ClassEvidence, Classification, InputClassification } from "../report/scanResult.js";
import { ELEMENT, isName } from "./fields.js";
import { type PlaceName, namesAt } from "./placeNames.js";
import { nameMatcher } from "./policyNames.js";
import { stepAt } from "./steps.js";
import type { Task } from "./task.js";

/** Places looked at between the source and the call. */
const MAXIMUM_PLACES = 60;
/** Names nearer to the source than this many places are the data's own; later ones are the prompt's. */
const NEAR = 12;
/** Facts that a reader is shown. */
const MAXIMUM_EVIDENCE = 4;

/** What is known of data: null level when nothing is. */
export interface Classified {
  readonly level: Classification | null;
  readonly basis: InputClassification["basis"];
  readonly types: readonly string[];
  readonly evidence: readonly ClassEvidence[];
}

/** A class of the policy by the names that its data goes by. */
interface NamePattern {
  readonly text: string;
  readonly matches: (name: string) => boolean;
  readonly level: Classification;
}

interface Found {
  readonly task: Task;
  readonly evidence: Evidence;
}

export class Classifier {
  private readonly patterns = new Map<Policy, readonly NamePattern[]>();

  constructor(
    private readonly names: NameClassifier,
    private readonly records: Records,
    private readonly declarations: Declarations,
    private readonly policies: Policies,
  ) {}

  /** @param ways walks that end at the same source, each with the part of it that it asks for; `next` leads to the call. */
  of(ways: readonly Task[]): Classified {
    // What is asked for beside it of the same source: `body.name` beside `body.email`.
    const asked = ways.map((way) => way.fields.filter(isName));
    const siblings = [...new Set(asked.flatMap((path) => path.slice(-1)))];
    return together(ways.map((way) => this.ofWay(way, siblings)));
  }

  /** Everything that is known on one way. */
  private ofWay(from: Task, siblings: readonly string[]): readonly Found[] {
    const found: Found[] = [];
    const add = (task: Task, evidence: Evidence | null): void => {
      if (evidence) found.push({ task, evidence });
    };
    let isPart = false;
    let distance = 0;
    for (let task: Task | null = from; task?.next && distance < MAXIMUM_PLACES; task = task.next, distance++) {
      const declared = this.declarations.atValue(task.file, task.value);
      if (declared) add(task, declaredEvidence("data", declared));
      if (isPart || distance > NEAR) continue;
      for (const name of namesAt(task)) this.byName(task, name, distance === 0 ? siblings : [], found);
      if (!isReceiver(task)) add(task, this.byType(task));
      isPart = isComposite(task);
    }
    return found;
  }

  /** What the class of the value says about the part that is asked for. */
  private byType({ file, value, fields }: Task): Evidence | null {
    let best: Evidence | null = null;
    if (fields.includes("()")) return null;
    const path = fields.filter(isName);
    for (const ref of this.records.of(file, value)) {
      const found = this.records.part(ref, path);
      if (found) best = best ? stricter(best, found) : found;
    }
    return best;
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
        found.push({ task, evidence: declaredEvidence(written, declared) });
      }
      const field = this.declarations.ofField(name, owners.map(normaliseName));
      if (field) found.push({ task, evidence: declaredEvidence(`field ${name}`, field) });
      const isLast = at === path.length - 1;
      const near = [...siblings, ...beside].filter((one) => one !== name);
      for (const one of this.names.classify(name, owners, isLast && type !== "" ? type : undefined, near)) {
        if (one.object && !isLast) continue;
        found.push({
          task,
          evidence: { basis: "inferred", level: one.classification, types: [one.id], label: `${written} is ${one.id}` },
        });
      }
    });
  }
}

export const UNCLASSIFIED: Classified = { level: null, basis: "none", types: [], evidence: [] };

/** A constant is nobody's data, whatever it is called; secrets are written out, and people may declare it. */
export function asConstant(classified: Classified): Classified {
  return classified.basis === "declared" || classified.types.some((id) => SECRETS.has(id)) ? classified : UNCLASSIFIED;
}

/** What data of this class makes of the answer of a model that is given it. */
export function asAnswer(given: Classified): Classified {
  const label = `answer of a model that is given ${given.level} data`;
  return { ...given, evidence: given.evidence.slice(0, 1).map((one) => ({ ...one, label })) };
}

export function stricterOf(one: Classified, other: Classified): Classified {
  if (other.level === null && other.types.length === 0) return one;
  if (one.level === null && one.types.length === 0) return other;
  const wins = other.level !== null && (one.level === null || exceeds(other.level, one.level)) ? other : one;
  return {
    level: wins.level,
    basis: wins.basis,
    types: [...new Set([...one.types, ...other.types])].sort(),
    evidence: [...wins.evidence, ...(wins === one ? other : one).evidence].slice(0, MAXIMUM_EVIDENCE),
  };
}

const SECRETS: ReadonlySet<string> = new Set(["password", "api-key", "access-token", "private-key", "connection-string"]);

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

/** The value is what a call is made on: what it gives back is no more than some part of it. */
function isReceiver({ file, value, next, doubt }: Task): boolean {
  if (!next || next.file !== file || next.doubt === doubt || file.view.op(next.value) !== Op.Call) return false;
  const callee = file.view.a(next.value);
  return file.view.op(callee) === Op.Field && file.view.a(callee) === value;
}

/** From here on the data is one part of something that goes by a name of its own. */
function isComposite({ file, value, fields }: Task): boolean {
  const op = file.view.op(value);
  if (op !== Op.Template && op !== Op.Binary && op !== Op.Object && op !== Op.Array && op !== Op.Element_Markup) return false;
  return op === Op.Template || op === Op.Binary || fields.every((one) => one.startsWith("@") || one === ELEMENT);
}
