/** What every part of the lowering of one file shares: the syntax, the facts being built and where the walk stands. */
import type { FactsBuilder } from "../../facts/factsBuilder.js";
import type { Range } from "../../facts/places.js";
import { type ClassId, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

/**
 * How many expressions and statements may be open at once. Real code stays below a hundred; what is generated or
 * hostile becomes an unknown value instead of overflowing the stack.
 */
export const MAXIMUM_DEPTH = 400;

/** @param name identifier or key that an anonymous function or class is given by where it stands (`const name = () => …`). */
export type LowerExpression = (file: FileLowering, node: NodeId, name: NodeId) => ValueId;
export type LowerStatement = (file: FileLowering, node: NodeId) => void;

/** Who lowers what, by the grammar's names. Handed in, because each part of the lowering needs all the others. */
export interface Handlers {
  readonly expressions: ReadonlyMap<string, LowerExpression>;
  readonly statements: ReadonlyMap<string, LowerStatement>;
  /** Expressions that no handler knows. */
  readonly otherwise: LowerExpression;
  /** What a block runs before its first statement: imports and function declarations. */
  readonly hoist: LowerStatement;
}

export class FileLowering {
  private depth = 0;
  /** Class whose body is being lowered: what `super` means. */
  owner: ClassId = NONE;
  /** Exported names of the namespace being lowered; null at module level, where `export` means the file's exports. */
  namespaceExports: Map<string, VariableId> | null = null;
  /** Exports by name, recorded when the module has ended: the name may be defined below the export. */
  readonly lateExports: (() => void)[] = [];
  /** Interfaces and type aliases that have a variable of their own (none when a value of the same name exists). */
  readonly typeVariables = new Map<NodeId, VariableId>();
  readonly valueVariables = new Set<VariableId>();

  constructor(
    readonly table: SyntaxTable,
    readonly builder: FactsBuilder,
    /** Documentation text of the declaration node that follows a JSDoc comment. */
    private readonly docs: ReadonlyMap<NodeId, string>,
    private readonly handlers: Handlers,
  ) {}

  /** Value of an expression. */
  lowerExpression(expression: NodeId, name: NodeId = NO_NODE): ValueId {
    const node = this.unwrap(expression);
    if (!this.enter()) return this.builder.unknown([], this.range(node));
    const lower = this.handlers.expressions.get(this.table.kind(node)) ?? this.handlers.otherwise;
    const value = lower(this, node, name);
    this.leave();
    return value;
  }

  /** Value of the expression under a field of the node, NONE when it is absent. */
  lowerField(node: NodeId, field: string): ValueId {
    const child = this.table.child(node, field);
    return child === NO_NODE ? NONE : this.lowerExpression(child);
  }

  /** Lowers a statement, or an expression in its place; the body that a broken `if` lacks is no statement at all. */
  lowerStatement(node: NodeId): void {
    if (node === NO_NODE || !this.enter()) return;
    const lower = this.handlers.statements.get(this.table.kind(node));
    if (lower) lower(this, node);
    else this.lowerExpression(node);
    this.leave();
  }

  /** Lowers the statements of a block whose names have been declared. */
  /** @param except A part that is no statement and is lowered already. */
  lowerStatements(block: NodeId, except: NodeId = NO_NODE): void {
    this.handlers.hoist(this, block);
    for (let node = this.table.firstChild(block); node !== NO_NODE; node = this.table.nextSibling(node)) {
      if (node !== except && this.table.isNamed(node)) this.lowerStatement(node);
    }
  }

  /** False when too much is open already; then do not call {@link leave}. */
  enter(): boolean {
    if (this.depth >= MAXIMUM_DEPTH) return false;
    this.depth++;
    return true;
  }

  leave(): void {
    this.depth--;
  }

  /** The expression inside parentheses and `!`, which change nothing about it. */
  unwrap(node: NodeId): NodeId {
    for (let at = node; ; ) {
      const kind = this.table.kind(at);
      if (kind !== "parenthesized_expression" && kind !== "non_null_expression") return at;
      const inner = this.firstNamed(at);
      if (inner === NO_NODE) return at;
      at = inner;
    }
  }

  range(node: NodeId): Range {
    return { start: this.table.start(node), end: this.table.end(node) };
  }

  /** Documentation of a declaration, which may stand before the `export` or `const` around it. */
  docOf(node: NodeId): string | undefined {
    if (this.docs.size === 0) return undefined;
    for (let at = node, up = 0; at !== NO_NODE && up < 4; at = this.table.parent(at), up++) {
      const doc = this.docs.get(at);
      if (doc !== undefined) return doc;
      const kind = this.table.kind(this.table.parent(at));
      if (
        kind !== "export_statement" &&
        kind !== "lexical_declaration" &&
        kind !== "variable_declaration" &&
        kind !== "ambient_declaration"
      )
        return undefined;
    }
    return undefined;
  }

  /** First named child that is not a comment. */
  firstNamed(node: NodeId): NodeId {
    for (let child = this.table.firstChild(node); child !== NO_NODE; child = this.table.nextSibling(child)) {
      if (this.table.isNamed(child) && this.table.kind(child) !== "comment") return child;
    }
    return NO_NODE;
  }

  has(node: NodeId, kind: string): boolean {
    return this.table.childOfKind(node, kind) !== NO_NODE;
  }

  /** Written text of a type annotation, without its colon; undefined when there is none. */
  typeText(annotation: NodeId): string | undefined {
    if (annotation === NO_NODE) return undefined;
    const type = this.table.kind(annotation).endsWith("annotation") ? this.firstNamed(annotation) : annotation;
    return type === NO_NODE ? undefined : this.table.textOf(type);
  }
}
