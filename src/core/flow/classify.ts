/** Classification of what flows: declared in code or policy, else inferred from the names that the data goes by. */
import type { NameClassifier } from "../classification/nameClassifier.js";
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { FileDirectives } from "../policy/directive.js";
import { highest } from "../policy/levels.js";
import type { Policies } from "../policy/policies.js";
import type { Policy } from "../policy/policy.js";
import type { Classification, InputClassification } from "../report/scanResult.js";
import type { Task } from "./task.js";

/** Names nearer to the source than this many places are the data's own; later ones are the prompt's. */
const NEAR = 10;

/** A class of the policy by the names that its data goes by. */
interface NamePattern {
  readonly matches: (name: string) => boolean;
  readonly level: Classification;
}

interface Declared {
  readonly level: Classification;
  readonly types: readonly string[];
}

export class Classifier {
  private readonly declarations = new Map<string, { readonly start: number; readonly end: number; readonly declared: Declared }[]>();
  /** Members of classes that a declaration stands at: `ssn: str  # parapet-classify: restricted`. */
  private readonly members = new Map<string, Declared>();
  private readonly patterns = new Map<Policy, readonly NamePattern[]>();

  constructor(
    private readonly names: NameClassifier,
    private readonly policies: Policies,
    directives: readonly FileDirectives[],
    files: readonly LoadedFile[],
  ) {
    for (const { root, file, directives: all } of directives) {
      for (const one of all) {
        if (one.kind !== "classify") continue;
        const declared = { level: one.level, types: one.types };
        const key = `${root}:${file}`;
        const list = this.declarations.get(key) ?? [];
        list.push({ start: one.targetStart, end: one.targetEnd, declared });
        this.declarations.set(key, list);
      }
    }
    for (const file of files) this.collectMembers(file);
  }

  private collectMembers(file: LoadedFile): void {
    const declarations = this.declarations.get(`${file.source.root}:${file.source.path}`) ?? [];
    for (const { start, end, declared } of declarations) {
      for (const one of file.facts.classes) {
        for (const member of one.members)
          if (member.start < end && member.end > start && !(one.start >= start && one.end <= end && one.members.length > 1))
            this.members.set(member.name, declared);
      }
    }
  }

  /** @param from the source's task; the walk towards the call is `next`. */
  of(from: Task, clearance: Classification | null): InputClassification {
    const names: { name: string; type: string; file: LoadedFile }[] = [];
    let declared: Declared | null = null;
    const add = (one: Declared): void => {
      declared = declared ? { level: highest(declared.level, one.level), types: [...declared.types, ...one.types] } : one;
    };
    let distance = 0;
    for (let task: Task | null = from; task && distance < NEAR * 4; task = task.next, distance++) {
      const found = this.declaredAt(task);
      if (found) add(found);
      if (distance < NEAR) for (const one of namesOf(task, distance === 0)) names.push({ ...one, file: task.file });
    }
    const context = names.map((one) => one.name);
    names.forEach(({ name, file }, at) => {
      const member = this.members.get(name);
      if (member) add(member);
      const holder = context[at + 1];
      for (const { matches, level: named } of this.patternsOf(file)) {
        if (matches(name) || (holder !== undefined && matches(`${holder}.${name}`))) add({ level: named, types: [] });
      }
    });
    const types = new Set<string>();
    let level: Classification | null = null;
    for (const { name, type } of names) {
      for (const one of this.names.classify(name, context, type === "" ? undefined : type)) {
        types.add(one.id);
        level = level === null ? one.classification : highest(level, one.classification);
      }
    }
    const written = declared as Declared | null;
    if (written) return { level: written.level, basis: "declared", types: [...new Set([...types, ...written.types])].sort(), clearance };
    return { level, basis: level === null ? "none" : "inferred", types: [...types].sort(), clearance };
  }

  /** A team names its data in its own code: the policy of the file that a name stands in says what it means. */
  private patternsOf({ source }: LoadedFile): readonly NamePattern[] {
    const policy = this.policies.of(source);
    let patterns = this.patterns.get(policy);
    if (!patterns) {
      patterns = policy.classes.flatMap((one) => one.names.map((name) => ({ matches: nameMatcher(name), level: one.level })));
      this.patterns.set(policy, patterns);
    }
    return patterns;
  }

  private declaredAt(task: Task): Declared | null {
    const { file, value } = task;
    const list = this.declarations.get(`${file.source.root}:${file.source.path}`);
    if (!list) return null;
    const start = file.view.start(value);
    const variable = file.variableOf.get(value);
    const at = variable === undefined ? null : file.facts.variables[variable];
    for (const one of list) {
      if (start >= one.start && start < one.end && this.isTarget(file, value, one)) return one.declared;
      if (at && at.start >= one.start && at.end <= one.end && at.end > at.start) return one.declared;
    }
    return null;
  }

  /** A declaration at a function or class is about what it takes and gives, not about every value inside. */
  private isTarget(file: LoadedFile, value: ValueId, range: { readonly start: number; readonly end: number }): boolean {
    const covering = file.facts.functions.find(
      (one) =>
        one.start >= range.start &&
        one.end <= range.end &&
        one.body !== NONE &&
        one.start <= file.view.start(value) &&
        one.end > file.view.start(value),
    );
    return !covering || file.view.op(value) === Op.Parameter || covering.returns.includes(value);
  }
}

/** Names that the data goes by at one place. */
function namesOf(task: Task, isSource: boolean): { name: string; type: string }[] {
  const { file, value } = task;
  const { view } = file;
  const found: { name: string; type: string }[] = [];
  const push = (name: string, type = ""): void => {
    if (name !== "" && !name.startsWith("@") && name !== "[]" && name !== "()" && !/^\d+$/.test(name)) found.push({ name, type });
  };
  if (isSource) for (const field of task.fields) push(field);
  switch (view.op(value)) {
    case Op.Field:
      push(view.string(view.b(value)));
      break;
    case Op.Element: {
      const key = view.b(value);
      if (key !== NONE && view.op(key) === Op.Literal) push(view.string(view.a(key)));
      break;
    }
    case Op.Parameter: {
      const parameter = file.facts.functions[view.a(value)]?.parameters[view.b(value)];
      if (parameter && !isRoleText(view.string(parameter.name), view.string(parameter.type)))
        push(view.string(parameter.name), view.string(parameter.type));
      break;
    }
    default:
  }
  const variable = file.variableOf.get(value);
  if (variable !== undefined) {
    const facts = file.facts.variables[variable];
    if (facts && facts.name !== "this" && !isRoleText(facts.name, view.string(facts.type))) push(facts.name, view.string(facts.type));
  }
  return found;
}

/** `user: string` is the text for that role of a chat, not somebody's record. */
function isRoleText(name: string, type: string): boolean {
  return (
    /^(?:user|system|assistant|human)$/i.test(name) && /^(?:str|string)$/.test(type.replace(/\s|None|null|undefined|Optional|[|[\]]/g, ""))
  );
}

/** `Patient.*`, `*Notes`: `*` stands for any letters; a name without a dot is met alone. */
function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.toLowerCase().split("*");
  return (name) => {
    const given = name.toLowerCase();
    if (parts.length === 1) return given === parts[0];
    const first = parts[0] as string;
    const last = parts[parts.length - 1] as string;
    if (!given.startsWith(first) || !given.endsWith(last) || given.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = given.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= given.length - last.length;
  };
}
