/** Checks that dominate the use: a flow counts as guarded where what it carries was tested and the bad case left. */
import { B, BlockKind, type BlockId, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { locator } from "../calls/modelCalls.js";
import type { CallGraph } from "../link/callGraph.js";
import type { LoadedFile } from "../link/program.js";
import type { SanitizerUse, Sanitizers } from "./sanitizers.js";
import type { AppliedSanitizer, Task } from "./task.js";

interface GuardCall {
  readonly call: ValueId;
  readonly use: SanitizerUse;
  /** Values whose data the guard looks at, copies included. */
  readonly inputs: ReadonlySet<ValueId>;
}

export class Guards {
  private readonly byFile = new Map<LoadedFile, readonly GuardCall[]>();
  private readonly wholeFile = new Map<LoadedFile, number>();

  constructor(
    private readonly sanitizers: Sanitizers,
    private readonly callGraph: CallGraph,
    private readonly generation: () => number,
  ) {}

  /** Guards on the way of one flow, outermost first. */
  on(source: Task): readonly AppliedSanitizer[] {
    const found: AppliedSanitizer[] = [];
    const values = new Map<LoadedFile, Set<ValueId>>();
    for (let task: Task | null = source; task; task = task.next) {
      const known = values.get(task.file) ?? new Set<ValueId>();
      values.set(task.file, known);
      known.add(task.value);
    }
    for (let task: Task | null = source; task?.next; task = task.next) {
      const use = task.next;
      if (use.file !== task.file) continue;
      for (const guard of this.guardsOf(task.file)) {
        if (found.some((one) => one.value === guard.call && one.file === task?.file)) continue;
        if (![...guard.inputs].some((value) => values.get(use.file)?.has(value))) continue;
        if (guard.call !== use.value && this.dominates(use.file, guard, use.value)) {
          found.push({ name: guard.use.name, tier: guard.use.tier, file: use.file, value: guard.call, protects: guard.use.protects });
        }
      }
    }
    return found;
  }

  private guardsOf(file: LoadedFile): readonly GuardCall[] {
    const known = this.byFile.get(file);
    if (known && this.wholeFile.get(file) === this.generation()) return known;
    const guards: GuardCall[] = [];
    for (const call of file.calls) {
      const use = this.sanitizers.at(file, call).find((one) => one.effect !== "result" && one.tier !== "nominal");
      if (!use) continue;
      const inputs = new Set<ValueId>();
      for (const one of this.callGraph.locators.located(file, call, locator(use.input)))
        if (one.file === file) collect(file, one.value, inputs, 0);
      guards.push({ call, use, inputs });
    }
    this.byFile.set(file, guards);
    this.wholeFile.set(file, this.generation());
    return guards;
  }

  private dominates(file: LoadedFile, guard: GuardCall, use: ValueId): boolean {
    const { view } = file;
    const guardBlock = view.block(guard.call);
    const useBlock = view.block(use);
    if (view.blockColumn(guardBlock, B.Function) !== view.blockColumn(useBlock, B.Function) || guard.call > use) return false;
    if (guard.use.effect === "throws") return this.encloses(file, guardBlock, useBlock);
    for (let block = 0; block < view.blockCount; block++) {
      if (view.blockColumn(block, B.Kind) !== BlockKind.Branch) continue;
      const condition = view.blockColumn(block, B.Condition);
      if (condition === NONE || !mentions(file, condition, guard.call, new Set())) continue;
      const arms = file.view.childBlocks(block);
      if (arms.some((arm) => this.encloses(file, arm, useBlock))) return true;
      const leaves = arms.some((arm) => this.leaves(file, arm));
      const parent = view.blockColumn(block, B.Parent);
      if (leaves && parent !== NONE && this.encloses(file, parent, useBlock) && view.blockColumn(block, B.Start) <= view.start(use))
        return true;
    }
    return false;
  }

  private leaves(file: LoadedFile, block: BlockId): boolean {
    return file.view.childBlocks(block).some((child) => {
      const kind = file.view.blockColumn(child, B.Kind);
      return kind === BlockKind.Return || kind === BlockKind.Throw || kind === BlockKind.Continue || kind === BlockKind.Break;
    });
  }

  private encloses(file: LoadedFile, outer: BlockId, inner: BlockId): boolean {
    for (let at = inner; at !== NONE; at = file.view.blockColumn(at, B.Parent)) if (at === outer) return true;
    return false;
  }
}

/** The value, its copies and the parts that it is made of. */
function collect(file: LoadedFile, value: ValueId, into: Set<ValueId>, depth: number): void {
  if (value === NONE || into.has(value) || depth > 6) return;
  const { view } = file;
  for (const one of file.copies(value)) {
    into.add(one);
    switch (view.op(one)) {
      case Op.Field:
      case Op.Spread:
        collect(file, view.a(one), into, depth + 1);
        break;
      case Op.Object: {
        const entries = view.list(view.a(one));
        for (let at = 1; at < entries.length; at += 2) collect(file, entries[at] as ValueId, into, depth + 1);
        break;
      }
      case Op.Array:
      case Op.Template:
        for (const part of view.list(view.a(one))) collect(file, part, into, depth + 1);
        break;
      default:
    }
  }
}

/** True when an expression depends on a call's result. */
function mentions(file: LoadedFile, value: ValueId, call: ValueId, seen: Set<ValueId>): boolean {
  if (value === NONE || seen.has(value) || seen.size > 60) return false;
  seen.add(value);
  const { view } = file;
  if (value === call) return true;
  switch (view.op(value)) {
    case Op.Binary:
      return mentions(file, view.a(value), call, seen) || mentions(file, view.b(value), call, seen);
    case Op.Field:
    case Op.Element:
    case Op.Await:
    case Op.Cast:
    case Op.AfterCall:
      return mentions(file, view.a(value), call, seen);
    case Op.Choice:
    case Op.Unknown:
      return [...view.list(view.a(value))].some((one) => mentions(file, one, call, seen));
    case Op.Call:
      return (
        mentions(file, view.a(value), call, seen) || file.arguments(value).some((argument) => mentions(file, argument.value, call, seen))
      );
    default:
      return false;
  }
}
