/** Which calls leave an audit record, what the record holds, and whether it is about a given model call. */
import { CallFlag, Op, type ValueId } from "../facts/fileFacts.js";
import { isOwn, type DeclaredFunctions } from "../flow/sanitizers.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { parseValuePath } from "../knowledge/paths.js";
import { type AuditRow, type Condition, KNOWLEDGE_LANGUAGES, type KnowledgeLanguage } from "../knowledge/schema.js";
import { constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Policies } from "../policy/policies.js";
import { maskKeys } from "../text/secrets.js";
import { type Related, argumentValues, derives, gather, holdsAnswer, receiverValues, shares } from "./relatedValues.js";

export interface AuditRecord {
  readonly name: string;
  readonly file: LoadedFile;
  readonly call: ValueId;
  /** What it holds, sorted: `actor`, `content`, `model`, `outcome`, `request-id`. */
  readonly records: readonly string[];
  /** False: only named (a print, an event without what it is about, a record of something else). */
  readonly counts: boolean;
}

interface Evidence {
  /** The model call is made with it, and does not stand beside it. */
  readonly isMaker: boolean;
  /** About the model call at all. */
  readonly about: boolean;
  /** Holds something that went into it. */
  readonly asked: boolean;
  /** Holds what the model answered. */
  readonly answered: boolean;
  readonly records: readonly string[];
  readonly keeps: boolean;
}

/** Writing to a database, as the sinks of model output know it. */
const STORAGE = Object.fromEntries(
  KNOWLEDGE_LANGUAGES.map((language) => [
    language,
    { id: `database.${language}`, name: "database", language, level: "storage", callee: [], source: "output sinks" } satisfies AuditRow,
  ]),
) as unknown as Readonly<Record<KnowledgeLanguage, AuditRow>>;

/** Names of what keeps records: `audit_log`, `chat_history`, `saveSession`, `prisma.llmCall`. */
const RECORDS =
  /audit|transcript|(?:chat|message|conversation|prompt|session)s?_?(?:history|log|record)|(?:llm|ai|model|prompt|completion)_?(?:log|call|event|record|usage|trace|history|request)|(?:save|store|persist|record|write)_?(?:the_?)?(?:session|conversation|chat|exchange|interaction|message|turn)/i;

export function keepsRecords(name: string): boolean {
  return RECORDS.test(name);
}

const READS =
  /^\s*(?:(?:select|create|alter|drop|pragma|show|describe|explain|begin|commit|rollback|set|use)\b|(?:match|get|list|search|find|fetch|select|count|query|lookup)_)/i;

/** By the words of the code that is given, texts left out: a sentence names things without holding them. */
const HOLDS: readonly (readonly [string, RegExp])[] = [
  ["actor", /\b\w*(?:user|actor|account|tenant|customer|session|principal|owner|caller)\w*\b/i],
  ["content", /\b\w*(?:prompt|message|content|question|answer|text)\w*\b/i],
  ["model", /\b\w*model\w*\b/i],
  ["outcome", /\b\w*(?:usage|token|finish_?reason|stop_?reason|status|outcome|success|latency|duration|elapsed)\w*\b/i],
  ["request-id", /\b\w*(?:request_?id|trace_?id|correlation_?id|run_?id|call_?id|uuid)\w*\b/i],
];
/** What of a record says whose exchange it was, or which one. */
const IDENTIFIES: ReadonlySet<string> = new Set(["actor", "model", "request-id"]);
/** The id that a provider gives to what it answered. */
const ANSWER_ID = /\.(?:id|_request_id|request_id|response_id)\b/;

