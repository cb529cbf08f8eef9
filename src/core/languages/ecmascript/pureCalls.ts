/** Built-in functions and methods that change neither their arguments nor their receiver: no new version is made of those. */
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";

const FUNCTIONS = new Set([
  "String",
  "Number",
  "Boolean",
  "BigInt",
  "Symbol",
  "parseInt",
  "parseFloat",
  "isNaN",
  "isFinite",
  "encodeURIComponent",
  "decodeURIComponent",
  "encodeURI",
  "decodeURI",
  "structuredClone",
  "btoa",
  "atob",
  "clearTimeout",
  "clearInterval",
  "alert",
  "confirm",
  "prompt",
]);

/** Global objects whose functions only read. */
const NAMESPACES = new Set(["console", "JSON", "Math", "Number", "String", "Array", "Date", "Promise", "Symbol", "Intl"]);

const METHODS = new Set([
  // strings
  "trim",
  "trimStart",
  "trimEnd",
  "toLowerCase",
  "toUpperCase",
  "split",
  "substring",
  "substr",
  "startsWith",
  "endsWith",
  "charAt",
  "charCodeAt",
  "codePointAt",
  "replaceAll",
  "match",
  "matchAll",
  "padStart",
  "padEnd",
  "repeat",
  "localeCompare",
  "normalize",
  "toString",
  "toFixed",
  "toJSON",
  "toISOString",
  "toLocaleString",
  "toLocaleLowerCase",
  "toLocaleUpperCase",
  "rowOf",
  "getTime",
  // arrays, maps and sets
  "map",
  "filter",
  "reduce",
  "reduceRight",
  "find",
  "findIndex",
  "findLast",
  "some",
  "every",
  "includes",
  "indexOf",
  "lastIndexOf",
  "join",
  "concat",
  "slice",
  "flat",
  "flatMap",
  "at",
  "entries",
  "keys",
  "values",
  "has",
  "hasOwnProperty",
  // promises
  "then",
  "catch",
  "finally",
]);

export function isPureCall(file: FileLowering, callee: NodeId, method: string): boolean {
  const { table, builder } = file;
  if (METHODS.has(method)) return true;
  const kind = table.kind(callee);
  const name = kind === "member_expression" ? table.child(callee, "object") : callee;
  if (name === NO_NODE || table.kind(name) !== "identifier") return false;
  const text = table.textOf(name);
  return (kind === "member_expression" ? NAMESPACES : FUNCTIONS).has(text) && builder.resolve(text) === null;
}
