/**
 * "On every path": runs a function's block tree over sets of states and says for each way out, from a given call on,
 * whether something that matters (an audit record) lies on it for certain, perhaps or not at all.
 */
import { B, BlockKind, type BlockId, type FunctionFacts, NONE, type ValueId, SwitchFlag } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";

/** How much of a record lies on a way. */
export enum Level {
  None = 0,
  May = 1,
  Must = 2,
}

export interface Exit {
  readonly kind: "return" | "throw" | "end";
  readonly level: Level;
}

/** What the call that ways are counted from has behind it already when it returns and when it throws; null: it never does. */
export interface Within {
  readonly normal: Level | null;
  readonly throws: Level | null;
}

/** What lies on the way once a call is made; null: it never comes back (`fail(error)` that always throws). */
export type Classify = (call: ValueId) => Level | null;

/** Ways out of the function of a call that lead over that call. A record on every way to the call covers all of them. */
export function exitsAfter(file: LoadedFile, call: ValueId, within: Within, classify: Classify): readonly Exit[] {
  const { view } = file;
  const facts = file.facts.functions[view.blockColumn(view.block(call), B.Function)] as FunctionFacts;
  const exits = exitsOf(new Walker(file, classify, call, within).run(facts.body, state(false, Level.None)));
  // A call in code that nothing leads to, or one that is no step of its function: nothing is known to lie on its way.
  return exits.length > 0 ? exits : [{ kind: "end", level: Level.None }];
}

/** What lies on the normal ways through a function, from its start. */
export function levelOf(file: LoadedFile, facts: FunctionFacts, classify: Classify): Level {
  const flow = new Walker(file, classify, NONE, { normal: Level.None, throws: Level.None }).run(facts.body, state(true, Level.None));
  return together(exitsOf({ ...flow, throws: 0 }).map(({ level }) => level));
}

/** True when a function has no way out but by throwing. */
export function neverReturns(file: LoadedFile, facts: FunctionFacts): boolean {
  const flow = new Walker(file, () => Level.None, NONE, { normal: Level.None, throws: Level.None }).run(
    facts.body,
    state(true, Level.None),
  );
  return (flow.normal | flow.returns | flow.ends) === 0 && flow.throws !== 0;
}

/** One level for several ways. */
export function together(levels: readonly Level[]): Level {
  if (levels.length > 0 && levels.every((level) => level === Level.Must)) return Level.Must;
  return levels.some((level) => level !== Level.None) ? Level.May : Level.None;
}

/** Set of states, one bit each: whether the call was made, and the level so far. */
type States = number;

const LEVELS: readonly Level[] = [Level.None, Level.May, Level.Must];
const CALLED = 3;
const ALL_CALLED: States = 0b111000;

function state(called: boolean, level: Level): States {
  return 1 << ((called ? CALLED : 0) + level);
}

/** The states once `level` lies on the way, too. */
function raised(states: States, level: Level): States {
  let result = 0;
  for (const called of [false, true]) {
    for (const one of LEVELS) if (states & state(called, one)) result |= state(called, Math.max(one, level));
  }
  return result;
}

/** The states once the call was made. */
function called(states: States): States {
  return (states | (states << CALLED)) & ALL_CALLED;
}

function isRecorded(states: States): boolean {
  return (states & ~(state(true, Level.Must) | state(false, Level.Must))) === 0;
}

/** States at each way on. `implicit`: where any other call may throw; only a handler in the same function asks for it. */
interface Flow {
  readonly normal: States;
  readonly returns: States;
  readonly throws: States;
  readonly breaks: States;
  readonly continues: States;
  readonly implicit: States;
  /** Ends of the rounds of a loop that never ends. */
  readonly ends: States;
}

const NOWHERE: Flow = { normal: 0, returns: 0, throws: 0, breaks: 0, continues: 0, implicit: 0, ends: 0 };

function merged(left: Flow, right: Flow): Flow {
  return {
    normal: left.normal | right.normal,
    returns: left.returns | right.returns,
    throws: left.throws | right.throws,
    breaks: left.breaks | right.breaks,
    continues: left.continues | right.continues,
    implicit: left.implicit | right.implicit,
    ends: left.ends | right.ends,
  };
}

function exitsOf(flow: Flow): Exit[] {
  const exits: Exit[] = [];
  const ways = [
    ["return", flow.returns],
    ["end", flow.normal | flow.ends],
    ["throw", flow.throws],
  ] as const;
  for (const [kind, states] of ways) for (const level of LEVELS) if (states & state(true, level)) exits.push({ kind, level });
  return exits;
}

