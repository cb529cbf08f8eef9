/** What a schema says of one table, model or type: its fields, and the classes that are declared for them. */
import type { WrittenClass } from "../comments.js";

export interface SchemaField {
  readonly name: string;
  /** Other names of it: the column that a model's field is mapped to, or the other way round. */
  readonly aliases: readonly string[];
  readonly type: string;
  /** From 1. */
  readonly line: number;
  readonly declared: WrittenClass | null;
}

export interface SchemaEntity {
  /** Word for people: `table`, `model`, `type`, `schema`. */
  readonly kind: string;
  readonly name: string;
  /** Other names of it: the table that a model is mapped to. */
  readonly aliases: readonly string[];
  readonly line: number;
  readonly declared: WrittenClass | null;
  readonly fields: readonly SchemaField[];
}

/** Reads files of one kind. Bad input costs what cannot be read of it; nothing is thrown. */
export interface SchemaReader {
  readonly id: string;
  /** By its path alone. */
  matches(path: string): boolean;
  read(text: string): readonly SchemaEntity[];
}