const TEXTS = /([rbuf]{0,2})("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)(\s*:)?/gi;

export class AuditSinks {
  private readonly injected = new Map<KnowledgeLanguage, readonly AuditRow[]>();
  private readonly instrumenting = new Map<KnowledgeLanguage, ReadonlySet<string> | null>();
  private readonly recording = new Map<KnowledgeLanguage, ReadonlySet<string> | null>();

  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly policies: Policies,
    private readonly declared: () => DeclaredFunctions,
    private readonly holds: (file: LoadedFile, call: ValueId, conditions: readonly Condition[]) => boolean,
  ) {}

  /** True for calls that may be a record of something. */
  mayRecord(file: LoadedFile, call: ValueId): boolean {
    return this.rowAt(file, call) !== null || this.isOwn(file, call);
  }

  /** The record that a call is. With `related`, it counts when it is about that model call; the team's own functions always do. */
  at(file: LoadedFile, call: ValueId, related: Related | null = null): AuditRecord | null {
    const { view, text } = file;
    const row = this.rowAt(file, call);
    const own = this.isOwn(file, call);
    if (!own && !row) return null;
    const callee = view.a(call);
    const name = maskKeys(text.slice(view.start(callee), view.end(callee)).replace(/\s+/g, ""));
    const found = gather(file, [...receiverValues(file, call), ...argumentValues(file, call)], related?.results ?? new Set());
    const ofResult = related !== null && derives(found, related);
    const records = held(file, call, ofResult);
    if (own || !row) return { name, file, call, records, counts: true };
    const asked = related !== null && shares(found, related);
    const answered = related !== null && holdsAnswer(found, related);
    const isKept = row.level !== "storage" || !this.readsOnly(file, call);
    const about = related === null || ofResult || asked || file.arguments(call).length === 0;
    return {
      name,
      file,
      call,
      records,
      counts:
        isKept && this.counts(row, { isMaker: related === null, about, asked, answered, records, keeps: this.keeps(file, call, related) }),
    };
  }

  private counts(row: AuditRow, { isMaker, about, asked, answered, records, keeps }: Evidence): boolean {
    switch (row.level) {
      case "record":
        return about;
      case "logger":
        return tellsWhichCall(records) || answered || (asked && records.includes("content"));
      case "storage":
        return (asked && answered) || (keeps && (asked || answered));
      case "file":
        return (asked && answered && records.some((one) => IDENTIFIES.has(one))) || (keeps && (asked || answered));
      case "memory":
        return isMaker && records.includes("actor");
      case "print":
        return false;
    }
  }

  /** A statement or a stored procedure that by its text, or its name, asks for rows or makes tables: nothing of a call stays there. */
  private readsOnly(file: LoadedFile, call: ValueId): boolean {
    const [statement] = file.arguments(call);
    const texts = statement ? constantTexts(this.pointsTo, file, statement.value) : [];
    return texts.length > 0 && texts.every((text) => READS.test(text));
  }

  /** The store, its table or the function that leads there is named after keeping records of conversations. */
  private keeps(file: LoadedFile, call: ValueId, related: Related | null): boolean {
    const { view, text } = file;
    return related?.keeps === true || keepsRecords(text.slice(view.start(call), Math.min(view.end(call), view.start(call) + 300)));
  }

  /** The record that a decorator or a wrapping call makes of a function: `@traced`, `@traced("ask")`. */
  atDecorator(file: LoadedFile, decorator: ValueId): AuditRecord | null {
    const applied = file.calls.find((call) => file.view.a(call) === decorator && file.view.c(call) & CallFlag.Decorator);
    return (
      (file.view.op(decorator) === Op.Call ? this.at(file, decorator) : null) ?? (applied === undefined ? null : this.at(file, applied))
    );
  }

  rowAt(file: LoadedFile, call: ValueId): AuditRow | null {
    const automaton = this.knowledge.automaton(file.language);
    for (const state of this.pointsTo.of(file, file.view.a(call)).states) {
      const accepted = automaton.accepted(state);
      const row = accepted.audit.find((one) => this.holds(file, call, one.when ?? []));
      if (row) return row;
      if (accepted.outputs.some((one) => one.kind === "database" || one.kind === "sql")) return STORAGE[file.language];
    }
    return null;
  }

  /** Rows of which an object in a container is enough. */
  injectedRows(language: KnowledgeLanguage): readonly AuditRow[] {
    let rows = this.injected.get(language);
    if (!rows) {
      rows = this.rows(language).filter((row) => row.injected);
      this.injected.set(language, rows);
    }
    return rows;
  }

  /** False when the file writes no name of what sets up instrumentation that records by itself. */
  mayInstrument(file: LoadedFile): boolean {
    return this.writesOneOf(file, this.instrumenting, (row) => row.automatic !== undefined && !row.injected);
  }

  /** True when the file calls what keeps a record whatever it is given. */
  holdsRecord(file: LoadedFile): boolean {
    return (
      this.writesOneOf(file, this.recording, (row) => row.level === "record") &&
      file.calls.some((call) => this.rowAt(file, call)?.level === "record")
    );
  }

  /** False when the file writes none of the names that callees of some rows end in. */
  private writesOneOf(
    file: LoadedFile,
    known: Map<KnowledgeLanguage, ReadonlySet<string> | null>,
    isMeant: (row: AuditRow) => boolean,
  ): boolean {
    let names = known.get(file.language);
    if (names === undefined) {
      names = endNames(this.rows(file.language).flatMap((row) => (isMeant(row) ? row.callee : [])));
      known.set(file.language, names);
    }
    const some = names;
    return some === null || file.facts.strings.some((text) => some.has(text));
  }

  private rows(language: KnowledgeLanguage): readonly AuditRow[] {
    return this.knowledge.files.flatMap((file) => (file.audit ?? []).filter((row) => row.language === language));
  }

  private isOwn(file: LoadedFile, call: ValueId): boolean {
    const callee = this.pointsTo.of(file, file.view.a(call));
    if (this.policies.of(file.source).auditFunctions.some((one) => isOwn(file, call, callee, one, this.pointsTo))) return true;
    return [...callee.functions].some((ref) => this.declared().audit.has(ref));
  }
}

