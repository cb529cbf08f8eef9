/** The layer of control flow: the tree of blocks, and what variables hold where branches meet. */
import { Environment, type LoopHeader } from "./environment.js";
import { B, type BlockId, BlockKind, NONE, Op, SwitchFlag, V, type ValueId, type VariableId } from "./fileFacts.js";
import type { Jump, Variable } from "./functionContext.js";
import { FunctionsBuilder } from "./functionsBuilder.js";
import type { Range } from "./places.js";

export abstract class ControlFlowBuilder extends FunctionsBuilder {
  private block(kind: BlockKind, range: Range, condition: ValueId = NONE, a = NONE): BlockId {
    const id = this.blocks.add();
    this.items.push([]);
    this.blocks.set(id, B.Kind, kind);
    this.blocks.set(id, B.Parent, this.context.block);
    this.blocks.set(id, B.Function, this.context.id);
    this.blocks.set(id, B.Condition, condition);
    this.blocks.set(id, B.A, a);
    this.blocks.set(id, B.Start, range.start);
    this.blocks.set(id, B.End, range.end);
    this.itemsOf(this.context.block).push(~id);
    return id;
  }

  /** Runs `body` inside a new child block and a child environment; returns that environment, not merged yet. */
  private inside(kind: BlockKind, range: Range, body: () => void, environment: Environment, a = NONE): Environment {
    const outerBlock = this.context.block;
    const outerEnvironment = this.context.environment;
    this.context.block = this.block(kind, range, NONE, a);
    this.context.environment = environment;
    body();
    const after = this.context.environment;
    this.context.block = outerBlock;
    this.context.environment = outerEnvironment;
    return after;
  }

  private mergeInto(
    target: Environment,
    branches: readonly { readonly changes: ReadonlyMap<VariableId, ValueId>; readonly reachable: boolean }[],
    range: Range,
  ): void {
    const live = branches.filter((branch) => branch.reachable);
    if (live.length === 0) {
      target.reachable = false;
      return;
    }
    const changed = new Set<VariableId>();
    for (const branch of live) for (const variable of branch.changes.keys()) changed.add(variable);
    for (const variable of changed) {
      const before = target.lookup(variable);
      const foreign = (this.variables[variable] as Variable).function !== this.context.id;
      const alternatives = live.map((branch) => {
        const own = branch.changes.get(variable);
        if (own !== undefined) return own;
        return before === NONE && foreign ? this.value(Op.Capture, variable, NONE, NONE, range) : before;
      });
      target.set(variable, this.choice(alternatives, NONE, range));
    }
  }

  private static outcome(environment: Environment): { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean } {
    return { changes: environment.changed, reachable: environment.reachable };
  }

