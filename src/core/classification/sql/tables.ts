/** Tables that SQL declares: `CREATE TABLE`, `ALTER TABLE … ADD`, `COMMENT ON COLUMN`, in scripts, migrations and strings of code. */
import { declarationIn, type WrittenClass } from "../comments.js";
import type { SchemaEntity, SchemaField } from "../schemas/schemaEntity.js";
import { isKeyword, isSymbol, qualifiedName, type SqlToken, sqlTokens } from "./tokens.js";

const NO_COLUMN = [
  "PRIMARY",
  "FOREIGN",
  "UNIQUE",
  "CONSTRAINT",
  "CHECK",
  "KEY",
  "INDEX",
  "EXCLUDE",
  "LIKE",
  "PERIOD",
  "FULLTEXT",
  "SPATIAL",
];

interface Table {
  readonly name: string;
  readonly line: number;
  declared: WrittenClass | null;
  readonly fields: Map<string, { -readonly [Key in keyof SchemaField]: SchemaField[Key] }>;
}

/** @param firstLine line of the text's first line in its file */
export function tablesOf(text: string, firstLine = 1): readonly SchemaEntity[] {
  if (!/\b(?:create|alter)\b[\s\S]*?\btable\b|\bcomment\s+on\b/i.test(text)) return [];
  return new TableReader(sqlTokens(text), firstLine).read();
}

class TableReader {
  private readonly tables = new Map<string, Table>();

  constructor(
    private readonly tokens: readonly SqlToken[],
    private readonly firstLine: number,
  ) {}

  read(): SchemaEntity[] {
    const { tokens } = this;
    for (let at = 0; at < tokens.length; at++) {
      if (isKeyword(tokens[at], "CREATE")) this.create(at + 1);
      else if (isKeyword(tokens[at], "ALTER") && isKeyword(tokens[at + 1], "TABLE")) this.alter(at + 2);
      else if (isKeyword(tokens[at], "COMMENT") && isKeyword(tokens[at + 1], "ON")) this.comment(at + 2);
    }
    return [...this.tables.values()].map(({ name, line, declared, fields }) => ({
      kind: "table",
      name,
      aliases: [],
      line,
      declared,
      fields: [...fields.values()],
    }));
  }

  private table(name: string, line: number): Table {
    const key = name.toLowerCase();
    let table = this.tables.get(key);
    if (!table) {
      table = { name, line: line + this.firstLine - 1, declared: null, fields: new Map() };
      this.tables.set(key, table);
    }
    return table;
  }

  private create(from: number): void {
    const { tokens } = this;
    let at = from;
    while (isKeyword(tokens[at], "OR", "REPLACE", "GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "EXTERNAL", "FOREIGN")) at++;
    if (!isKeyword(tokens[at], "TABLE")) return;
    at++;
    while (isKeyword(tokens[at], "IF", "NOT", "EXISTS")) at++;
    const named = qualifiedName(tokens, at);
    if (!named || !isSymbol(tokens[named.end], "(")) return;
    const table = this.table(named.name, (tokens[at] as SqlToken).line);
    const before = tokens[from - 2];
    if (before?.kind === "comment") table.declared ??= declarationIn(before.text);
    this.columns(table, named.end + 1);
  }

  /** The items between the brackets of a table. */
  private columns(table: Table, from: number): void {
    const { tokens } = this;
    let depth = 1;
    let isStart = true;
    let comment = "";
    let last: { declared: WrittenClass | null } | null = null;
    let line = 0;
    for (let at = from; at < tokens.length && depth > 0; at++) {
      const token = tokens[at] as SqlToken;
      if (token.kind === "comment") {
        // Behind a column it is about that column, on a line of its own about the next one.
        if (last && token.line === line) last.declared ??= declarationIn(token.text);
        else comment = token.text;
        continue;
      }
      line = token.line;
      if (isSymbol(token, "(")) depth++;
      else if (isSymbol(token, ")")) depth--;
      else if (isSymbol(token, ",") && depth === 1) isStart = true;
      else if (isStart && token.kind === "word") {
        isStart = false;
        last = isKeyword(token, ...NO_COLUMN) ? null : this.column(table, at);
        if (last) last.declared ??= declarationIn(comment);
        comment = "";
      } else if (isKeyword(token, "COMMENT") && tokens[at + 1]?.kind === "string" && last)
        last.declared ??= declarationIn((tokens[at + 1] as SqlToken).text);
    }
  }

  private column(table: Table, at: number) {
    const token = this.tokens[at] as SqlToken;
    const type = this.tokens[at + 1];
    const key = token.text.toLowerCase();
    let field = table.fields.get(key);
    if (!field) {
      field = {
        name: token.text,
        aliases: [],
        type: type?.kind === "word" ? type.text : "",
        line: token.line + this.firstLine - 1,
        declared: null,
      };
      table.fields.set(key, field);
    }
    return field;
  }

  private alter(from: number): void {
    const { tokens } = this;
    let at = from;
    while (isKeyword(tokens[at], "IF", "EXISTS", "ONLY")) at++;
    const named = qualifiedName(tokens, at);
    if (!named) return;
    let comment = "";
    let last: { declared: WrittenClass | null } | null = null;
    for (at = named.end; at < tokens.length && !isSymbol(tokens[at], ";"); at++) {
      const token = tokens[at] as SqlToken;
      if (token.kind === "comment") comment = token.text;
      if (token.kind === "comment" && last) last.declared ??= declarationIn(token.text);
      if (!isKeyword(token, "ADD")) continue;
      let next = at + 1;
      while (isKeyword(tokens[next], "COLUMN", "IF", "NOT", "EXISTS")) next++;
      if (tokens[next]?.kind !== "word" || isKeyword(tokens[next], ...NO_COLUMN)) continue;
      last = this.column(this.table(named.name, (tokens[from] as SqlToken).line), next);
      last.declared ??= declarationIn(comment);
      comment = "";
    }
    const behind = tokens[at + 1];
    if (last && behind?.kind === "comment" && behind.line === tokens[at]?.line) last.declared ??= declarationIn(behind.text);
  }

  /** `COMMENT ON COLUMN claims.diagnosis IS '@classification restricted'`. */
  private comment(from: number): void {
    const { tokens } = this;
    const named = qualifiedName(tokens, from + 1);
    if (!named || !isKeyword(tokens[named.end], "IS") || tokens[named.end + 1]?.kind !== "string") return;
    const declared = declarationIn((tokens[named.end + 1] as SqlToken).text);
    if (!declared) return;
    if (isKeyword(tokens[from], "TABLE")) this.table(named.name, (tokens[from] as SqlToken).line).declared = declared;
    else if (isKeyword(tokens[from], "COLUMN") && named.owner !== "")
      this.column(this.table(named.owner, (tokens[from] as SqlToken).line), named.end - 1).declared = declared;
  }
}
