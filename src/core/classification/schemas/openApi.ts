/** Schemas of OpenAPI and Swagger documents, with classes in descriptions and in `x-classification`. */
import { isMap, isScalar, LineCounter, parseDocument, type YAMLMap } from "yaml";
import { readLevel } from "../../policy/levels.js";
import { declarationIn, type WrittenClass } from "../comments.js";
import type { SchemaEntity, SchemaField, SchemaReader } from "./schemaEntity.js";

export const openApi: SchemaReader = {
  id: "openapi",
  matches: (path) => /(?:^|[/._-])(?:openapi|swagger|api-docs)(?:[._-][\w.-]*)?\.(?:ya?ml|json)$/i.test(path),
  read(text) {
    const counter = new LineCounter();
    const document = parseDocument(text, { lineCounter: counter, logLevel: "silent" });
    if (!isMap(document.contents)) return [];
    const lineOf = (key: unknown): number => (isScalar(key) && key.range ? counter.linePos(key.range[0]).line : 1);
    const schemas = document.getIn(["components", "schemas"]) ?? document.get("definitions");
    const entities: SchemaEntity[] = [];
    for (const { key, value } of isMap(schemas) ? schemas.items : []) {
      if (!isMap(value)) continue;
      const fields: SchemaField[] = [];
      for (const properties of propertiesOf(value)) {
        for (const { key: name, value: field } of properties.items) {
          fields.push({ name: String(name), aliases: [], type: typeOf(field), line: lineOf(name), declared: classOf(field) });
        }
      }
      entities.push({ kind: "schema", name: String(key), aliases: [], line: lineOf(key), declared: classOf(value), fields });
    }
    return entities;
  },
};

/** Its own, and those of the parts that `allOf` puts together. */
function propertiesOf(schema: YAMLMap): YAMLMap[] {
  const own = schema.get("properties");
  const parts = schema.get("allOf", true) as unknown;
  const items = parts && typeof parts === "object" && "items" in parts && Array.isArray(parts.items) ? (parts.items as unknown[]) : [];
  return [...(isMap(own) ? [own] : []), ...items.filter(isMap).flatMap(propertiesOf)];
}

function typeOf(field: unknown): string {
  if (!isMap(field)) return "";
  const items = field.get("items");
  const named = field.get("$ref") ?? (isMap(items) ? items.get("$ref") : undefined) ?? field.get("type");
  return typeof named === "string" ? named.slice(named.lastIndexOf("/") + 1) : "";
}

function classOf(node: unknown): WrittenClass | null {
  if (!isMap(node)) return null;
  for (const { key, value } of node.items) {
    if (!/^x-(?:data-)?(?:classification|sensitivity)$/i.test(String(key))) continue;
    const level = isScalar(value) ? readLevel(String(value.value)) : null;
    if (level) return { level, types: [] };
  }
  const description = node.get("description");
  return typeof description === "string" ? declarationIn(description) : null;
}
