/** Names of calls that only choose. */

/** Callees of unknown behaviour whose arguments select, and do not become, the result. */
export const SELECTOR =
  /^(?:get|fetch|find|load|query|lookup|list|count|len|is|has|check|exists|select|read|retrieve|search|delete|remove|save|create|insert|update|use|open|connect|execute|exec|validate|verify|authenticate|init|register|subscribe|require|where|filter|values|bind|having|test|match|includes|startsWith|endsWith|startswith|endswith|indexOf|post|put|patch|send|write|upload)(?:[A-Z_].*)?$/;
