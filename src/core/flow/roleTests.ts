/**
 * Tests of a message's role around a place: inside `if (message.role === "system")`, or in that case of a switch, only system
 * messages arrive, behind `if (message.role === "system") continue` all others do.
 */
import { B, BlockKind, type BlockId, LiteralKind, NONE, Op, SwitchFlag, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Role } from "../knowledge/schema.js";
import { sameName } from "./fields.js";
import { roleOfConstant, roleOfName } from "./roles.js";

/** A role that no provider knows, by the name that the application writes it with: it is only ever left out. */
export type OtherRole = `other ${string}`;

export interface RoleTest {
  readonly role: Role | OtherRole;
  /** True: only messages of that role get here. False: none of them do. */
  readonly is: boolean;
}

const NONE_HERE: readonly RoleTest[] = [];

export class RoleTests {
  private readonly known = new Map<LoadedFile, Map<BlockId, BlockTests>>();

  /** Tests that a message has passed where the value stands. */
  at(file: LoadedFile, value: ValueId): readonly RoleTest[] {
    const { around, within } = this.of(file, file.view.block(value));
    if (within.length === 0) return around;
    const start = file.view.start(value);
    const before = within.filter((one) => one.end <= start).map((one) => one.test);
    return before.length === 0 ? around : [...before, ...around];
  }

  private of(file: LoadedFile, block: BlockId): BlockTests {
    let blocks = this.known.get(file);
    if (!blocks) {
      blocks = new Map();
      this.known.set(file, blocks);
    }
    let tests = blocks.get(block);
    if (!tests) {
      const around = collect(file, block).filter(isKnown);
      tests = {
        around: around.length === 0 ? NONE_HERE : around,
        within: passed(file, file.view.childBlocks(block)).filter(({ test }) => isKnown(test)),
      };
      blocks.set(block, tests);
    }
    return tests;
  }
}

/** Of roles that no provider knows it is known who is not one of them; what else has the name is not. */
function isKnown({ role, is }: RoleTest): boolean {
  return !is || !role.startsWith("other ");
}

interface BlockTests {
  readonly around: readonly RoleTest[];
  /** What is known behind branches of the block itself, and where each of them ends. */
  readonly within: readonly PassedTest[];
}

interface PassedTest {
  readonly end: number;
  readonly test: RoleTest;
}

/** Branches that are left by messages of a role, or by all others: who comes behind them is not of that role, or is. */
function passed(file: LoadedFile, blocks: readonly BlockId[]): PassedTest[] {
  const { view } = file;
  return blocks.flatMap((block) => {
    if (view.blockColumn(block, B.Kind) !== BlockKind.Branch) return [];
    const test = roleTest(file, view.blockColumn(block, B.Condition));
    const [then] = file.view.childBlocks(block);
    return test && then !== undefined && leaves(file, then)
      ? [{ end: view.blockColumn(block, B.End), test: { role: test.role, is: !test.is } }]
      : [];
  });
}

const combinations = new Map<string, readonly RoleTest[]>();

/**
 * Tests passed so far and those of another place, in one form for all that mean the same: a walk that meets the same tests in
 * another order, or twice, is the same walk. The new ones are nearer to where the message is made, so they win.
 */
export function combined(before: readonly RoleTest[], more: readonly RoleTest[]): readonly RoleTest[] {
  if (more.length === 0) return before;
  const only = more.find((test) => test.is) ?? before.find((test) => test.is && passes(more, test.role));
  const excluded = new Set([...before, ...more].flatMap((test) => (test.is ? [] : [test.role])));
  const tests = only ? [only] : [...excluded].sort().map((role): RoleTest => ({ role, is: false }));
  const key = tests.map((test) => `${test.is}${test.role}`).join();
  const known = combinations.get(key);
  if (known) return known;
  combinations.set(key, tests);
  return tests;
}

/** False when a message of that role cannot pass all tests. */
export function passes(tests: readonly RoleTest[], role: Role | OtherRole): boolean {
  return tests.every((test) => (test.role === role) === test.is);
}

