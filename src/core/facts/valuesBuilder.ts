/** The first layer of the facts builder: its tables, and one way to add a row for each operation. */
import {
  BLOCK_WIDTH,
  type BlockId,
  type ClassFacts,
  type ClassId,
  type ElementKind,
  type FunctionFacts,
  type LanguageId,
  LiteralKind,
  NONE,
  Op,
  V,
  VALUE_WIDTH,
  type ValueId,
} from "./fileFacts.js";
import type { FunctionContext, Variable } from "./functionContext.js";
import type { Range } from "./places.js";
import { ListTable, RowTable, StringTable } from "./tables.js";

/** So few are compared with each other; a set for each of the many short lists of a file costs more. */
const FEW = 8;

/** Each once, in the order in which they come first. */
export function distinct(values: readonly ValueId[]): ValueId[] {
  return values.length > FEW ? [...new Set(values)] : values.filter((value, at) => values.indexOf(value) === at);
}

export abstract class ValuesBuilder {
  protected readonly strings = new StringTable();
  protected readonly lists = new ListTable();
  protected readonly values = new RowTable(VALUE_WIDTH);
  protected readonly blocks = new RowTable(BLOCK_WIDTH);
  protected readonly items: number[][] = [];
  protected readonly functions: (FunctionFacts | undefined)[] = [];
  protected readonly classes: (ClassFacts | undefined)[] = [];
  protected readonly variables: Variable[] = [];
  protected readonly contexts: FunctionContext[] = [];
  /** Function that is being lowered; there is none before the module's own is opened. */
  protected context!: FunctionContext;

  constructor(
    readonly language: LanguageId,
    readonly text: string,
  ) {}

  protected value(op: Op, a: number, b: number, c: number, range: Range): ValueId {
    const id = this.values.add();
    this.values.set(id, V.Op, op);
    this.values.set(id, V.A, a);
    this.values.set(id, V.B, b);
    this.values.set(id, V.C, c);
    this.values.set(id, V.Start, range.start);
    this.values.set(id, V.End, range.end);
    this.values.set(id, V.Block, this.context ? this.context.block : 0);
    return id;
  }

  opOf(value: ValueId): Op {
    return this.values.get(value, V.Op) as Op;
  }

  unknown(operands: readonly ValueId[], range: Range): ValueId {
    return this.value(Op.Unknown, this.lists.add(operands.filter((v) => v !== NONE)), NONE, NONE, range);
  }

  literal(text: string, kind: LiteralKind, range: Range): ValueId {
    return this.value(Op.Literal, this.strings.id(text), kind, NONE, range);
  }

  string(text: string, range: Range): ValueId {
    return this.literal(text, LiteralKind.String, range);
  }

  template(parts: readonly ValueId[], tag: ValueId, range: Range): ValueId {
    return this.value(Op.Template, this.lists.add(parts), tag, NONE, range);
  }

  binary(left: ValueId, operator: string, right: ValueId, range: Range): ValueId {
    return this.value(Op.Binary, left, right, this.strings.id(operator), range);
  }

  /** One of `alternatives`; of several equal ones, just that one. */
  choice(alternatives: readonly ValueId[], condition: ValueId, range: Range): ValueId {
    const different = distinct(alternatives.filter((v) => v !== NONE));
    if (different.length === 1) return different[0] as ValueId;
    return this.value(Op.Choice, this.lists.add(different), condition, NONE, range);
  }

  field(object: ValueId, name: string, range: Range): ValueId {
    return this.value(Op.Field, object, this.strings.id(name), NONE, range);
  }

  /** @param key NONE for "each element". */
  element(object: ValueId, key: ValueId, range: Range): ValueId {
    return this.value(Op.Element, object, key, NONE, range);
  }

  /** One of the results of a call that gives several. */
  result(call: ValueId, index: number, kind: ElementKind, range: Range): ValueId {
    return this.value(Op.Element, call, this.literal(String(index), LiteralKind.Number, range), kind, range);
  }

  /** @param entries key as text, `null` for a spread entry, or a value for a computed key. */
  object(entries: readonly { readonly key: string | null | ValueId; readonly value: ValueId }[], range: Range): ValueId {
    const list: number[] = [];
    for (const { key, value } of entries) list.push(key === null ? -1 : typeof key === "string" ? this.strings.id(key) : -2, value);
    return this.value(Op.Object, this.lists.add(list), NONE, NONE, range);
  }

  /** An object after one of its fields was written, for initialisers: the object itself lives nowhere yet. */
  stored(object: ValueId, name: string, value: ValueId, range: Range): ValueId {
    return this.value(Op.Store, object, this.strings.id(name), value, range);
  }

  /** The same for an element. @param key NONE when it is not known, or appended. */
  storedElement(object: ValueId, key: ValueId, value: ValueId, range: Range): ValueId {
    return this.value(Op.StoreElement, object, key, value, range);
  }

  array(values: readonly ValueId[], range: Range): ValueId {
    return this.value(Op.Array, this.lists.add(values), NONE, NONE, range);
  }

  spread(value: ValueId, range: Range): ValueId {
    return this.value(Op.Spread, value, NONE, NONE, range);
  }

  await(value: ValueId, range: Range): ValueId {
    return this.value(Op.Await, value, NONE, NONE, range);
  }

  yield(value: ValueId, range: Range): ValueId {
    this.context.returns.push(value);
    return this.value(Op.Yield, value, NONE, NONE, range);
  }

  cast(value: ValueId, type: string, range: Range): ValueId {
    return this.value(Op.Cast, value, this.strings.id(type), NONE, range);
  }

  superValue(owner: ClassId, range: Range): ValueId {
    return this.value(Op.Super, owner, NONE, NONE, range);
  }

  exception(tryBlock: BlockId, range: Range): ValueId {
    return this.value(Op.Exception, tryBlock, NONE, NONE, range);
  }

  global(name: string, range: Range): ValueId {
    return this.value(Op.Global, this.strings.id(name), NONE, NONE, range);
  }

  markup(
    tag: ValueId,
    tagName: string,
    attributes: readonly { readonly name: string | null; readonly value: ValueId }[],
    range: Range,
  ): ValueId {
    const list: number[] = [];
    for (const { name, value } of attributes) list.push(name === null ? NONE : this.strings.id(name), value);
    return this.value(Op.Element_Markup, tag, this.strings.id(tagName), this.lists.add(list), range);
  }

  rangeOf(value: ValueId): Range {
    return { start: this.values.get(value, V.Start), end: this.values.get(value, V.End) };
  }

  stringId(text: string): number {
    return this.strings.id(text);
  }

  protected itemsOf(block: BlockId): number[] {
    return this.items[block] as number[];
  }
}
