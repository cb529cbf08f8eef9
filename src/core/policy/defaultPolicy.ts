/** The policy without any file or setting: no classes, no clearances, every rule at its own severity, product code only. */
import type { Policy } from "./policy.js";

export const defaultPolicy: Policy = {
  hash: null,
  declaresClasses: false,
  classes: [],
  clearances: [],
  sanitizers: [],
  auditFunctions: [],
  rules: new Map(),
  exclude: [],
  scopes: new Set(["product"]),
  knowledge: [],
};