function collect(file: LoadedFile, block: BlockId): RoleTest[] {
  const { view } = file;
  const tests: RoleTest[] = [];
  for (let at = block; ; ) {
    const parent = view.blockColumn(at, B.Parent);
    if (parent === NONE) return tests;
    const items = file.view.childBlocks(parent);
    if (view.blockColumn(parent, B.Kind) === BlockKind.Branch) {
      const test = roleTest(file, view.blockColumn(parent, B.Condition));
      if (test) tests.push({ role: test.role, is: (items[0] === at) === test.is });
    } else if (view.blockColumn(parent, B.Kind) === BlockKind.Switch) {
      tests.push(...caseTests(file, parent, items, at));
    } else {
      tests.push(...passed(file, items.slice(0, items.indexOf(at))).map((one) => one.test));
    }
    at = parent;
  }
}

/** What a case of a switch over roles lets in: its own role, and all but those of the others where it is the default. */
function caseTests(file: LoadedFile, block: BlockId, cases: readonly BlockId[], at: BlockId): RoleTest[] {
  const { view } = file;
  if (!isRole(file, view.blockColumn(block, B.Condition))) return [];
  const index = cases.indexOf(at);
  let first = index;
  const fallsThrough = (view.blockColumn(block, B.A) & SwitchFlag.FallsThrough) !== 0;
  while (fallsThrough && first > 0 && !leaves(file, cases[first - 1] as BlockId)) first--;
  const own = cases.slice(first, index + 1).map((one) => caseRole(file, one));
  const [role] = own;
  if (own.every((one) => one !== null && one === role)) return [{ role: role as Role, is: true }];
  if (view.blockColumn(at, B.Condition) !== NONE) return [];
  const others = [...cases.slice(0, first), ...cases.slice(index + 1)].map((one) => caseRole(file, one));
  return [...new Set(others)].flatMap((one) => (one === null || own.includes(one) ? [] : [{ role: one, is: false }]));
}

/** The one role that a case asks for; null when it asks for something else, or for several. */
function caseRole(file: LoadedFile, block: BlockId): Role | null {
  const { view } = file;
  const condition = view.blockColumn(block, B.Condition);
  if (condition === NONE) return null;
  const values = view.op(condition) === Op.Choice ? [...view.list(view.a(condition))] : [condition];
  const roles = new Set(values.map((value) => writtenRole(file, value)));
  const [role] = roles;
  return roles.size === 1 && role ? role : null;
}

function leaves(file: LoadedFile, block: BlockId): boolean {
  return file.view.childBlocks(block).some((child) => {
    const kind = file.view.blockColumn(child, B.Kind);
    return kind === BlockKind.Continue || kind === BlockKind.Return || kind === BlockKind.Throw || kind === BlockKind.Break;
  });
}

/** Name of a role of the application's own: `Role.Meta`, `MessageRoleMeta`, `"summary"`. */
export function otherRole(file: LoadedFile, value: ValueId): OtherRole | null {
  const { view } = file;
  if (value === NONE) return null;
  if (view.op(value) === Op.Literal)
    return view.b(value) === LiteralKind.String && view.string(view.a(value)) !== "" ? `other ${view.string(view.a(value))}` : null;
  const name = file.nameOf(value);
  switch (view.op(value)) {
    case Op.Field:
      return CONSTANT.test(name) || /role$/i.test(file.nameOf(view.a(value))) ? `other ${name}` : null;
    case Op.Capture:
    case Op.Global:
      return CONSTANT.test(name) ? `other ${name}` : null;
    default:
      return null;
  }
}

const CONSTANT = /[Rr]ole[A-Z]\w*$|ROLE_\w+$/;

/** Role that a text or a constant's name says. */
function writtenRole(file: LoadedFile, value: ValueId): Role | null {
  const { view } = file;
  if (view.op(value) === Op.Literal) return view.b(value) === LiteralKind.String ? roleOfName(view.string(view.a(value))) : null;
  const isName = view.op(value) === Op.Field || view.op(value) === Op.Capture || view.op(value) === Op.Global;
  return isName ? roleOfConstant(file.nameOf(value)) : null;
}

