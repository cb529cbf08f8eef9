/**
 * What a query answers: by the SQL that it is given, or by the table, model or class that it is made on, as object mappers
 * and builders write it (`prisma.claim.findMany`, `supabase.from("claims").select("dx")`, `session.query(Claim)`, `Claim.objects`).
 */
import { LiteralKind, Op, type ValueId } from "../facts/fileFacts.js";
import { constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { Entities, Entity } from "./entities.js";
import { type Evidence, stricter } from "./evidence.js";
import { combine } from "./levels.js";
import type { NameClassifier } from "./nameClassifier.js";
import { normaliseName, PERSON_OWNER, singular } from "./names.js";
import { isQuery, selectedBy, type Selected, type SelectedColumn, type SourceColumn } from "./sql/selected.js";

/** Calls of one chain that are looked at. */
const MAXIMUM_CALLS = 24;
/** Calls that are given the name of a table or model as text. */
const NAMES_TABLE =
  /^(?:from|table|into|collection|model|entity|join|Table|Collection|getRepository|get_?[mM]odel|getModel|db_?collection)$/;
/** Names of calls that answer what is stored. */
const ASKS =
  /^_?(?:a|async_?)?(?:get|find|fetch|query|select|all|first|last|one|single|load|list|search|execute|exec|run|where|filter|lookup|read|retrieve|scan|rows?|values?|scalars?|each|to_?list|to_?array|collect|take|limit|order|include|from|table|collection|raw|sql|rpc|aggregate|by|result|stream|next|Get|Find|Fetch|Query|Select|All|First|Last|One|Single|Load|List|Search|Execute|Exec|Where|Filter|Lookup|Read|Retrieve|Scan|Row|To|Take|Include|From|Raw)/;
/** Calls that name columns. */
const NAMES_COLUMNS = /^(?:select|only|values|values_list|pluck|returning|project|columns|Select|Pluck|Omit)$/;
/** Keys under which object mappers are told which columns they answer. */
const COLUMN_KEYS = /^(?:select|attributes|projection|fields|columns)$/;
/** Parts of an answer that stand around its rows. */
const AROUND_ROWS =
  /^(?:data|rows|row|results?|items?|Items?|records?|recordset|recordsets|value|values|documents?|docs|_source|hits|dataValues|body|first|one|all)$/;
/** What a name says besides the model: `claimRepository`, `ClaimDao`. */
const STORE_SUFFIX = /_(?:repository|repo|dao|store|table|model|collection|service|queries|manager|objects|dbset|entity|mapper)$/;

interface Mentions {
  readonly texts: string[];
  readonly entities: Entity[];
  /** Columns by name; null: none are named, so all are answered. */
  columns: string[] | null;
  /** Tables by name that nothing describes. */
  readonly tables: string[];
}

export class Queries {
  constructor(
    private readonly pointsTo: PointsTo,
    private readonly entities: Entities,
    private readonly names: NameClassifier,
  ) {}

  /**
   * Why the part `path` of what the call answers has a class.
   * @param positions positions among the columns of a row, where the code names none
   */
  part(file: LoadedFile, call: ValueId, path: readonly string[], position: number | null): Evidence | null {
    if (!ASKS.test(file.calleeName(call))) return null;
    const mentions = this.mentionsOf(file, call);
    let best: Evidence | null = null;
    const add = (one: Evidence | null): void => {
      if (one) best = best ? stricter(best, one) : one;
    };
    for (const text of mentions.texts) {
      const selected = selectedBy(text);
      if (selected) add(this.bySql(selected, path, position));
    }
    if (mentions.texts.length > 0) return best;
    for (const entity of mentions.entities) add(this.byEntity(entity, path, mentions.columns));
    if (mentions.entities.length === 0) for (const table of mentions.tables) add(this.byTable(table, path, mentions.columns));
    return best;
  }

  // ---- SQL --------------------------------------------------------------------------------------------------------------------

  private bySql({ columns }: Selected, path: readonly string[], position: number | null): Evidence | null {
    const names = columns.flatMap((one) => (one.name === "" ? [] : [one.name]));
    const asked = this.askedOf(columns, path, position);
    const found = asked.flatMap(({ name, sources }) => sources.flatMap((source) => this.ofColumn(source, name, names, path) ?? []));
    let best: Evidence | null = null;
    for (const one of found) best = best ? stricter(best, one) : one;
    if (!best) return null;
    const inferred = found
      .filter((one) => one.basis === "inferred")
      .flatMap(({ types, level }) => types.map((id) => ({ id, classification: level })));
    const together = best.basis === "inferred" ? combine(inferred) : null;
    return { ...best, level: together ?? best.level, types: [...new Set(found.flatMap((one) => one.types))].sort() };
  }

  private askedOf(columns: readonly SelectedColumn[], path: readonly string[], position: number | null): readonly SelectedColumn[] {
    const field = path.find((one) => columns.some(({ name }) => sameName(name, one)));
    if (field !== undefined) return columns.filter(({ name }) => sameName(name, field));
    const isStar = columns.some(({ sources }) => sources.some(({ column }) => column === "*"));
    if (position !== null && !isStar && columns[position]) return [columns[position]];
    return columns;
  }

  private ofColumn(
    { table, column }: SourceColumn,
    answered: string,
    siblings: readonly string[],
    path: readonly string[],
  ): Evidence | null {
    const described = table === null ? [] : this.entities.named(table);
    const rest = path.filter((one) => !AROUND_ROWS.test(one) || described.some((entity) => entity.has(one)));
    for (const entity of described) {
      const found = entity.part(column === "*" ? rest.slice(0, 1) : [column]);
      if (found) return found;
    }
    const of = table === null ? "" : ` of ${table}`;
    if (column === "*") return described.length > 0 || table === null ? null : this.byTable(table, rest, null);
    const owners = table === null ? [] : [singular(normaliseName(table))];
    for (const name of new Set([column, answered])) {
      const types =
        name === ""
          ? []
          : this.names.classify(
              name,
              owners,
              undefined,
              siblings.filter((one) => one !== name),
            );
      const level = combine(types);
      if (level)
        return {
          basis: "inferred",
          level,
          types: types.map(({ id }) => id),
          label: `column ${column}${of} is ${types.map(({ id }) => id).join(", ")}`,
        };
    }
    return null;
  }

  // ---- tables and models --------------------------------------------------------------------------------------------------

  private byEntity(entity: Entity, path: readonly string[], columns: readonly string[] | null): Evidence | null {
    const rest = path.filter((one) => !AROUND_ROWS.test(one) || entity.has(one));
    if (rest.length > 0) return entity.part(rest);
    if (columns === null) return entity.part([]);
    let best: Evidence | null = null;
    for (const column of columns) {
      const found = entity.part([column]);
      if (found) best = best ? stricter(best, found) : found;
    }
    return best;
  }

  /** A table that nothing describes: its name, and the names of its columns. */
  private byTable(table: string, path: readonly string[], columns: readonly string[] | null): Evidence | null {
    const owner = singular(normaliseName(table));
    const rest = path.filter((one) => !AROUND_ROWS.test(one));
    const asked = rest.length > 0 ? rest.slice(0, 1) : columns;
    if (asked === null) {
      const type = PERSON_OWNER.test(owner) ? this.names.type("person-record") : null;
      return type && { basis: "inferred", level: type.classification, types: [type.id], label: `table ${table} is ${type.id}` };
    }
    const found = asked.flatMap((name) =>
      this.names.classify(
        name,
        [owner],
        undefined,
        asked.filter((one) => one !== name),
      ),
    );
    const level = combine(found);
    const types = [...new Set(found.map(({ id }) => id))].sort();
    return level && { basis: "inferred", level, types, label: `column ${asked.join(", ")} of ${table} is ${types.join(", ")}` };
  }

  // ---- what a chain of calls says ---------------------------------------------------------------------------------------

  private mentionsOf(file: LoadedFile, call: ValueId): Mentions {
    const mentions: Mentions = { texts: [], entities: [], columns: null, tables: [] };
    const seen = new Set<ValueId>();
    const work: ValueId[] = [call];
    for (let value = work.pop(); value !== undefined && seen.size < MAXIMUM_CALLS; value = work.pop()) {
      if (seen.has(value)) continue;
      seen.add(value);
      const { view } = file;
      switch (view.op(value)) {
        case Op.Call:
          this.readCall(file, value, mentions, work);
          work.push(view.a(value));
          break;
        case Op.Field:
          this.nameEntity(file, view.string(view.b(value)), mentions);
          work.push(view.a(value));
          break;
        case Op.AfterCall:
          // `cursor.execute(sql)` before `cursor.fetchall()`: the last query is the one that is answered.
          if (mentions.texts.length === 0) work.push(view.a(value), view.b(value));
          break;
        case Op.Await:
        case Op.Cast:
        case Op.Element:
        case Op.Store:
        case Op.StoreElement:
          work.push(view.a(value));
          break;
        case Op.Class:
        case Op.Import:
        case Op.Capture:
        case Op.Global:
        case Op.Parameter:
          this.nameValue(file, value, mentions);
          break;
        default:
      }
    }
    return mentions;
  }

  private readCall(file: LoadedFile, call: ValueId, mentions: Mentions, work: ValueId[]): void {
    const { view } = file;
    const name = file.calleeName(call);
    for (const { name: keyword, value } of file.arguments(call)) {
      const queries = constantTexts(this.pointsTo, file, value).filter(isQuery);
      if (queries.length > 0) {
        if (mentions.texts.length === 0) mentions.texts.push(...queries);
        continue;
      }
      const op = view.op(value);
      const isText = op === Op.Literal && view.b(value) === LiteralKind.String;
      if (isText && NAMES_TABLE.test(name)) this.nameTable(view.string(view.a(value)), mentions);
      else if (NAMES_COLUMNS.test(name) || (keyword !== null && COLUMN_KEYS.test(keyword))) this.readColumns(file, value, mentions);
      else if (op === Op.Object) this.readOptions(file, value, mentions);
      else if (op === Op.Call && file.calleeName(value) === "select") work.push(value);
      else if (/^\p{Lu}/u.test(file.nameOf(value)) && !isText) this.nameValue(file, value, mentions);
    }
  }

  /** `select: { diagnosis: true }`, `attributes: ["diagnosis"]`. */
  private readOptions(file: LoadedFile, object: ValueId, mentions: Mentions): void {
    const { view } = file;
    const entries = view.list(view.a(object));
    for (let at = 0; at < entries.length; at += 2) {
      const key = entries[at] as number;
      if (key >= 0 && COLUMN_KEYS.test(view.string(key))) this.readColumns(file, entries[at + 1] as ValueId, mentions);
    }
  }

  private readColumns(file: LoadedFile, value: ValueId, mentions: Mentions): void {
    const { view } = file;
    const add = (...names: readonly string[]): void => {
      mentions.columns = [...(mentions.columns ?? []), ...names.filter((one) => one !== "" && one !== "*")];
    };
    switch (view.op(value)) {
      case Op.Literal: {
        if (view.b(value) !== LiteralKind.String) return;
        const text = view.string(view.a(value));
        // `select("name, patient:patients(ssn)")`: what is nested belongs to another table.
        if (!/(?:^|,)\s*\*/.test(text)) add(...text.replace(/\w*:?\w+\([^)]*\)/g, "").split(/[,\s]+/));
        return;
      }
      case Op.Array:
        for (const item of view.list(view.a(value))) this.readColumns(file, item, mentions);
        return;
      case Op.Object: {
        const entries = view.list(view.a(value));
        for (let at = 0; at < entries.length; at += 2) {
          const entry = entries[at + 1] as ValueId;
          const isOff = view.op(entry) === Op.Literal && /^(?:false|0)$/i.test(view.string(view.a(entry)));
          if ((entries[at] as number) >= 0 && !isOff) add(view.string(entries[at] as number));
        }
        return;
      }
      case Op.Field: {
        // `select(User.email)`: the column of a class.
        const owner = this.pointsTo.of(file, view.a(value)).classes;
        if (owner.size > 0) {
          add(view.string(view.b(value)));
          for (const ref of owner) mentions.entities.push(this.entities.ofClass(ref));
        }
        return;
      }
      default:
        this.nameValue(file, value, mentions);
    }
  }

  /** A class, or something that is named after a model. */
  private nameValue(file: LoadedFile, value: ValueId, mentions: Mentions): void {
    const { classes } = this.pointsTo.of(file, value);
    for (const ref of classes) mentions.entities.push(this.entities.ofClass(ref));
    if (classes.size === 0) this.nameEntity(file, file.nameOf(value), mentions);
  }

  private nameEntity(_file: LoadedFile, name: string, mentions: Mentions): void {
    if (mentions.entities.length > 0 || name.length < 3) return;
    const model = normaliseName(name).replace(STORE_SUFFIX, "");
    if (!NO_MODEL.test(model)) mentions.entities.push(...this.entities.named(model));
  }

  private nameTable(name: string, mentions: Mentions): void {
    const found = this.entities.named(name);
    mentions.entities.push(...found);
    if (found.length === 0) mentions.tables.push(name);
  }
}

/** Members of clients and builders that name no model. */
const NO_MODEL =
  /^(?:db|database|client|conn|connection|cursor|session|query|prisma|supabase|pool|execute|exec|fetch\w*|find\w*|get\w*|all|first|one|where|filter|select|order\w*|limit|data|error|objects|manager|entity|model|table|self|this|ctx|context|app|await|then|raw|sql|text|row|rows|result|results|key|value|name|type|id|engine|bind|begin|commit|create\w*|insert\w*|update\w*|delete\w*|use\w*|req|request|res|response|body|json|string|number|object|list|map|set|path|file|url|message|messages|content|user_message|prompt)$/;

function sameName(one: string, other: string): boolean {
  return one !== "" && normaliseName(one) === normaliseName(other);
}
