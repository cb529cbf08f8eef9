/**
 * Tests for a parameter that may be left out: inside of `if (history)`, and behind `if (!history) return`, only those callers
 * arrive that hand one over.
 */
import {
  B,
  BlockKind,
  type BlockId,
  type FunctionFacts,
  type FunctionId,
  LiteralKind,
  NONE,
  Op,
  type ValueId,
} from "../facts/fileFacts.js";
import { type LoadedFile, type Node, fileOf, nodeOf, rowOf } from "../link/program.js";

const NONE_HERE: readonly ValueId[] = [];

export class PresenceTests {
  private readonly known = new Map<LoadedFile, Map<BlockId, readonly ValueId[]>>();

  /** Parameters that are there when a block runs. */
  at(file: LoadedFile, block: BlockId): readonly ValueId[] {
    let blocks = this.known.get(file);
    if (!blocks) {
      blocks = new Map();
      this.known.set(file, blocks);
    }
    let found = blocks.get(block);
    if (!found) {
      found = collect(file, block);
      if (found.length === 0) found = NONE_HERE;
      blocks.set(block, found);
    }
    return found;
  }
}

/** The tested parameters of the functions that a walk is in, and those of another place. */
export function withTested(before: readonly Node[], file: LoadedFile, parameters: readonly ValueId[]): readonly Node[] {
  const fresh = parameters.map((one) => nodeOf(file.number, one)).filter((one) => !before.includes(one));
  return fresh.length === 0 ? before : [...before, ...fresh].sort((a, b) => a - b);
}

/** Those that are left when the walk leaves a function. */
export function withoutTested(before: readonly Node[], file: LoadedFile, id: FunctionId): readonly Node[] {
  const left = before.filter((one) => fileOf(one) !== file.number || file.view.a(rowOf(one)) !== id);
  return left.length === before.length ? before : left;
}

/** A value that a test for presence does not let through. */
export function isAbsent(file: LoadedFile, value: ValueId): boolean {
  const { view } = file;
  switch (view.op(value)) {
    case Op.Literal:
      return view.b(value) === LiteralKind.Null || /^(?:|0|false|False)$/.test(view.string(view.a(value)));
    case Op.Array:
    case Op.Object:
      return view.list(view.a(value)).length === 0;
    default:
      return false;
  }
}

/** The parameter that a value is, when its default does not pass a test for presence; NONE for all others. */
export function optionalParameter(file: LoadedFile, value: ValueId): ValueId {
  const { view } = file;
  // A parameter or its default, in one.
  const [first, second, ...others] = view.op(value) === Op.Choice ? [...view.list(view.a(value))] : [value];
  if (first === undefined || others.length > 0 || view.op(first) !== Op.Parameter) return NONE;
  const fallback = (file.facts.functions[view.a(first)] as FunctionFacts).parameters[view.b(first)]?.default ?? NONE;
  return fallback !== NONE && (second === undefined || second === fallback) && isAbsent(file, fallback) ? first : NONE;
}

function collect(file: LoadedFile, block: BlockId): ValueId[] {
  const { view } = file;
  const found = new Set<ValueId>();
  for (let at = block; ; ) {
    const parent = view.blockColumn(at, B.Parent);
    if (parent === NONE) return [...found].sort((a, b) => a - b);
    const items = file.view.childBlocks(parent);
    if (view.blockColumn(parent, B.Kind) === BlockKind.Branch) {
      addTested(file, view.blockColumn(parent, B.Condition), items[0] === at, found);
    } else {
      for (const sibling of items) {
        if (sibling === at) break;
        const [then] = view.blockColumn(sibling, B.Kind) === BlockKind.Branch ? file.view.childBlocks(sibling) : [];
        if (then !== undefined && leaves(file, then)) addTested(file, view.blockColumn(sibling, B.Condition), false, found);
      }
    }
    at = parent;
  }
}

function leaves(file: LoadedFile, block: BlockId): boolean {
  return file.view.childBlocks(block).some((child) => {
    const kind = file.view.blockColumn(child, B.Kind);
    return kind === BlockKind.Return || kind === BlockKind.Throw;
  });
}

/** Parameters that are there when a condition is `holds`. */
function addTested(file: LoadedFile, condition: ValueId, holds: boolean, found: Set<ValueId>): void {
  if (condition === NONE) return;
  const { view } = file;
  if (view.op(condition) === Op.Choice && view.b(condition) !== NONE) {
    // `left and right` is the right one where the left one holds, `left or right` the other way round.
    const [first, second] = [...view.list(view.a(condition))] as [ValueId, ValueId];
    const left = view.b(condition);
    if (left !== (holds ? second : first)) return;
    addTested(file, left, holds, found);
    addTested(file, holds ? first : second, holds, found);
  } else if (view.op(condition) === Op.Binary) {
    const operator = view.string(view.c(condition));
    const left = view.a(condition);
    const right = view.b(condition);
    if (left === NONE && (operator === "not" || operator === "!")) addTested(file, right, !holds, found);
    else if (operator === (holds ? "and" : "or") || operator === (holds ? "&&" : "||")) {
      addTested(file, left, holds, found);
      addTested(file, right, holds, found);
    } else if (left !== NONE && isNull(file, right) && (holds ? /^(?:is not|!==?)$/ : /^(?:is|===?)$/).test(operator))
      add(file, left, found);
  } else if (holds) add(file, condition, found);
}

function isNull(file: LoadedFile, value: ValueId): boolean {
  return value !== NONE && file.view.op(value) === Op.Literal && file.view.b(value) === LiteralKind.Null;
}

function add(file: LoadedFile, value: ValueId, found: Set<ValueId>): void {
  const parameter = optionalParameter(file, value);
  if (parameter !== NONE) found.add(parameter);
}
