/** Completion and hover of the policy file out of its schema: by indentation, so that it works on text that is still being typed. */

/** The part of JSON schema that the policy's schema uses. */
export interface Schema {
  readonly description?: string;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

export interface Proposal {
  readonly label: string;
  readonly insert: string;
  readonly description: string;
  readonly kind: "key" | "value";
}

export interface Word {
  readonly description: string;
  /** Columns from 0. */
  readonly start: number;
  readonly end: number;
}

/** What may stand at the cursor. */
export function proposals(schema: Schema, lines: readonly string[], line: number, column: number): readonly Proposal[] {
  const before = (lines[line] ?? "").slice(0, column);
  if (/(^|\s)#/.test(before)) return [];
  const atValue = /^(?:\s*- )?\s*(?:[{,]\s*)?.*?([\w*."-]+)\s*:\s*[\w-]*$/.exec(before);
  const inItem = /^\s*-\s+[\w-]*$/.test(before);
  const flow = /[{,]\s*[\w-]*$/.test(before) && before.includes("{");
  const parents = schemasAt(schema, parentKeys(lines, line, indentOf(before)));
  if (flow) return parents.flatMap(item).flatMap(keysOf);
  if (atValue) {
    const holders = [...parents, ...parents.flatMap(item)];
    return holders.flatMap((one) => child(one, unquoted(atValue[1] ?? ""))).flatMap(valuesOf);
  }
  if (inItem) {
    const items = parents.flatMap(item);
    return [...items.flatMap(valuesOf), ...items.flatMap(keysOf)];
  }
  return /^\s*["\w.-]*$/.test(before) ? parents.flatMap((one) => [...keysOf(one), ...(one.items ? item(one).flatMap(keysOf) : [])]) : [];
}

/** What the word at the cursor means; null when the schema says nothing of it. */
export function explain(schema: Schema, lines: readonly string[], line: number, column: number): Word | null {
  const text = lines[line] ?? "";
  const comment = /(^|\s)#/.exec(text)?.index ?? text.length;
  if (column >= comment) return null;
  for (const found of text.slice(0, comment).matchAll(/"[^"]*"|[\w*.-]*\w[\w*.-]*/g)) {
    const start = found.index;
    const end = start + found[0].length;
    if (column < start || column > end) continue;
    const word = unquoted(found[0]);
    const parents = schemasAt(schema, parentKeys(lines, line, indentOf(text)));
    const holders = [...parents, ...parents.flatMap(item)];
    const isKey = /^\s*:(\s|$)/.test(text.slice(end));
    const keyBefore = /([\w*."-]+)\s*:\s*$/.exec(text.slice(0, start))?.[1];
    const targets = isKey
      ? holders.flatMap((one) => child(one, word))
      : keyBefore
        ? holders.flatMap((one) => child(one, unquoted(keyBefore)))
        : parents.flatMap(item);
    const description = targets.map((one) => one.description ?? "").find((one) => one !== "");
    return description === undefined ? null : { description, start, end };
  }
  return null;
}

/** Keys of the blocks around a line, outermost first. */
export function parentKeys(lines: readonly string[], line: number, indent: number): readonly string[] {
  const keys: string[] = [];
  let limit = indent;
  for (let at = line - 1; at >= 0 && limit > 0; at--) {
    const text = lines[at] ?? "";
    if (text.trim() === "" || text.trim().startsWith("#")) continue;
    const own = indentOf(text);
    const key = /^\s*(?:- )?\s*("[^"]*"|[^\s:#{}]+)\s*:\s*(?:#.*)?$/.exec(text);
    if (own >= limit) continue;
    if (key) keys.unshift(unquoted(key[1] ?? ""));
    limit = own;
  }
  // A list may stand as far left as its key.
  const text = lines[line] ?? "";
  if (keys.length === 0 && indent === 0 && /^-/.test(text)) {
    for (let at = line - 1; at >= 0; at--) {
      const key = /^([\w-]+)\s*:\s*$/.exec(lines[at] ?? "");
      if (key) return [key[1] ?? ""];
    }
  }
  return keys;
}

function schemasAt(schema: Schema, keys: readonly string[]): readonly Schema[] {
  let found: readonly Schema[] = [schema];
  for (const key of keys) found = found.flatMap((one) => [...child(one, key), ...item(one).flatMap((inner) => child(inner, key))]);
  return found;
}

function child(schema: Schema, key: string): readonly Schema[] {
  return alternatives(schema).flatMap((one) => {
    const property = one.properties?.[key];
    if (property) return [property];
    return typeof one.additionalProperties === "object" ? [one.additionalProperties] : [];
  });
}

function item(schema: Schema): readonly Schema[] {
  return alternatives(schema).flatMap((one) => (one.items ? alternatives(one.items) : []));
}

function alternatives(schema: Schema): readonly Schema[] {
  return [schema, ...(schema.anyOf ?? []).flatMap(alternatives)];
}

function keysOf(schema: Schema): readonly Proposal[] {
  return alternatives(schema).flatMap(({ properties }) =>
    Object.entries(properties ?? {}).map(([label, one]) => ({
      label,
      insert: `${label}: `,
      description: one.description ?? "",
      kind: "key" as const,
    })),
  );
}

function valuesOf(schema: Schema): readonly Proposal[] {
  const values = alternatives(schema).flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  // Classes are accepted in small letters too; one spelling is proposed.
  const capitalised = new Set(
    values
      .map(String)
      .filter((value) => /^[A-Z]/.test(value))
      .map((value) => value.toLowerCase()),
  );
  return values
    .map(String)
    .filter((value) => !capitalised.has(value))
    .map((value) => ({ label: value, insert: value, description: schema.description ?? "", kind: "value" as const }));
}

function indentOf(text: string): number {
  return /^ */.exec(text)?.[0].length ?? 0;
}

function unquoted(text: string): string {
  return text.replace(/^"|"$/g, "");
}
