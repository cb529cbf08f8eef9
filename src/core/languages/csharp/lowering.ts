/**
 * State of one file's lowering, and the entry points through which the modules of this folder reach each other.
 * Handlers are found by grammar name, so that no module has to import the one that it recurses into.
 */
import type { FactsBuilder } from "../../facts/factsBuilder.js";
import type { Place, Range } from "../../facts/places.js";
import { type ClassId, type MemberFacts, NONE, type ValueId, type VariableId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../syntax/syntaxTable.js";

export type ExpressionHandler = (lowering: Lowering, node: NodeId, expected: string) => ValueId;
export type StatementHandler = (lowering: Lowering, node: NodeId) => void;

/** Who lowers which kind of node. */
export interface Handlers {
  readonly expressions: ReadonlyMap<string, ExpressionHandler>;
  readonly statements: ReadonlyMap<string, StatementHandler>;
}

/** What a name means among the members of a type. */
export type MemberKind = "value" | "method" | "type";

/** A type whose members are being lowered. */
export interface OpenType {
  readonly id: ClassId;
  readonly name: string;
  readonly members: MemberFacts[];
  /** Names that this part of the type declares. */
  readonly names: ReadonlyMap<string, MemberKind>;
  /** Declared types of its fields and properties. */
  readonly types: ReadonlyMap<string, string>;
  /** It may have members that are not written here: it has bases, or other parts. */
  readonly isOpen: boolean;
  /** Type around it. */
  readonly outer: OpenType | null;
}

/** A value, and where it lives when that is a variable or a short path from one. */
export interface Located {
  readonly value: ValueId;
  readonly place: Place | null;
}

/** Nesting of statements and expressions together. Deeper code becomes an unknown value instead of a full stack. */
const MAXIMUM_DEPTH = 300;

const TRIVIA = /^(?:comment|preproc_(?:region|endregion|line|pragma|nullable|error|warning|define|undef))$/;

export class Lowering {
  /** Type whose members are being lowered, null in statements at the top of the file. */
  owner: OpenType | null = null;
  /** Namespace that encloses the code being lowered, "" for the global one. */
  namespace = "";
  /** Declared type of what the function being lowered returns, "" when unknown. */
  returnType = "";
  /** Variables that stand for types and aliases of types: calls do not change what those mean. */
  readonly types = new Set<VariableId>();
  /** Variables of a simple type (`string`, `int`): nothing that is handed one can change it. */
  readonly simple = new Set<VariableId>();
  private depth = 0;

  constructor(
    readonly table: SyntaxTable,
    readonly builder: FactsBuilder,
    private readonly handlers: Handlers,
    private readonly docs: ReadonlyMap<NodeId, string>,
  ) {}

  range(node: NodeId): Range {
    return { start: this.table.start(node), end: this.table.end(node) };
  }

  unknown(node: NodeId, operands: readonly ValueId[] = []): ValueId {
    return this.builder.unknown(operands, this.range(node));
  }

  /** Declared type of a field or property of the type around, "" when this file does not say it. */
  memberType(name: string): string {
    for (let type = this.owner; type; type = type.outer) if (type.names.has(name)) return type.types.get(name) ?? "";
    return "";
  }

  /** Documentation of a declaration, undefined when it has none. */
  docOf(node: NodeId): string | undefined {
    return this.docs.get(node);
  }

  /** Named children in order, without comments and directives of the preprocessor that hold no code. */
  children(node: NodeId): NodeId[] {
    const { table } = this;
    const found: NodeId[] = [];
    if (node === NO_NODE) return found;
    for (let child = table.firstChild(node); child !== NO_NODE; child = table.nextSibling(child)) {
      if (table.isNamed(child) && !TRIVIA.test(table.kind(child))) found.push(child);
    }
    return found;
  }

  /** First named child that is code, NO_NODE when there is none. */
  firstOf(node: NodeId): NodeId {
    return this.children(node)[0] ?? NO_NODE;
  }

  has(node: NodeId, kind: string): boolean {
    return this.table.childOfKind(node, kind) !== NO_NODE;
  }

  /** Modifiers of a declaration, as written. */
  modifiers(node: NodeId): ReadonlySet<string> {
    const { table } = this;
    const found = new Set<string>();
    for (const child of this.children(node)) if (table.kind(child) === "modifier") found.add(table.textOf(child));
    return found;
  }

  /**
   * Value of an expression. Of no node: {@link NONE}.
   * @param expected type that is wanted here, for `new(…)` and `[…]`; "" when nothing is known.
   */
  expression(node: NodeId, expected = ""): ValueId {
    if (node === NO_NODE) return NONE;
    if (this.depth >= MAXIMUM_DEPTH) return this.unknown(node);
    this.depth++;
    const handler = this.handlers.expressions.get(this.table.kind(node));
    const value = handler ? handler(this, node, expected) : this.unmodelled(node);
    this.depth--;
    return value;
  }

  /** Value of the child under `field`, unknown when a syntax error has left it out. */
  childValue(node: NodeId, field: string, expected = ""): ValueId {
    const child = this.table.child(node, field);
    return child === NO_NODE ? this.unknown(node) : this.expression(child, expected);
  }

  /** Value of the first child that is code, unknown when there is none. */
  onlyValue(node: NodeId, expected = ""): ValueId {
    const child = this.firstOf(node);
    return child === NO_NODE ? this.unknown(node) : this.expression(child, expected);
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

  isStatement(node: NodeId): boolean {
    return this.handlers.statements.has(this.table.kind(node));
  }

  /** Syntax errors and what the grammar may add one day: statements inside run, values inside may flow on. */
  private unmodelled(node: NodeId): ValueId {
    const operands: ValueId[] = [];
    for (const child of this.children(node)) {
      if (this.isStatement(child)) this.statement(child);
      else operands.push(this.expression(child));
    }
    return this.unknown(node, operands);
  }
}
