/**
 * "On every path": walks the block tree of a function from a call to the ways out of it, and says for each way whether
 * something that matters (an audit record) lies on it.
 */
import { B, BlockKind, type BlockId, type FunctionFacts, NONE, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

export interface Exit {
  readonly kind: "return" | "throw" | "end";
  readonly passed: boolean;
}

/** Says of a call of the function whether it passes for certain (must), perhaps (may) or not at all (null). */
export type Classify = (call: ValueId) => "must" | "may" | null;

interface Outcome {
  /** State when the items end normally; null when they never do. */
  readonly normal: boolean | null;
  readonly exits: readonly Exit[];
}

export class PathWalker {
  /** Set when anything that may pass was seen on any way. */
  may = false;

  constructor(
    private readonly file: LoadedFile,
    private readonly classify: Classify,
  ) {}

  /** Ways out of the function of a call, seen from the call; a record before the call, on every way to it, covers all of them. */
  exitsAfter(call: ValueId): readonly Exit[] {
    const { view } = this.file;
    const block = view.block(call);
    const position = this.items(block).indexOf(call);
    const before = this.passedBefore(block, position < 0 ? this.items(block).length : position);
    const exits: Exit[] = [];
    // The call itself throws: the nearest try catches it, or it leaves the function.
    exits.push(...this.thrown(block, before));
    let outcome = this.run(block, position + 1, before);
    exits.push(...outcome.exits);
    for (let at = block; outcome.normal !== null; ) {
      const parent = view.blockColumn(at, B.Parent);
      if (parent === NONE) {
        exits.push({ kind: "end", passed: outcome.normal });
        break;
      }
      const normal: boolean = this.afterTry(parent, at, outcome.normal);
      outcome = this.run(parent, this.after(parent, at), normal);
      exits.push(...outcome.exits);
      at = parent;
    }
    return exits;
  }

  /** Whether a function passes on every normal way from its start. */
  always(facts: FunctionFacts): boolean {
    const outcome = this.run(facts.body, 0, false);
    const exits = outcome.exits.filter((exit) => exit.kind !== "throw").map((exit) => exit.passed);
    if (outcome.normal !== null) exits.push(outcome.normal);
    return exits.length > 0 && exits.every(Boolean);
  }

  private items(block: BlockId): readonly number[] {
    const list = this.file.view.blockColumn(block, B.Items);
    return list === 0 ? [] : [...this.file.view.list(list)];
  }

  private kind(block: BlockId): BlockKind {
    return this.file.view.blockColumn(block, B.Kind);
  }

  /** Where to go on in a parent after one of its children: branches and tries go on behind themselves. */
  private after(parent: BlockId, child: BlockId): number {
    const kind = this.kind(parent);
    const items = this.items(parent);
    if (kind === BlockKind.Branch || kind === BlockKind.Switch || kind === BlockKind.Try) return items.length;
    return items.indexOf(~child) + 1;
  }

  /** A finally block runs after the body and the handlers of its try. */
  private afterTry(parent: BlockId, child: BlockId, passed: boolean): boolean {
    if (this.kind(parent) !== BlockKind.Try || this.kind(child) === BlockKind.Finally) return passed;
    for (const item of this.items(parent)) {
      if (item < 0 && this.kind(~item) === BlockKind.Finally) return this.run(~item, 0, passed).normal ?? true;
    }
    return passed;
  }

  private passedBefore(block: BlockId, position: number): boolean {
    let passed = false;
    let end = position;
    for (let at = block; ; ) {
      const kind = this.kind(at);
      // Siblings of a branch or a try's handler are other ways, not earlier ones.
      if (kind !== BlockKind.Branch && kind !== BlockKind.Switch && kind !== BlockKind.Try) {
        passed = this.runItems(this.items(at).slice(0, end), passed).normal ?? passed;
      }
      const parent = this.file.view.blockColumn(at, B.Parent);
      if (parent === NONE) return passed;
      end = this.items(parent).indexOf(~at);
      at = parent;
    }
  }

  /** Ways of an exception thrown at a block. */
  private thrown(block: BlockId, before: boolean): readonly Exit[] {
    let passed = before;
    for (let at = block; ; ) {
      const parent = this.file.view.blockColumn(at, B.Parent);
      if (parent === NONE) return [{ kind: "throw", passed }];
      if (this.kind(parent) === BlockKind.Try) {
        const siblings = this.items(parent).filter((item) => item < 0).map((item) => ~item);
        const last = siblings.find((one) => this.kind(one) === BlockKind.Finally);
        const cleanup = (state: boolean): boolean => (last === undefined ? state : (this.run(last, 0, state).normal ?? true));
        const handlers = siblings.filter((one) => this.kind(one) === BlockKind.Handler);
        if (this.kind(at) === BlockKind.TryBody && handlers.length > 0) {
          const exits: Exit[] = [];
          for (const handler of handlers) {
            const outcome = this.run(handler, 0, passed);
            exits.push(...outcome.exits.map((exit) => ({ ...exit, passed: cleanup(exit.passed) })));
            if (outcome.normal !== null) exits.push(...this.continueAfter(parent, cleanup(outcome.normal)));
          }
          return exits;
        }
        if (this.kind(at) !== BlockKind.Finally) passed = cleanup(passed);
      }
      at = parent;
    }
  }

  private continueAfter(block: BlockId, passed: boolean): readonly Exit[] {
    const exits: Exit[] = [];
    let state: boolean | null = passed;
    for (let at = block; state !== null; ) {
      const parent = this.file.view.blockColumn(at, B.Parent);
      if (parent === NONE) return [...exits, { kind: "end", passed: state }];
      const outcome: Outcome = this.run(parent, this.after(parent, at), this.afterTry(parent, at, state));
      exits.push(...outcome.exits);
      state = outcome.normal;
      at = parent;
    }
    return exits;
  }

  private run(block: BlockId, from: number, passed: boolean): Outcome {
    return this.runItems(this.items(block).slice(from), passed);
  }

  private runItems(items: readonly number[], start: boolean): Outcome {
    let passed = start;
    const exits: Exit[] = [];
    for (const item of items) {
      if (item >= 0) {
        const verdict = this.classify(item);
        if (verdict) this.may = true;
        if (verdict === "must") passed = true;
        continue;
      }
      const outcome = this.runBlock(~item, passed);
      exits.push(...outcome.exits);
      if (outcome.normal === null) return { normal: null, exits };
      passed = outcome.normal;
    }
    return { normal: passed, exits };
  }

  private runBlock(block: BlockId, passed: boolean): Outcome {
    switch (this.kind(block)) {
      case BlockKind.Return:
        return { normal: null, exits: [{ kind: "return", passed }] };
      case BlockKind.Throw:
        return { normal: null, exits: [{ kind: "throw", passed }] };
      case BlockKind.Break:
      case BlockKind.Continue:
        return { normal: passed, exits: [] };
      case BlockKind.Branch:
      case BlockKind.Switch: {
        const arms = this.items(block).filter((item) => item < 0).map((item) => this.run(~item, 0, passed));
        const open = this.kind(block) === BlockKind.Switch && this.file.view.blockColumn(block, B.A) !== 1;
        const normals = arms.map((arm) => arm.normal).filter((normal): normal is boolean => normal !== null);
        if (open) normals.push(passed);
        return { normal: normals.length === 0 ? null : normals.every(Boolean), exits: arms.flatMap((arm) => arm.exits) };
      }
      case BlockKind.Loop: {
        const body = this.run(block, 0, passed);
        const ran = this.file.view.blockColumn(block, B.A) === 1;
        return { normal: ran ? (body.normal ?? passed) : passed, exits: body.exits };
      }
      case BlockKind.Try:
        return this.runTry(block, passed);
      default:
        return this.run(block, 0, passed);
    }
  }

  private runTry(block: BlockId, passed: boolean): Outcome {
    let normal: boolean | null = null;
    const merge = (other: boolean | null): void => {
      if (other !== null) normal = normal === null ? other : normal && other;
    };
    let body: Outcome | null = null;
    let last: BlockId = NONE;
    const exits: Exit[] = [];
    for (const item of this.items(block)) {
      if (item >= 0) continue;
      const child = ~item;
      switch (this.kind(child)) {
        case BlockKind.TryBody:
          body = this.run(child, 0, passed);
          exits.push(...body.exits);
          break;
        case BlockKind.Handler: {
          const handler = this.run(child, 0, passed);
          exits.push(...handler.exits);
          merge(handler.normal);
          break;
        }
        case BlockKind.Finally:
          last = child;
          break;
        default:
          if (body && body.normal !== null) {
            body = this.run(child, 0, body.normal);
            exits.push(...body.exits);
          }
      }
    }
    merge(body?.normal ?? null);
    if (last === NONE) return { normal, exits };
    const cleanup = (state: boolean): boolean => this.run(last, 0, state).normal ?? true;
    return { normal: normal === null ? null : cleanup(normal), exits: exits.map((exit) => ({ ...exit, passed: cleanup(exit.passed) })) };
  }
}
