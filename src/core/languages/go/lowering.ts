/**
 * State of one file's lowering, and the entry points through which the modules of this folder reach each other.
 * Handlers are found by grammar name, so that no module has to import the one that it recurses into.
 */
import type { FactsBuilder } from "../../facts/factsBuilder.js";
import type { Place, Range } from "../../facts/places.js";
import { type ClassFacts, type ClassId, type MemberFacts, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

export type ExpressionHandler = (lowering: Lowering, node: NodeId) => ValueId;
export type StatementHandler = (lowering: Lowering, node: NodeId) => void;

/** Who lowers which kind of node. */
export interface Handlers {
  readonly expressions: ReadonlyMap<string, ExpressionHandler>;
  readonly statements: ReadonlyMap<string, StatementHandler>;
}

/** A type of the file, or the part of one that this file adds methods to. */
export interface OpenType {
  readonly id: ClassId;
  readonly name: string;
  readonly members: MemberFacts[];
  /** NO_NODE when the type is declared in another file of the package. */
  readonly spec: NodeId;
  readonly kind: ClassFacts["kind"];
}

/** A value, and where it lives when that is a variable or a short path from one. */
export interface Located {
  readonly value: ValueId;
  readonly place: Place | null;
  /** `&x`: whoever is given it may write to it, whatever it holds now. */
  readonly byReference?: boolean;
}

/** What a function gives back. */
export interface Results {
  /** null where results have no names. */
  readonly names: readonly VariableId[] | null;
  readonly count: number;
}

/** Nesting of statements and expressions together. Deeper code becomes an unknown value instead of a full stack. */
const MAXIMUM_DEPTH = 400;

export class Lowering {
  /** Types of the package that this file declares or adds methods to, by name. */
  readonly types = new Map<string, OpenType>();
  /** Import paths by the name under which the file knows the package. */
  readonly packages = new Map<string, string>();
  /** Variables that an import, a function or a type binds: calls do not change what those mean. */
  readonly definitions = new Set<VariableId>();
  /** Results of the functions around the code, innermost last. */
  readonly results: Results[] = [];
  /** Documentation comments by the node that they stand above. */
  docs: ReadonlyMap<NodeId, string> = new Map();
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

  children(node: NodeId): NodeId[] {
    return node === NO_NODE ? [] : this.table.namedChildren(node);
  }

  /** First named child that is code, NO_NODE when there is none. */
  firstOf(node: NodeId): NodeId {
    return this.children(node)[0] ?? NO_NODE;
  }

  text(node: NodeId): string {
    return node === NO_NODE ? "" : this.table.textOf(node);
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
    if (node === NO_NODE || this.depth >= MAXIMUM_DEPTH) return;
    const handler = this.handlers.statements.get(this.table.kind(node));
    if (!handler) {
      this.expression(node);
      return;
    }
    this.depth++;
    handler(this, node);
    this.depth--;
  }

  /** Runs `body` in a scope of its own: Go's names belong to the block that declares them. */
  scoped(body: () => void): void {
    this.builder.openScope();
    body();
    this.builder.closeScope();
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