/** The condition of a loop is no part of the facts, and a loop without one is left by `break` alone. */
const ENDLESS = /^(?:while\s*\(\s*(?:true|1)\s*\)|while\s+(?:True|1)\s*:|for\s*\(\s*;\s*;|for\s*\{)/;

class Walker {
  constructor(
    private readonly file: LoadedFile,
    private readonly classify: Classify,
    private readonly target: ValueId,
    private readonly within: Within,
  ) {}

  run(block: BlockId, start: States): Flow {
    let flow: Flow = { ...NOWHERE, normal: start };
    for (const item of this.items(block)) {
      if (flow.normal === 0) break;
      const next = item >= 0 ? this.call(item, flow.normal) : this.block(~item, flow.normal);
      flow = merged({ ...flow, normal: 0 }, next);
    }
    return flow;
  }

  private items(block: BlockId): Int32Array {
    const { view } = this.file;
    return view.list(view.blockColumn(block, B.Items));
  }

  private kind(block: BlockId): BlockKind {
    return this.file.view.blockColumn(block, B.Kind);
  }

  private call(call: ValueId, start: States): Flow {
    const level = this.classify(call);
    if (level === null && call !== this.target) return { ...NOWHERE, throws: start };
    const after = raised(start, level ?? Level.None);
    // A record that was begun counts, also when writing it fails: only what other calls leave undone is asked for.
    if (call !== this.target) return { ...NOWHERE, normal: after, implicit: after };
    const { normal, throws } = this.within;
    return {
      ...NOWHERE,
      normal: normal === null ? 0 : raised(called(after), normal),
      throws: throws === null ? 0 : raised(called(after), throws),
    };
  }

  private block(block: BlockId, start: States): Flow {
    switch (this.kind(block)) {
      case BlockKind.Return:
        return { ...NOWHERE, returns: start };
      case BlockKind.Throw:
        return { ...NOWHERE, throws: start };
      case BlockKind.Break:
        return { ...NOWHERE, breaks: start };
      case BlockKind.Continue:
        return { ...NOWHERE, continues: start };
      case BlockKind.Branch:
        return this.file.view.childBlocks(block).reduce((flow, arm) => merged(flow, this.run(arm, start)), NOWHERE);
      case BlockKind.Switch:
        return this.switch(block, start);
      case BlockKind.Loop:
        return this.loop(block, start);
      case BlockKind.Try:
        return this.try(block, start);
      default:
        return this.run(block, start);
    }
  }

  private switch(block: BlockId, start: States): Flow {
    const flags = this.file.view.blockColumn(block, B.A);
    const fallsThrough = (flags & SwitchFlag.FallsThrough) !== 0;
    let flow: Flow = flags & SwitchFlag.Default ? NOWHERE : { ...NOWHERE, normal: start };
    let previous = 0;
    for (const arm of this.file.view.childBlocks(block)) {
      const one = this.run(arm, start | previous);
      previous = fallsThrough ? one.normal : 0;
      if (this.file.language === "go") flow = merged(flow, { ...one, normal: one.normal | one.breaks, breaks: 0 });
      else flow = merged(flow, fallsThrough ? { ...one, normal: one.breaks, breaks: 0 } : one);
    }
    return { ...flow, normal: flow.normal | previous };
  }

  private loop(block: BlockId, start: States): Flow {
    const { view, text } = this.file;
    const from = view.blockColumn(block, B.Start);
    if (ENDLESS.test(text.slice(from, from + 60))) {
      // Each round stands alone: nothing comes after the last one.
      const body = this.run(block, start);
      return { ...body, normal: body.breaks, breaks: 0, continues: 0, ends: body.ends | body.normal | body.continues };
    }
    const atLeastOnce = view.blockColumn(block, B.A) === 1;
    let before = start;
    for (;;) {
      const body = this.run(block, before);
      const next = before | body.normal | body.continues;
      if (next === before)
        return { ...body, normal: (atLeastOnce ? 0 : start) | body.normal | body.continues | body.breaks, breaks: 0, continues: 0 };
      before = next;
    }
  }

  private try(block: BlockId, start: States): Flow {
    const parts = this.file.view.childBlocks(block);
    const body = parts.find((part) => this.kind(part) === BlockKind.TryBody);
    let flow: Flow = body === undefined ? { ...NOWHERE, normal: start } : this.run(body, start);
    const handlers = parts.filter((part) => this.kind(part) === BlockKind.Handler);
    if (handlers.length > 0) {
      const caught = flow.throws | (isRecorded(flow.normal | flow.returns) ? 0 : flow.implicit);
      flow = { ...flow, throws: 0, implicit: 0 };
      // Python's else goes on from the body, out of the handlers' reach.
      const otherwise = parts.find((part) => this.kind(part) === BlockKind.Sequence);
      if (otherwise !== undefined) flow = merged({ ...flow, normal: 0 }, this.run(otherwise, flow.normal));
      if (caught !== 0) for (const handler of handlers) flow = merged(flow, this.run(handler, caught));
    }
    const last = parts.find((part) => this.kind(part) === BlockKind.Finally);
    return last === undefined ? flow : this.finally(last, flow);
  }

  /** Every way out of the body or a handler runs through the finally block, and may be ended there. */
  private finally(last: BlockId, flow: Flow): Flow {
    let result: Flow = { ...NOWHERE, ends: flow.ends };
    for (const way of ["normal", "returns", "throws", "breaks", "continues", "implicit"] as const) {
      if (flow[way] === 0) continue;
      const after = this.run(last, flow[way]);
      const onward = { ...after, normal: 0 };
      result = merged(
        result,
        way === "implicit" ? { ...NOWHERE, implicit: after.normal | after.implicit } : { ...onward, [way]: onward[way] | after.normal },
      );
    }
    return result;
  }
}
