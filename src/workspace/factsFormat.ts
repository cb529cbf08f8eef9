/**
 * File facts as bytes: the flat tables as they are, everything else as JSON, keys that are written into code masked.
 *
 *     u32 length of the JSON | u32 length of each of four tables, in integers | JSON in UTF-8, padded to four | tables
 */
import { endianness } from "node:os";
import type { FileFacts } from "../core/facts/fileFacts.js";
import { maskKeys } from "../core/text/secrets.js";

const TABLES = ["values", "lists", "blocks", "lineStarts"] as const;
const HEADER = 4 * (1 + TABLES.length);

/** Part of every key of the cache: integers are written in the order of this machine. */
export const FORMAT_VERSION = `2${endianness()}`;

export function encodeFacts(facts: FileFacts): Uint8Array {
  const { values, lists, blocks, lineStarts, moduleVariables, ...rest } = facts;
  const json = Buffer.from(maskKeys(JSON.stringify({ ...rest, moduleVariables: [...moduleVariables] })), "utf8");
  const tables = [values, lists, blocks, lineStarts];
  const padded = (json.length + 3) & ~3;
  const bytes = new Uint8Array(tables.reduce((size, table) => size + table.byteLength, HEADER + padded));
  const header = new DataView(bytes.buffer);
  header.setUint32(0, json.length, true);
  bytes.set(json, HEADER);
  let to = HEADER + padded;
  tables.forEach((table, index) => {
    header.setUint32(4 + 4 * index, table.length, true);
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), to);
    to += table.byteLength;
  });
  return bytes;
}

/** Throws on anything that `encodeFacts` has not written. */
export function decodeFacts(bytes: Uint8Array): FileFacts {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = header.getUint32(0, true);
  const rest = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset + HEADER, size).toString("utf8"));
  let from = HEADER + ((size + 3) & ~3);
  const [values, lists, blocks, lineStarts] = TABLES.map((_, index) => {
    const length = header.getUint32(4 + 4 * index, true) * 4;
    if (from + length > bytes.length) throw new Error("the entry is too short");
    const table = new Int32Array(length / 4);
    new Uint8Array(table.buffer).set(bytes.subarray(from, from + length));
    from += length;
    return table;
  }) as [Int32Array, Int32Array, Int32Array, Int32Array];
  return { ...rest, values, lists, blocks, lineStarts, moduleVariables: new Map(rest.moduleVariables) };
}
