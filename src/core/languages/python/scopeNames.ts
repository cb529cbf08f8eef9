/**
 * The names that a module, function or class body binds, found before the body is lowered.
 * A name assigned anywhere in a Python function is local everywhere in it, and functions may be used above their definition.
 */
import type { Lowering } from "./lowering.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

interface BoundName {
  /** First binding. */
  readonly node: NodeId;
  /** First declared type. */
  type: string | undefined;
  /** An import, a function or a class binds it, perhaps among others. */
  defined: boolean;
}

export interface ScopeNames {
  readonly bound: Map<string, BoundName>;
  readonly globals: readonly string[];
  readonly nonlocals: readonly string[];
  /** The body holds a `yield`: the function is a generator. */
  readonly yields: boolean;
}

const enum Binding {
  Left = 1,
  Name,
  /** A nested function or class: its name is bound, its inside is another scope. */
  Definition,
  OtherScope,
  Children,
  Import,
  Global,
  Nonlocal,
  Yield,
  Case,
}

const BINDINGS: ReadonlyMap<string, Binding> = new Map([
  ["assignment", Binding.Left],
  ["augmented_assignment", Binding.Left],
  ["for_statement", Binding.Left],
  ["type_alias_statement", Binding.Left],
  ["named_expression", Binding.Name],
  ["function_definition", Binding.Definition],
  ["class_definition", Binding.Definition],
  ["lambda", Binding.OtherScope],
  ["as_pattern_target", Binding.Children],
  ["delete_statement", Binding.Children],
  ["import_statement", Binding.Import],
  ["import_from_statement", Binding.Import],
  ["global_statement", Binding.Global],
  ["nonlocal_statement", Binding.Nonlocal],
  ["yield", Binding.Yield],
  ["case_clause", Binding.Case],
]);

const NESTED_TARGETS = new Set([
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "list_splat",
  "tuple",
  "list",
  "expression_list",
  "parenthesized_expression",
  "type",
]);

/** Index after the last node inside `node`; nodes are numbered in document order. */
export function subtreeEnd(table: SyntaxTable, node: NodeId): NodeId {
  for (let at = node; at !== NO_NODE; at = table.parent(at)) {
    const next = table.nextSibling(at);
    if (next !== NO_NODE) return next;
  }
  return table.nodeCount;
}

export function namesBoundIn(table: SyntaxTable, body: NodeId): ScopeNames {
  const scan = new Scan(table);
  if (body !== NO_NODE) scan.run(body);
  return scan;
}

/** Declares the names of a body in the innermost scope. */
export function declareNames(lowering: Lowering, names: ScopeNames): void {
  const { builder } = lowering;
  for (const name of names.globals) {
    const node = names.bound.get(name)?.node;
    builder.alias(name, builder.moduleVariable(name, node === undefined ? lowering.range(lowering.table.root) : lowering.range(node)));
  }
  for (const name of names.nonlocals) {
    const variable = builder.resolve(name);
    if (variable !== null) builder.alias(name, variable);
  }
  for (const [name, { node, type, defined }] of names.bound) {
    const variable = builder.declare(name, lowering.range(node), type === undefined ? {} : { type });
    if (defined) lowering.definitions.add(variable);
  }
}

/** Identifiers that assigning to this target binds, in document order. */
export function namesInTarget(table: SyntaxTable, target: NodeId): NodeId[] {
  const found: NodeId[] = [];
  const waiting = target === NO_NODE ? [] : [target];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const kind = table.kind(next);
    if (kind === "identifier") found.push(next);
    else if (NESTED_TARGETS.has(kind)) waiting.push(...table.namedChildren(next).reverse());
  }
  return found;
}

class Scan implements ScopeNames {
  readonly bound = new Map<string, BoundName>();
  readonly globals: string[] = [];
  readonly nonlocals: string[] = [];
  yields = false;

  constructor(private readonly table: SyntaxTable) {}

  run(body: NodeId): void {
    const table = this.table;
    const end = subtreeEnd(table, body);
    for (let node = body; node < end; ) {
      const binding = BINDINGS.get(table.kind(node));
      if (binding !== undefined && table.isNamed(node)) {
        this.bind(binding, node);
        if (binding === Binding.Definition || binding === Binding.OtherScope) {
          node = subtreeEnd(table, node);
          continue;
        }
      }
      node++;
    }
  }

  private bind(binding: Binding, node: NodeId): void {
    const table = this.table;
    switch (binding) {
      case Binding.Left: {
        const left = table.child(node, "left");
        const type = table.child(node, "type");
        this.target(left, type === NO_NODE ? undefined : table.textOf(type));
        break;
      }
      case Binding.Name:
        this.target(table.child(node, "name"));
        break;
      case Binding.Definition: {
        const name = table.child(node, "name");
        if (name !== NO_NODE) this.add(name).defined = true;
        break;
      }
      case Binding.Children:
        for (const child of table.namedChildren(node)) this.target(child);
        break;
      case Binding.Import:
        for (const name of table.childrenOf(node, "name")) {
          const alias = table.child(name, "alias");
          const local = alias !== NO_NODE ? alias : table.firstChild(name);
          if (local !== NO_NODE) this.add(local).defined = true;
        }
        break;
      case Binding.Global:
        for (const child of table.namedChildren(node)) this.globals.push(table.textOf(child));
        break;
      case Binding.Nonlocal:
        for (const child of table.namedChildren(node)) this.nonlocals.push(table.textOf(child));
        break;
      case Binding.Yield:
        this.yields = true;
        break;
      case Binding.Case:
        for (const child of table.namedChildren(node)) if (table.kind(child) === "case_pattern") this.captures(child);
        break;
      case Binding.OtherScope:
        break;
    }
  }

  private add(node: NodeId, type?: string): BoundName {
    const name = this.table.textOf(node);
    let known = this.bound.get(name);
    if (!known) {
      known = { node, type, defined: false };
      this.bound.set(name, known);
    } else known.type ??= type;
    return known;
  }

  private target(node: NodeId, type?: string): void {
    for (const name of namesInTarget(this.table, node)) this.add(name, type);
  }

  /** Names that a `case` pattern binds: a lone name, `*rest`, `**rest` and `as name`. */
  private captures(pattern: NodeId): void {
    const table = this.table;
    const end = subtreeEnd(table, pattern);
    for (let node = pattern; node < end; node++) {
      const name = captureOf(table, node);
      if (name !== NO_NODE) this.add(name);
    }
  }
}

/** The identifier that this node of a pattern binds, NO_NODE when it binds none. */
export function captureOf(table: SyntaxTable, node: NodeId): NodeId {
  switch (table.kind(node)) {
    case "dotted_name": {
      const parent = table.kind(table.parent(node));
      const first = table.firstChild(node);
      const isClass = parent === "class_pattern" && table.firstChild(table.parent(node)) === node;
      return isClass || table.field(node) === "key" || first === NO_NODE || table.nextSibling(first) !== NO_NODE ? NO_NODE : first;
    }
    case "splat_pattern":
      return table.childOfKind(node, "identifier");
    case "as_pattern":
      return table.childOfKind(node, "identifier");
    default:
      return NO_NODE;
  }
}