  branch(condition: ValueId, then: () => void, otherwise: (() => void) | null, range: Range): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const block = this.block(BlockKind.Branch, range, condition);
    this.context.block = block;
    const thenEnvironment = this.inside(BlockKind.Sequence, range, then, new Environment(target));
    const elseEnvironment = this.inside(BlockKind.Sequence, range, otherwise ?? (() => {}), new Environment(target));
    this.context.block = outerBlock;
    this.mergeInto(target, [ControlFlowBuilder.outcome(thenEnvironment), ControlFlowBuilder.outcome(elseEnvironment)], range);
  }

  /** `a ? b : c`, `a && b`, `a || b`: evaluates each side in its own branch and chooses. */
  conditional(condition: ValueId, then: () => ValueId, otherwise: () => ValueId, range: Range): ValueId {
    let thenValue = NONE;
    let elseValue = NONE;
    this.branch(
      condition,
      () => {
        thenValue = then();
      },
      () => {
        elseValue = otherwise();
      },
      range,
    );
    return this.choice([thenValue, elseValue], condition, range);
  }

  /** A loop. `body` lowers the condition, the binding of the loop variable and the statements, in that order. */
  loop(body: () => void, range: Range, atLeastOnce = false): void {
    const target = this.context.environment;
    const header: LoopHeader = { choices: new Map(), makeChoice: () => this.value(Op.Choice, 0, NONE, NONE, range) };
    const root = new Environment(target, header);
    const jump: Jump = { root, breaks: [], continues: [] };
    this.context.jumps.push(jump);
    const end = this.inside(BlockKind.Loop, range, body, root, atLeastOnce ? 1 : 0);
    this.context.jumps.pop();
    const backEdges = [...(jump.continues ?? [])];
    if (end.reachable) backEdges.push(root.changed);
    for (const [variable, { choice, entry }] of header.choices) {
      const operands = [entry, ...backEdges.map((changes) => changes.get(variable) ?? choice)].filter((v) => v !== choice);
      this.values.set(choice, V.A, this.lists.add([...new Set(operands)]));
    }
    const exits = [...backEdges, ...(jump.breaks ?? [])];
    const changed = new Set<VariableId>();
    for (const exit of exits) for (const variable of exit.keys()) changed.add(variable);
    for (const variable of changed) {
      const known = header.choices.get(variable);
      const before = known ? known.choice : target.lookup(variable);
      const values = exits.map((exit) => exit.get(variable) ?? before);
      if (before !== NONE) values.unshift(before);
      target.set(variable, this.choice(values, NONE, range));
    }
  }

  /**
   * switch / match. With `fallsThrough`, a case that ends normally goes on into the next one. Where `break` does not end the
   * switch, it belongs to the loop around it.
   */
  switch(
    subject: ValueId,
    cases: readonly { readonly body: () => void; readonly isDefault: boolean }[],
    fallsThrough: boolean,
    range: Range,
    endsByBreak = fallsThrough,
  ): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const hasDefault = cases.some((one) => one.isDefault);
    const flags = (hasDefault ? SwitchFlag.Default : 0) | (fallsThrough ? SwitchFlag.FallsThrough : 0);
    this.context.block = this.block(BlockKind.Switch, range, subject, flags);
    const root = new Environment(target);
    const jump: Jump = { root, breaks: endsByBreak ? [] : null, continues: null };
    this.context.jumps.push(jump);
    const outcomes: { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean }[] = [];
    let previous: Environment | null = null;
    for (const one of cases) {
      const start: Environment = new Environment(root);
      if (fallsThrough && previous?.reachable) {
        this.mergeInto(start, [ControlFlowBuilder.outcome(previous), { changes: new Map(), reachable: true }], range);
      }
      previous = this.inside(BlockKind.Sequence, range, one.body, start);
      if (!fallsThrough) outcomes.push(ControlFlowBuilder.outcome(previous));
    }
    if (fallsThrough && previous) outcomes.push(ControlFlowBuilder.outcome(previous));
    this.context.jumps.pop();
    this.context.block = outerBlock;
    for (const changes of jump.breaks ?? []) outcomes.push({ changes, reachable: true });
    if (!hasDefault) outcomes.push({ changes: new Map(), reachable: true });
    this.mergeInto(target, outcomes, range);
  }

  /** Said inside the body of a case: what the subject is compared with there, one value or a choice of several. */
  caseOf(values: readonly ValueId[], range: Range): void {
    if (values.length > 0) this.blocks.set(this.context.block, B.Condition, this.choice(values, NONE, range));
  }

  /** try. `handlers` get the block of the try, for {@link exception}. `otherwise` is Python's else. */
  try(
    parts: {
      readonly body: () => void;
      readonly handlers: readonly ((tryBlock: BlockId) => void)[];
      readonly otherwise?: (() => void) | null;
      readonly finally?: (() => void) | null;
    },
    range: Range,
  ): void {
    const target = this.context.environment;
    const outerBlock = this.context.block;
    const block = this.block(BlockKind.Try, range);
    this.context.block = block;
    const body = this.inside(BlockKind.TryBody, range, parts.body, new Environment(target));
    const bodyChanges = body.changed;
    const outcomes: { changes: ReadonlyMap<VariableId, ValueId>; reachable: boolean }[] = [];
    // What a handler sees: the state before the try or the state at its end.
    const handlerStart = (): Environment => {
      const start = new Environment(target);
      this.mergeInto(
        start,
        [
          { changes: bodyChanges, reachable: true },
          { changes: new Map(), reachable: true },
        ],
        range,
      );
      start.reachable = target.reachable;
      return start;
    };
    const snapshots = parts.handlers.map(() => handlerStart());
    if (parts.otherwise && body.reachable) {
      const otherwise = this.inside(BlockKind.Sequence, range, parts.otherwise, new Environment(body));
      outcomes.push({ changes: otherwise.changesSince(body), reachable: otherwise.reachable });
    } else outcomes.push(ControlFlowBuilder.outcome(body));
    parts.handlers.forEach((handler, index) => {
      const after = this.inside(BlockKind.Handler, range, () => handler(block), snapshots[index] as Environment);
      outcomes.push(ControlFlowBuilder.outcome(after));
    });
    this.context.block = outerBlock;
    this.mergeInto(target, outcomes, range);
    if (parts.finally) {
      const reachable = target.reachable;
      target.reachable = true;
      this.context.block = block;
      const last = this.inside(BlockKind.Finally, range, parts.finally, new Environment(target));
      this.context.block = outerBlock;
      for (const [variable, value] of last.changed) target.set(variable, value);
      target.reachable = reachable && last.reachable;
    }
  }

  return(value: ValueId, range: Range): void {
    if (value !== NONE) this.context.returns.push(value);
    this.block(BlockKind.Return, range, NONE, value);
    this.recordExit();
    this.context.environment.reachable = false;
  }

  /** Value of an expression-bodied function, or one handed out without ending the function. */
  addReturn(value: ValueId): void {
    if (value !== NONE) this.context.returns.push(value);
  }

  throw(value: ValueId, range: Range): void {
    this.block(BlockKind.Throw, range, NONE, value);
    this.context.environment.reachable = false;
  }

  break(range: Range): void {
    this.jump(BlockKind.Break, range, (jump) => jump.breaks);
  }

  continue(range: Range): void {
    this.jump(BlockKind.Continue, range, (jump) => jump.continues);
  }

  private jump(kind: BlockKind, range: Range, targetOf: (jump: Jump) => Map<VariableId, ValueId>[] | null): void {
    this.block(kind, range);
    const environment = this.context.environment;
    if (environment.reachable) {
      for (let index = this.context.jumps.length - 1; index >= 0; index--) {
        const jump = this.context.jumps[index] as Jump;
        const target = targetOf(jump);
        if (!target) continue;
        target.push(environment.changesSince(jump.root));
        break;
      }
    }
    environment.reachable = false;
  }
}
