/** One file of a repository with its facts and its syntax, and the questions that mutation operators ask of both. */
import type { Op, ValueId } from "../../src/core/facts/fileFacts.js";
import { excerpt, pointOf } from "../../src/core/flow/steps.js";
import { languageOf } from "../../src/core/languages/languages.js";
import type { LoadedFile } from "../../src/core/link/program.js";
import { NO_NODE, type NodeId, type SyntaxTable } from "../../src/core/syntax/syntaxTable.js";
import { testParser } from "../support/testParser.js";
import type { Dialect } from "./dialect.js";
import { dialectOf } from "./dialects.js";
import type { Project } from "./project.js";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Statement extends Stretch {
  readonly node: NodeId;
  /** White space in front of it on its line. */
  readonly indent: string;
}

/** Nodes whose children are members of a class. */
const MEMBERS = new Set(["class_body", "declaration_list", "interface_body", "enum_body_declarations"]);

export class Code {
  private constructor(
    readonly path: string,
    readonly file: LoadedFile,
    readonly table: SyntaxTable,
    readonly dialect: Dialect,
  ) {}

  /** Null for what is no plain file of a language with a dialect. */
  static async open(project: Project, path: string): Promise<Code | null> {
    const file = await project.loaded(path);
    const reader = languageOf(path);
    if (!file || !reader || file.map) return null;
    const dialect = dialectOf(reader.language.id);
    const table = dialect && (await (await testParser()).parse(file.text, reader.grammar));
    return table && dialect && !table.hasError ? new Code(path, file, table, dialect) : null;
  }

  get text(): string {
    return this.file.text;
  }

  /** Offset of a line and column, both from 1. */
  offsetOf(line: number, column: number): number {
    return (this.file.facts.lineStarts[line - 1] ?? this.text.length) + column - 1;
  }

  /** The value that a place of a result is about, by what the result shows of it. */
  valueAt(offset: number, shown: string | null, ops: readonly Op[] | null = null): ValueId | null {
    const { view } = this.file;
    let best: ValueId | null = null;
    for (let value = 0; value < view.valueCount; value++) {
      if (pointOf(this.file, value) !== offset && view.start(value) !== offset) continue;
      if (ops && !ops.includes(view.op(value))) continue;
      if (shown !== null && excerpt(this.file, value) !== shown) continue;
      if (best === null || view.end(value) - view.start(value) < view.end(best) - view.start(best)) best = value;
    }
    return best;
  }

  /** The smallest node around a stretch. */
  nodeAround({ start, end }: Stretch): NodeId {
    let best = NO_NODE;
    for (let node = 0; node < this.table.nodeCount; node++) {
      if (!this.table.isNamed(node) || this.table.start(node) > start || this.table.end(node) < end) continue;
      if (best === NO_NODE || this.widthOf(node) <= this.widthOf(best)) best = node;
    }
    return best;
  }

  /** The largest node with exactly this stretch. */
  nodeOf({ start, end }: Stretch): NodeId {
    for (let node = 0; node < this.table.nodeCount; node++) {
      if (this.table.isNamed(node) && this.table.start(node) === start && this.table.end(node) === end) return node;
    }
    return NO_NODE;
  }

  /** The statement around a node when it begins its line; null when a function lies between. */
  statementOf(node: NodeId): Statement | null {
    for (let at = node; at !== NO_NODE; at = this.table.parent(at)) {
      if (at !== node && this.dialect.functions.has(this.table.kind(at))) return null;
      const parent = this.table.parent(at);
      if (parent === NO_NODE || !this.dialect.blocks.has(this.table.kind(parent)) || !this.table.isNamed(at)) continue;
      const start = this.table.start(at);
      const lineStart = this.text.lastIndexOf("\n", start - 1) + 1;
      const indent = this.text.slice(lineStart, start);
      return indent.trim() === "" ? { node: at, start, end: this.table.end(at), indent } : null;
    }
    return null;
  }

  /** The member of a class around a stretch, where another member can be written before it. */
  memberOf(stretch: Stretch): (Stretch & { readonly indent: string }) | null {
    let at = this.nodeAround(stretch);
    for (; at !== NO_NODE; at = this.table.parent(at)) {
      const parent = this.table.parent(at);
      if (parent !== NO_NODE && MEMBERS.has(this.table.kind(parent))) break;
    }
    if (at === NO_NODE) return null;
    const start = this.table.start(at);
    const indent = this.text.slice(this.text.lastIndexOf("\n", start - 1) + 1, start);
    return indent.trim() === "" ? { start, end: this.table.end(at), indent } : null;
  }

  /** Nodes from the one around outwards. */
  *ancestors(node: NodeId): Generator<NodeId> {
    for (let at = this.table.parent(node); at !== NO_NODE; at = this.table.parent(at)) yield at;
  }

  /** The innermost function around a node. */
  functionAround(node: NodeId): NodeId {
    for (const at of this.ancestors(node)) if (this.dialect.functions.has(this.table.kind(at))) return at;
    return NO_NODE;
  }

  /** The whole expression that a source is read with: `request.body.question`, `(await request.json())["question"]`. */
  whole(stretch: Stretch): NodeId {
    const { table, dialect } = this;
    let node = this.nodeOf(stretch);
    for (let parent = node === NO_NODE ? NO_NODE : table.parent(node); parent !== NO_NODE; parent = table.parent(node)) {
      const kind = table.kind(parent);
      const object = dialect.access[kind];
      const isRead = object !== undefined && table.child(parent, object) === node && !this.isCallee(parent);
      const isAround = dialect.transparent.has(kind) && (!kind.startsWith("parenthesized") || this.isObject(parent));
      if (!isRead && !isAround) return node;
      node = parent;
    }
    return node;
  }

  /** True when a member or an element of it is read. */
  private isObject(node: NodeId): boolean {
    const parent = this.table.parent(node);
    const object = parent === NO_NODE ? undefined : this.dialect.access[this.table.kind(parent)];
    return object !== undefined && this.table.child(parent, object) === node;
  }

  isCallee(node: NodeId): boolean {
    return ["function", "constructor"].includes(this.table.field(node));
  }

  stretchOf(node: NodeId): Stretch {
    return { start: this.table.start(node), end: this.table.end(node) };
  }

  private widthOf(node: NodeId): number {
    return this.table.end(node) - this.table.start(node);
  }
}
