/** Files that describe data and are no code: which they are, and what they say. */
import { tablesOf } from "../sql/tables.js";
import { graphql } from "./graphql.js";
import { openApi } from "./openApi.js";
import { prisma } from "./prisma.js";
import type { SchemaEntity, SchemaReader } from "./schemaEntity.js";

const sql: SchemaReader = { id: "sql", matches: (path) => path.endsWith(".sql"), read: (text) => tablesOf(text) };

const READERS: readonly SchemaReader[] = [prisma, sql, graphql, openApi];

export function isSchemaFile(path: string): boolean {
  return READERS.some((reader) => reader.matches(path));
}

/** What a file says; nothing for files of other kinds. */
export function readSchema(path: string, text: string): readonly SchemaEntity[] {
  return READERS.find((reader) => reader.matches(path))?.read(text) ?? [];
}
