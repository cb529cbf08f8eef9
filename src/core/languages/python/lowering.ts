/**
 * State of one file's lowering, and the entry points through which the modules of this folder reach each other.
 * Handlers are found by grammar name, so that no module has to import the one that it recurses into.
 */
import type { FactsBuilder } from "../../facts/factsBuilder.js";
import type { Place, Range } from "../../facts/places.js";
import { type ClassId, type MemberFacts, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

export type ExpressionHandler = (lowering: Lowering, node: NodeId) => ValueId;
export type StatementHandler = (lowering: Lowering, node: NodeId) => void;

/** Who lowers which kind of node. */
export interface Handlers {
  readonly expressions: ReadonlyMap<string, ExpressionHandler>;
  readonly statements: ReadonlyMap<string, StatementHandler>;
}

/** A class whose body or whose methods are being lowered. */
export interface OpenClass {
  readonly id: ClassId;
  readonly members: MemberFacts[];
  /** Class in whose body this one stands directly. */
  readonly outer: OpenClass | null;
}

/** A value, and where it lives when that is a variable or a short path from one. */
export interface Located {
  readonly value: ValueId;
  readonly place: Place | null;
}

/** Nesting of statements and expressions together. Deeper code becomes an unknown value instead of a full stack. */
const MAXIMUM_DEPTH = 400;

export class Lowering {
  /** Class whose body is being lowered directly, null inside functions. */
  classBody: OpenClass | null = null;
  /** Class whose method encloses the code being lowered. */
  owner: OpenClass | null = null;
  /** Inside `if TYPE_CHECKING:`, whose imports never run. */
  typesOnly = false;
  /** Local names under which this file knows `typing.cast`, `typing.TYPE_CHECKING` and `importlib.import_module`. */
  readonly wellKnown = new Map<string, string>();
  /** Variables that an import, a function or a class binds: calls do not change what those mean. */
  readonly definitions = new Set<VariableId>();
  private depth = 0;

  constructor(
    readonly table: SyntaxTable,
    readonly builder: FactsBuilder,
    private readonly handlers: Handlers,
  ) {}

  range(node: NodeId): Range {
    return { start: this.table.start(node), end: this.table.end(node) };
  }

  unknown(node: NodeId, operands: readonly ValueId[] = []): ValueId {
    return this.builder.unknown(operands, this.range(node));
  }

  /** Named children in order, without comments and line continuations. */
  children(node: NodeId): NodeId[] {
    const table = this.table;
    const found: NodeId[] = [];
    for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
      if (!table.isNamed(child)) continue;
      const kind = table.kind(child);
      if (kind !== "comment" && kind !== "line_continuation") found.push(child);
    }
    return found;
  }

  /** First named child that is code, NO_NODE when there is none. */
  firstOf(node: NodeId): NodeId {
    return this.children(node)[0] ?? NO_NODE;
  }

  /** Value of an expression. Of no node: {@link NONE}. */
  expression(node: NodeId): ValueId {
    if (node === NO_NODE) return NONE;
    if (this.depth >= MAXIMUM_DEPTH) return this.unknown(node);
    this.depth++;
    const handler = this.handlers.expressions.get(this.table.kind(node));
    const value = handler ? handler(this, node) : this.unmodelled(node);
    this.depth--;
    return value;
  }

  /** Value of the child under `field`, unknown when a syntax error has left it out. */
  childValue(node: NodeId, field: string): ValueId {
    const child = this.table.child(node, field);
    return child === NO_NODE ? this.unknown(node) : this.expression(child);
  }

  /** Value of the first child that is code, unknown when there is none. */
  onlyValue(node: NodeId): ValueId {
    const child = this.firstOf(node);
    return child === NO_NODE ? this.unknown(node) : this.expression(child);
  }

  /** Runs `body` one level deeper, for recursion that does not pass through {@link expression}; `fallback` when too deep. */
  deeper<T>(body: () => T, fallback: () => T): T {
    if (this.depth >= MAXIMUM_DEPTH) return fallback();
    this.depth++;
    const result = body();
    this.depth--;
    return result;
  }

  statement(node: NodeId): void {
    if (this.depth >= MAXIMUM_DEPTH) return;
    const handler = this.handlers.statements.get(this.table.kind(node));
    if (!handler) {
      this.expression(node);
      return;
    }
    this.depth++;
    handler(this, node);
    this.depth--;
  }

  /** Statements of a block (or of anything whose children are statements). Of no node: nothing. */
  block(node: NodeId): void {
    const table = this.table;
    if (node === NO_NODE) return;
    for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
      if (table.isNamed(child)) this.statement(child);
    }
  }

  /** Syntax errors and what the grammar may add one day: statements inside run, values inside may flow on. */
  private unmodelled(node: NodeId): ValueId {
    const operands: ValueId[] = [];
    for (const child of this.children(node)) {
      if (this.handlers.statements.has(this.table.kind(child))) this.statement(child);
      else operands.push(this.expression(child));
    }
    return this.unknown(node, operands);
  }
}
