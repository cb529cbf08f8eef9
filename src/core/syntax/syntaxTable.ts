/**
 * A syntax tree as a flat table of integers, filled by one walk over a tree-sitter tree.
 *
 * Lowering walks integers instead of tree-sitter nodes: nothing crosses the WebAssembly border twice,
 * and the tree can be freed as soon as the table is filled.
 */
import type { NodeNames } from "./nodeNames.js";
import { Bit, Column, NO_NODE, type NodeId, WIDTH } from "./syntaxRows.js";

export { NO_NODE, type NodeId } from "./syntaxRows.js";

/** One file's syntax tree. Offsets are UTF-16 code units from the start of the text, ends exclusive. */
export class SyntaxTable {
  private readonly kinds: readonly string[];
  private readonly fields: readonly string[];

  constructor(
    readonly text: string,
    names: NodeNames,
    private readonly rows: Int32Array,
    /** True when the parser had to skip or invent text somewhere. */
    readonly hasError: boolean,
  ) {
    this.kinds = names.kinds;
    this.fields = names.fields;
  }

  /** The root node is always 0 (a file has one, even when empty). */
  get root(): NodeId {
    return 0;
  }

  get nodeCount(): number {
    return this.rows.length / WIDTH;
  }

  /** Grammar name of the node, such as `call_expression`. */
  kind(node: NodeId): string {
    return this.kinds[(this.rows[node * WIDTH + Column.Kind] as number) & Bit.Kind] as string;
  }

  /** Field name under which the node hangs in its parent, "" when none. */
  field(node: NodeId): string {
    return this.fields[this.rows[node * WIDTH + Column.Field] as number] as string;
  }

  isNamed(node: NodeId): boolean {
    return ((this.rows[node * WIDTH + Column.Kind] as number) & Bit.Named) !== 0;
  }

  isError(node: NodeId): boolean {
    return ((this.rows[node * WIDTH + Column.Kind] as number) & (Bit.Error | Bit.Missing)) !== 0;
  }

  start(node: NodeId): number {
    return this.rows[node * WIDTH + Column.Start] as number;
  }

  end(node: NodeId): number {
    return this.rows[node * WIDTH + Column.End] as number;
  }

  parent(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.Parent] as NodeId;
  }

  /** First kept child, named or keyword; NO_NODE when none. */
  firstChild(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.First] as NodeId;
  }

  nextSibling(node: NodeId): NodeId {
    return this.rows[node * WIDTH + Column.Next] as NodeId;
  }

  /** First child under the given field, NO_NODE when absent. */
  child(node: NodeId, field: string): NodeId {
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.field(child) === field) return child;
    }
    return NO_NODE;
  }

  /** All children under the given field (tree-sitter allows several). */
  childrenOf(node: NodeId, field: string): NodeId[] {
    const found: NodeId[] = [];
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.field(child) === field) found.push(child);
    }
    return found;
  }

  /** Named children in order, comments left out. */
  namedChildren(node: NodeId): NodeId[] {
    const found: NodeId[] = [];
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.isNamed(child) && this.kind(child) !== "comment") found.push(child);
    }
    return found;
  }

  /** First child of the given kind (also keywords, such as `async`), NO_NODE when absent. */
  childOfKind(node: NodeId, kind: string): NodeId {
    for (let child = this.firstChild(node); child !== NO_NODE; child = this.nextSibling(child)) {
      if (this.kind(child) === kind) return child;
    }
    return NO_NODE;
  }

  textOf(node: NodeId): string {
    return this.text.slice(this.start(node), this.end(node));
  }
}
