/** What a query answers: its columns in order, each with where it comes from. */
import { isKeyword, isSymbol, qualifiedName, type SqlToken, sqlTokens } from "./tokens.js";

export interface SourceColumn {
  /** null: of any table that the query reads. */
  readonly table: string | null;
  /** `*`: all of them. */
  readonly column: string;
}

export interface SelectedColumn {
  /** Name under which it is answered; "" when it has none. */
  readonly name: string;
  readonly sources: readonly SourceColumn[];
}

export interface Selected {
  readonly columns: readonly SelectedColumn[];
  readonly tables: readonly string[];
}

/** These answer numbers about rows. */
const AGGREGATES = ["COUNT", "SUM", "AVG", "STDDEV", "VARIANCE", "ROW_NUMBER", "RANK", "DENSE_RANK", "EXISTS", "LENGTH", "CHAR_LENGTH"];
const NO_NAME =
  /^(?:AS|DISTINCT|ALL|TOP|CASE|WHEN|THEN|ELSE|END|AND|OR|NOT|NULL|TRUE|FALSE|IS|IN|LIKE|ILIKE|BETWEEN|OVER|PARTITION|BY|ORDER|ASC|DESC|FROM|CAST|INTERVAL|CURRENT_DATE|CURRENT_TIMESTAMP|SELECT|FILTER|WITHIN|GROUP|SEPARATOR|FOR|ON|USING)$/i;
const AFTER_TABLES = [
  "WHERE",
  "GROUP",
  "ORDER",
  "HAVING",
  "LIMIT",
  "OFFSET",
  "FETCH",
  "UNION",
  "EXCEPT",
  "INTERSECT",
  "FOR",
  "WINDOW",
  "RETURNING",
  "SET",
  "VALUES",
];
const JOINING = ["JOIN", "INNER", "LEFT", "RIGHT", "FULL", "OUTER", "CROSS", "NATURAL", "LATERAL", "STRAIGHT_JOIN"];

/** null: the text is no query that answers rows. */
export function selectedBy(text: string): Selected | null {
  if (!/\b(?:select|returning)\b/i.test(text)) return null;
  return new QueryReader(withoutCasts(sqlTokens(text).filter((token) => token.kind !== "comment"))).read();
}