function roleTest(file: LoadedFile, condition: ValueId, depth = 0): RoleTest | null {
  const { view } = file;
  if (condition !== NONE && view.op(condition) === Op.Choice && depth < 3) {
    // `role == "system" || role == "developer"`, and a case with both.
    const [first, ...others] = [...view.list(view.a(condition))].map((one) => roleTest(file, one, depth + 1));
    return first && others.every((one) => one?.role === first.role && one.is === first.is) ? first : null;
  }
  const compared = comparedIn(file, condition);
  if (compared === null) {
    // `!"system".equals(role)`
    const isNot =
      condition !== NONE &&
      view.op(condition) === Op.Binary &&
      view.a(condition) === NONE &&
      /^(?:!|not)$/.test(view.string(view.c(condition)));
    const inner = isNot && depth < 3 ? roleTest(file, view.b(condition), depth + 1) : null;
    return inner && { role: inner.role, is: !inner.is };
  }
  const { sides, equal } = compared;
  for (const [side, other] of [sides, [sides[1], sides[0]]] as const) {
    if (side === NONE || other === NONE) continue;
    if (!isRole(file, other)) continue;
    const role = writtenRole(file, side);
    if (role) return { role, is: equal };
    const own = otherRole(file, side);
    if (own) return { role: own, is: equal };
  }
  return null;
}

/** The two values that a condition compares: by an operator, or by Java's `equals`. */
function comparedIn(file: LoadedFile, condition: ValueId): { readonly sides: readonly [ValueId, ValueId]; readonly equal: boolean } | null {
  const { view } = file;
  if (condition === NONE) return null;
  if (view.op(condition) === Op.Call) {
    const callee = view.a(condition);
    const [only, ...others] = file.arguments(condition);
    if (!only || others.length > 0 || view.op(callee) !== Op.Field || !/^equals(?:IgnoreCase)?$/i.test(file.calleeName(condition)))
      return null;
    return { sides: [view.a(callee), only.value], equal: true };
  }
  if (view.op(condition) !== Op.Binary) return null;
  const operator = view.string(view.c(condition));
  const equal = operator === "==" || operator === "===";
  return equal || operator === "!=" || operator === "!==" ? { sides: [view.a(condition), view.b(condition)], equal } : null;
}

/** `m.role`, `m["role"]`, `m.get("role")`, `m.getRole()`, or a variable that holds one of them. */
export function isRole(file: LoadedFile, value: ValueId, depth = 0): boolean {
  const { view } = file;
  if (value === NONE) return false;
  return file.copies(value).some((one) => {
    switch (view.op(one)) {
      case Op.Field:
        return sameName(view.string(view.b(one)), "role");
      case Op.Element: {
        const key = view.b(one);
        return key !== NONE && view.op(key) === Op.Literal && view.string(view.a(key)) === "role";
      }
      case Op.Call: {
        const [first, ...others] = file.arguments(one);
        const callee = view.a(one);
        const name = file.calleeName(one);
        if (depth < 4 && view.op(callee) === Op.Field && /^(?:strip|lower|upper|trim|toLowerCase|toString)$/.test(name))
          return isRole(file, view.a(callee), depth + 1);
        // `message.getRole()`, `message.role()`
        if (first === undefined) return /^(?:get)?role$/i.test(name);
        // `Role(message.Role)`: another type for the same text.
        if (depth < 4 && others.length === 0 && /role$/i.test(name)) return isRole(file, first.value, depth + 1);
        return name === "get" && view.op(first.value) === Op.Literal && view.string(view.a(first.value)) === "role";
      }
      case Op.Parameter: {
        const parameter = file.facts.functions[view.a(one)]?.parameters[view.b(one)];
        return parameter !== undefined && view.string(parameter.name) === "role";
      }
      default:
        return false;
    }
  });
}
