/**
 * Tables, models and types by name, from files of schemas and from code: what a query or a type of another tool's making is
 * about, though no class of the workspace stands at it.
 */
import { LiteralKind, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { ConfigurationFile } from "../host.js";
import type { LoadedFile, Program } from "../link/program.js";
import { nodeOf } from "../link/program.js";
import type { ClassRef } from "../link/valueSet.js";
import type { Annotations } from "./annotations.js";
import { declarationIn } from "./comments.js";
import { type Evidence, declaredEvidence, stricter } from "./evidence.js";
import { combine } from "./levels.js";
import type { NameClassifier } from "./nameClassifier.js";
import { normaliseName, singular } from "./names.js";
import type { Records } from "./records.js";
import { readSchema } from "./schemas/schemaFiles.js";
import type { SchemaEntity, SchemaField } from "./schemas/schemaEntity.js";
import { tablesOf } from "./sql/tables.js";

/** A table, a model or a type. */
export interface Entity {
  /** Why the part that `path` leads to has a class; all of it when the path is empty. */
  part(path: readonly string[]): Evidence | null;
  has(field: string): boolean;
}

/** Words that a file has all of, for one of these lines, when it declares a model in code. */
const MODEL_WORDS: readonly (readonly string[])[] = [
  ["CREATE", "TABLE"],
  ["create", "table"],
  ["__tablename__"],
  ["db_table"],
  ["models", "Model"],
  ["BaseModel"],
  ["mapped_column"],
  ["Column"],
  ["Entity"],
  ["DbSet"],
  ["mongoose"],
  ["pgTable"],
  ["mysqlTable"],
  ["sqliteTable"],
  ["sequelize"],
  ["Sequelize"],
  ["gorm"],
  ["TableName"],
  ["zod"],
];
/** Calls that declare a model by a name and an object of its fields: Mongoose, Drizzle, Sequelize, Knex, zod. */
const DECLARING = /^(?:model|Schema|pgTable|mysqlTable|sqliteTable|define|object|strictObject|entity)$/;

export class Entities {
  private readonly inFiles = new Map<string, Entity[]>();
  private readonly inCode = new Map<LoadedFile, ReadonlyMap<string, readonly Entity[]>>();

  constructor(
    private readonly program: Program,
    private readonly records: Records,
    private readonly names: NameClassifier,
    private readonly annotations: Annotations,
    schemas: SchemaIndex,
  ) {
    for (const [key, all] of schemas.byName) this.inFiles.set(key, [new SchemaView(all, names)]);
  }

  /** Of schema files, and of models in code that is read when it is asked for. */
  named(name: string): readonly Entity[] {
    const key = keyOf(name);
    if (key === "") return [];
    return [...(this.inFiles.get(key) ?? []), ...this.codeFiles(name).flatMap((file) => this.entitiesIn(file).get(key) ?? [])];
  }

  /** Of schema files alone: for types that a generator made of them. */
  described(name: string): readonly Entity[] {
    return this.inFiles.get(keyOf(name)) ?? [];
  }

  ofClass(ref: ClassRef): Entity {
    return {
      part: (path) => (this.records.isRecord(ref) ? this.records.part(ref, path) : null),
      has: (field) => this.records.hasField(ref, field),
    };
  }

  private codeFiles(name: string): readonly LoadedFile[] {
    const files = new Set<LoadedFile>();
    for (const written of spellings(name)) for (const file of this.program.filesWithOneOf(written, MODEL_WORDS)) files.add(file);
    return [...files];
  }

  private entitiesIn(file: LoadedFile): ReadonlyMap<string, readonly Entity[]> {
    let found = this.inCode.get(file);
    if (!found) {
      found = this.read(file);
      this.inCode.set(file, found);
    }
    return found;
  }

  private read(file: LoadedFile): ReadonlyMap<string, readonly Entity[]> {
    const found = new Map<string, Entity[]>();
    const add = (name: string, entity: Entity): void => {
      const key = keyOf(name);
      if (key !== "") found.set(key, [...(found.get(key) ?? []), entity]);
    };
    file.facts.classes.forEach((facts, id) => {
      if (facts.kind === "enum") return;
      const entity = this.ofClass(nodeOf(file.number, id));
      add(facts.name, entity);
      for (const table of tableNames(file, id)) if (keyOf(table) !== keyOf(facts.name)) add(table, entity);
    });
    for (const call of file.calls) this.readCall(file, call, add);
    for (const { text, offset } of textsWithTables(file)) {
      const line = file.facts.lineStarts.findIndex((start) => start > offset);
      for (const schema of tablesOf(text, line < 0 ? 1 : line))
        add(schema.name, new SchemaView([{ schema, file: file.source.path }], this.names));
    }
    return found;
  }

  /** `pgTable("claims", { diagnosis: text("diagnosis") })`, `const Claim = z.object({ … })`, `Table("claims", meta, Column("diagnosis"))`. */
  private readCall(file: LoadedFile, call: ValueId, add: (name: string, entity: Entity) => void): void {
    const { view } = file;
    const callee = file.calleeName(call);
    const given = file.arguments(call);
    const names = given.filter(({ value }) => isText(file, value)).map(({ value }) => view.string(view.a(value)));
    let fields: SchemaField[] = [];
    if (DECLARING.test(callee)) {
      const object = given.map(({ value }) => this.fieldsOf(file, value)).find((one) => one.length > 0);
      fields = object ?? [];
      const variable = file.variableOf.get(call);
      const held = variable === undefined ? "" : (file.facts.variables[variable]?.name ?? "");
      if (held !== "") names.push(held, held.replace(/_?(?:Schema|Model|schema|model|Table|table)$/, ""));
    } else if (callee === "Table") {
      fields = given.flatMap(({ value }) => {
        const [first] = view.op(value) === Op.Call && file.calleeName(value) === "Column" ? file.arguments(value) : [];
        return first && isText(file, first.value) ? [this.field(file, view.string(view.a(first.value)), value)] : [];
      });
    }
    const [name] = names;
    if (fields.length === 0 || name === undefined) return;
    const start = view.start(call);
    const schema: SchemaEntity = { kind: "model", name, aliases: [], line: lineAt(file, start), declared: null, fields };
    const entity = new SchemaView([{ schema, file: file.source.path }], this.names);
    for (const one of new Set(names.map(keyOf))) if (one !== "") add(one, entity);
  }

  /** Fields of an object that describes them, itself or the one that a schema was made of. */
  private fieldsOf(file: LoadedFile, value: ValueId, depth = 0): SchemaField[] {
    const { view } = file;
    if (depth > 2) return [];
    for (const origin of file.copies(value)) {
      if (view.op(origin) === Op.Call && DECLARING.test(file.calleeName(origin)))
        return file.arguments(origin).flatMap((one) => this.fieldsOf(file, one.value, depth + 1));
      if (view.op(origin) !== Op.Object) continue;
      const entries = view.list(view.a(origin));
      const fields: SchemaField[] = [];
      for (let at = 0; at < entries.length; at += 2)
        if ((entries[at] as number) >= 0) fields.push(this.field(file, view.string(entries[at] as number), entries[at + 1] as ValueId));
      return fields;
    }
    return [];
  }

  private field(file: LoadedFile, name: string, value: ValueId): SchemaField {
    const { view } = file;
    const column = view.op(value) === Op.Call ? file.arguments(value)[0] : undefined;
    const mapped = column && isText(file, column.value) ? view.string(view.a(column.value)) : name;
    const comment = declarationIn(this.commentAt(file, view.start(value)));
    return {
      name,
      aliases: mapped === name ? [] : [mapped],
      type: "",
      line: lineAt(file, view.start(value)),
      declared: this.annotations.within(file, value, 0) ?? comment,
    };
  }

  /** Text of a declaration in a comment that is about the entry at an offset. */
  private commentAt(file: LoadedFile, offset: number): string {
    const line = lineAt(file, offset);
    return file.facts.directives.find((one) => lineAt(file, one.targetStart) === line || lineAt(file, one.start) === line)?.text ?? "";
  }
}

/** What the schema files of a workspace say, by the names of tables, models and types. */
export class SchemaIndex {
  readonly byName = new Map<string, Described[]>();

  constructor(configuration: readonly ConfigurationFile[]) {
    for (const { path, text } of configuration) {
      for (const schema of readSchema(path, text)) {
        for (const key of new Set([schema.name, ...schema.aliases].map(keyOf)))
          this.byName.set(key, [...(this.byName.get(key) ?? []), { schema, file: path }]);
      }
    }
  }
}

export interface Described {
  readonly schema: SchemaEntity;
  readonly file: string;
}

/** A table as one or several places describe it: the statement that creates it, migrations, a model. */
class SchemaView implements Entity {
  constructor(
    private readonly parts: readonly Described[],
    private readonly names: NameClassifier,
  ) {}

  has(field: string): boolean {
    return this.find(field).length > 0;
  }

  part(path: readonly string[]): Evidence | null {
    const [name] = path;
    let best: Evidence | null = null;
    const add = (one: Evidence | null): void => {
      if (one) best = best ? stricter(best, one) : one;
    };
    if (name !== undefined) for (const { described, field } of this.find(name)) add(this.field(described, field));
    else for (const described of this.parts) add(this.whole(described));
    return best;
  }

  private find(name: string): { readonly described: Described; readonly field: SchemaField }[] {
    const wanted = normaliseName(name);
    return this.parts.flatMap((described) =>
      described.schema.fields
        .filter((field) => [field.name, ...field.aliases].some((one) => normaliseName(one) === wanted))
        .map((field) => ({ described, field })),
    );
  }

  private whole(described: Described): Evidence | null {
    const { schema, file } = described;
    if (schema.declared) return declaredEvidence(`${schema.kind} ${schema.name}`, { ...schema.declared, where: `${file}:${schema.line}` });
    let best: Evidence | null = null;
    const found = schema.fields.flatMap((field) => this.field(described, field) ?? []);
    for (const one of found) best = best ? stricter(best, one) : one;
    if (!best) return null;
    const inferred = found
      .filter((one) => one.basis === "inferred")
      .flatMap(({ types, level }) => types.map((id) => ({ id, classification: level })));
    const together = best.basis === "inferred" ? combine(inferred) : null;
    return { ...best, level: together ?? best.level, types: [...new Set(found.flatMap((one) => one.types))].sort() };
  }

  private field({ schema, file }: Described, field: SchemaField): Evidence | null {
    const what = `${schema.kind === "table" || schema.kind === "model" ? "column" : "field"} ${field.name} of ${schema.kind} ${schema.name}`;
    const declared = field.declared ?? schema.declared;
    if (declared) return declaredEvidence(what, { ...declared, where: `${file}:${field.declared ? field.line : schema.line}` });
    const siblings = schema.fields.filter((one) => one !== field).map((one) => one.name);
    const found = [field.name, ...field.aliases].flatMap((name) =>
      this.names.classify(name, [singular(normaliseName(schema.name))], field.type === "" ? undefined : field.type, siblings),
    );
    const level = combine(found);
    if (!level) return null;
    const types = [...new Set(found.map(({ id }) => id))].sort();
    return { basis: "inferred", level, types, label: `${what} (${file}:${field.line}) is ${types.join(", ")}` };
  }
}

/** `claims`, `Claim`, `tbl_claim` and `Claims` name one thing. */
function keyOf(name: string): string {
  return singular(normaliseName(name).replace(/^(?:tbl|t|dbo|public)_/, ""));
}

/** How the files that declare a table may write its name. */
function spellings(name: string): ReadonlySet<string> {
  const tokens = normaliseName(name).split("_").filter(Boolean);
  const one = singular(tokens.join("_")).split("_");
  const pascal = (parts: readonly string[]): string => parts.map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join("");
  return new Set([name, tokens.join("_"), one.join("_"), pascal(tokens), pascal(one)]);
}

/** Tables that a class is mapped to by what it says itself. */
function tableNames(file: LoadedFile, id: number): string[] {
  const { view, facts } = file;
  const owner = facts.classes[id];
  if (!owner) return [];
  const names: string[] = [];
  for (const member of owner.members) {
    if (/^(?:__tablename__|db_table|tableName)$/.test(member.name) && isText(file, member.value))
      names.push(view.string(view.a(member.value)));
    // Django's inner class Meta, Go's `func (Claim) TableName() string`.
    if (member.name === "Meta" && member.value !== NONE && view.op(member.value) === Op.Class)
      names.push(...tableNames(file, view.a(member.value)));
    if (/^(?:TableName|tableName|getTableName)$/.test(member.name) && member.function !== NONE)
      for (const value of facts.functions[member.function]?.returns ?? []) if (isText(file, value)) names.push(view.string(view.a(value)));
  }
  for (const decorator of owner.decorators) {
    if (view.op(decorator) !== Op.Call || !/^(?:Table|Entity|Document|Collection)(?:Attribute)?$/.test(file.calleeName(decorator)))
      continue;
    for (const { name, value } of file.arguments(decorator)) {
      if (isText(file, value) && (name === null || /^(?:name|value|collection)$/.test(name))) names.push(view.string(view.a(value)));
    }
  }
  return names;
}

function textsWithTables(file: LoadedFile): { readonly text: string; readonly offset: number }[] {
  if (!/\bcreate\s+(?:\w+\s+)*table\b/i.test(file.text)) return [];
  const { view } = file;
  const found: { text: string; offset: number }[] = [];
  for (let value = 0; value < view.valueCount; value++) {
    if (isText(file, value) && /\bcreate\s+(?:\w+\s+)*table\b/i.test(view.string(view.a(value))))
      found.push({ text: view.string(view.a(value)), offset: view.start(value) });
  }
  return found;
}

function isText(file: LoadedFile, value: ValueId): boolean {
  return value !== NONE && file.view.op(value) === Op.Literal && file.view.b(value) === LiteralKind.String;
}

function lineAt(file: LoadedFile, offset: number): number {
  let line = 0;
  for (const start of file.facts.lineStarts) {
    if (start > offset) break;
    line++;
  }
  return line;
}