/** Text that asks for rows, as it begins. */
export function isQuery(text: string): boolean {
  return /^\s*(?:--[^\n]*\n\s*)*(?:\(\s*)?(?:select|with|insert|update|delete|merge)\b/i.test(text);
}

/** `ssn::varchar(11)` is `ssn`. */
function withoutCasts(tokens: readonly SqlToken[]): SqlToken[] {
  const kept: SqlToken[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (isSymbol(tokens[at], ":") && isSymbol(tokens[at + 1], ":") && tokens[at + 2]?.kind === "word") {
      at += 2;
      if (isSymbol(tokens[at + 1], "(")) while (at + 1 < tokens.length && !isSymbol(tokens[++at], ")"));
    } else kept.push(tokens[at] as SqlToken);
  }
  return kept;
}

class QueryReader {
  /** Sub-queries by the name they are given: `WITH recent AS (…)`, `FROM (…) x`. */
  private readonly named = new Map<string, Selected>();

  constructor(private readonly tokens: readonly SqlToken[]) {}

  read(): Selected | null {
    let at = 0;
    if (isKeyword(this.tokens[0], "WITH")) at = this.readWith();
    while (isSymbol(this.tokens[at], "(")) at++;
    if (isKeyword(this.tokens[at], "SELECT")) return this.select(at + 1).selected;
    return this.returning(at);
  }

  private readWith(): number {
    const { tokens } = this;
    let at = 1;
    if (isKeyword(tokens[at], "RECURSIVE")) at++;
    while (tokens[at]?.kind === "word") {
      const name = (tokens[at] as SqlToken).text.toLowerCase();
      at++;
      if (isSymbol(tokens[at], "(")) at = this.closing(at) + 1;
      while (isKeyword(tokens[at], "AS", "NOT", "MATERIALIZED")) at++;
      if (!isSymbol(tokens[at], "(")) return at;
      const end = this.closing(at);
      if (isKeyword(tokens[at + 1], "SELECT")) this.named.set(name, this.select(at + 2).selected);
      at = end + 1;
      if (!isSymbol(tokens[at], ",")) return at;
      at++;
    }
    return at;
  }

  /** Columns and tables of one SELECT, from behind the word to the end of its brackets. */
  private select(from: number): { readonly selected: Selected; readonly end: number } {
    const { tokens } = this;
    const items: { from: number; to: number }[] = [];
    let at = from;
    let start = from;
    for (
      ;
      at < tokens.length && !isKeyword(tokens[at], "FROM", ...AFTER_TABLES) && !isSymbol(tokens[at], ")") && !isSymbol(tokens[at], ";");
      at++
    ) {
      if (isSymbol(tokens[at], "(")) at = this.closing(at);
      else if (isSymbol(tokens[at], ",")) {
        items.push({ from: start, to: at });
        start = at + 1;
      }
    }
    items.push({ from: start, to: at });
    const tables = new Map<string, string>();
    const end = isKeyword(tokens[at], "FROM") ? this.tables(at + 1, tables) : at;
    const columns = items.flatMap((item) => this.column(item.from, item.to, tables));
    return { selected: { columns, tables: [...new Set(tables.values())] }, end };
  }

  /** Tables by the name under which the query speaks of them. */
  private tables(from: number, tables: Map<string, string>): number {
    const { tokens } = this;
    let at = from;
    let expects = true;
    for (
      ;
      at < tokens.length && !isKeyword(tokens[at], ...AFTER_TABLES) && !isSymbol(tokens[at], ")") && !isSymbol(tokens[at], ";");
      at++
    ) {
      if (isSymbol(tokens[at], ",") || isKeyword(tokens[at], ...JOINING)) {
        expects = true;
        continue;
      }
      if (isSymbol(tokens[at], "(")) {
        const end = this.closing(at);
        if (expects && isKeyword(tokens[at + 1], "SELECT")) {
          const inner = this.select(at + 2).selected;
          const alias = isKeyword(tokens[end + 1], "AS") ? tokens[end + 2] : tokens[end + 1];
          const name = alias?.kind === "word" && !isKeyword(alias, "ON", ...JOINING, ...AFTER_TABLES) ? alias.text : `(${at})`;
          this.named.set(name.toLowerCase(), inner);
          tables.set(name.toLowerCase(), name);
        }
        expects = false;
        at = end;
        continue;
      }
      if (!expects) continue;
      const named = qualifiedName(tokens, at);
      if (!named || isKeyword(tokens[at], "ONLY", "LATERAL")) continue;
      const alias = isKeyword(tokens[named.end], "AS") ? tokens[named.end + 1] : tokens[named.end];
      const isAlias = alias?.kind === "word" && !isKeyword(alias, "ON", "USING", "TABLESAMPLE", ...JOINING, ...AFTER_TABLES);
      tables.set((isAlias ? alias.text : named.name).toLowerCase(), named.name);
      at = named.end - 1;
      expects = false;
    }
    return at;
  }

  private column(from: number, to: number, tables: ReadonlyMap<string, string>): readonly SelectedColumn[] {
    const { tokens } = this;
    let start = from;
    while (isKeyword(tokens[start], "DISTINCT", "ALL")) start++;
    if (isKeyword(tokens[start], "TOP")) start += isSymbol(tokens[start + 1], "(") ? 4 : 2;
    let end = to;
    let name = "";
    const last = tokens[end - 1];
    if (
      end - start >= 2 &&
      last?.kind === "word" &&
      !/^\d/.test(last.text) &&
      !isSymbol(tokens[end - 2], ".") &&
      !isKeyword(last, "END", "NULL")
    ) {
      name = last.text;
      end -= isKeyword(tokens[end - 2], "AS") ? 2 : 1;
    }
    const single = qualifiedName(tokens, start);
    if (name === "" && single?.end === end && !/^\d/.test(single.name)) name = single.name;
    const sources: SourceColumn[] = [];
    for (let at = start; at < end; at++) {
      const token = tokens[at] as SqlToken;
      if (isSymbol(token, "*") && (at === start || (isSymbol(tokens[at - 1], ".") && tokens[at - 2]?.kind === "word"))) {
        const owner = at === start ? null : (tokens[at - 2] as SqlToken).text;
        sources.push(...this.source(owner, "*", tables));
        continue;
      }
      if (isKeyword(token, ...AGGREGATES) && isSymbol(tokens[at + 1], "(")) {
        at = this.closing(at + 1);
        continue;
      }
      if (isSymbol(token, "(") && isKeyword(tokens[at + 1], "SELECT")) {
        sources.push(...this.select(at + 2).selected.columns.flatMap((one) => one.sources));
        at = this.closing(at);
        continue;
      }
      if (token.kind !== "word" || (!token.quoted && NO_NAME.test(token.text)) || /^\d/.test(token.text)) continue;
      const path = qualifiedName(tokens, at);
      if (!path || isSymbol(tokens[path.end], "(") || (isSymbol(tokens[path.end], ".") && isSymbol(tokens[path.end + 1], "*"))) continue;
      // `CAST(x AS text)` names a type.
      if (!isKeyword(tokens[at - 1], "AS")) sources.push(...this.source(path.owner === "" ? null : path.owner, path.name, tables));
      at = path.end - 1;
    }
    return [{ name, sources }];
  }

  /** A column by the table that it is of; through sub-queries to the tables behind them. */
  private source(owner: string | null, column: string, tables: ReadonlyMap<string, string>): readonly SourceColumn[] {
    const found: SourceColumn[] = [];
    // `row_to_json(c)`: a name that is a table's stands for all of its columns.
    const isTable = owner === null && column !== "*" && tables.has(column.toLowerCase());
    const aliases = isTable ? [column.toLowerCase()] : owner === null ? [...tables.keys()] : [owner.toLowerCase()];
    for (const alias of aliases) {
      const table = tables.get(alias) ?? owner;
      if (table === null) continue;
      const inner = this.named.get(table.toLowerCase());
      const wanted = isTable ? "*" : column;
      if (!inner) found.push({ table, column: wanted });
      else
        for (const one of inner.columns)
          if (wanted === "*" || one.name.toLowerCase() === wanted.toLowerCase() || one.name === "") found.push(...one.sources);
    }
    return tables.size === 0 && found.length === 0 ? [{ table: null, column }] : found;
  }

  /** `INSERT … RETURNING id, email`. */
  private returning(from: number): Selected | null {
    const { tokens } = this;
    const tables = new Map<string, string>();
    for (let at = from; at < tokens.length; at++) {
      if (isKeyword(tokens[at], "INTO", "UPDATE", "FROM") && tables.size === 0) {
        const named = qualifiedName(tokens, at + 1);
        if (named) tables.set(named.name.toLowerCase(), named.name);
      }
      if (!isKeyword(tokens[at], "RETURNING")) continue;
      const { selected } = this.select(at + 1);
      return { columns: this.resolved(selected, tables), tables: [...tables.values()] };
    }
    return null;
  }

  private resolved({ columns }: Selected, tables: ReadonlyMap<string, string>): SelectedColumn[] {
    const [table = null] = tables.values();
    return columns.map((one) => ({ ...one, sources: one.sources.map(({ column }) => ({ table, column })) }));
  }

  private closing(open: number): number {
    let depth = 0;
    for (let at = open; at < this.tokens.length; at++) {
      if (isSymbol(this.tokens[at], "(")) depth++;
      else if (isSymbol(this.tokens[at], ")") && --depth === 0) return at;
    }
    return this.tokens.length;
  }
}