/** The names that callees end in, as every file writes them that calls one; null when one of them has no name. */
function endNames(callees: readonly string[]): ReadonlySet<string> | null {
  const names = new Set<string>();
  for (const callee of callees) {
    const members = parseValuePath(callee).steps.flatMap((step) => (step.kind === "member" ? [step.names] : []));
    const last = members[members.length - 1] ?? "any";
    if (last === "any") return null;
    for (const name of last) names.add(name);
  }
  return names;
}

function held(file: LoadedFile, call: ValueId, ofResult: boolean): readonly string[] {
  const { view } = file;
  let code = withoutTexts(file.text.slice(view.end(view.a(call)), Math.min(view.end(call), view.end(view.a(call)) + 2000)));
  // `const entry = { user, model }; logger.info(entry)`: what an object made before holds counts, too.
  for (const value of argumentValues(file, call)) {
    for (const one of file.copies(value)) {
      if (view.op(one) === Op.Object)
        code += ` ${withoutTexts(file.text.slice(view.start(one), Math.min(view.end(one), view.start(one) + 2000)))}`;
    }
  }
  const names = new Set(HOLDS.filter(([, pattern]) => pattern.test(code)).map(([name]) => name));
  if (ofResult) names.add("outcome");
  if (ofResult && ANSWER_ID.test(code)) names.add("request-id");
  return [...names].sort();
}

/** The code without its texts; keys of records and what is interpolated stay. */
function withoutTexts(code: string): string {
  return code.replace(TEXTS, (_all, prefix: string, text: string, colon: string | undefined) => {
    if (text.startsWith("`")) return ` ${[...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner).join(" ")} `;
    if (/f/i.test(prefix)) return ` ${[...text.matchAll(/\{([^{}]*)\}/g)].map(([, inner]) => inner).join(" ")} `;
    return colon === undefined ? " " : ` ${text.slice(1, -1)}: `;
  });
}

/** Somebody, or an id, and what became of it or which model. */
function tellsWhichCall(records: readonly string[]): boolean {
  return (records.includes("actor") || records.includes("request-id")) && (records.includes("model") || records.includes("outcome"));
}
