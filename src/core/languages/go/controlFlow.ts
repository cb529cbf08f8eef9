/** Blocks, branches, loops, switches and `select`. */
import { ElementKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { Lowering, StatementHandler } from "./lowering.js";
import { assignTo, declareAll, send, valuesFor } from "./statements.js";
import { isOutcomeName } from "./variables.js";

/** Statements of a function's body: what is deferred there runs on every way out. */
export function blockStatements(lowering: Lowering, body: NodeId): void {
  statementsFrom(lowering, statementsOf(lowering, body), 0, true);
}

function statementsOf(lowering: Lowering, block: NodeId): NodeId[] {
  const { table } = lowering;
  return lowering.children(block).flatMap((child) => (table.kind(child) === "statement_list" ? lowering.children(child) : [child]));
}

function statementsFrom(lowering: Lowering, nodes: readonly NodeId[], from: number, ofFunction: boolean): void {
  const { builder, table } = lowering;
  for (let index = from; index < nodes.length; index++) {
    const node = nodes[index] as NodeId;
    if (ofFunction && table.kind(node) === "defer_statement" && index + 1 < nodes.length) {
      lowering.deeper(
        () =>
          builder.try(
            {
              body: () => statementsFrom(lowering, nodes, index + 1, true),
              handlers: [],
              finally: () => lowering.statement(node),
            },
            { start: table.start(node), end: table.end(nodes[nodes.length - 1] as NodeId) },
          ),
        () => undefined,
      );
      return;
    }
    lowering.statement(node);
  }
}

/** Statements of a block or a case, in a scope of their own. */
function scopedBlock(lowering: Lowering, block: NodeId): void {
  lowering.scoped(() => statementsFrom(lowering, statementsOf(lowering, block), 0, false));
}

/** The statements of a case stand beside its values. */
function caseBody(lowering: Lowering, node: NodeId): void {
  const list = lowering.table.childOfKind(node, "statement_list");
  for (const one of list === NO_NODE ? [] : lowering.children(list)) lowering.statement(one);
}

const ifStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  lowering.scoped(() => {
    lowering.statement(table.child(node, "initializer"));
    const condition = lowering.childValue(node, "condition");
    const alternative = table.child(node, "alternative");
    builder.branch(
      condition,
      () => scopedBlock(lowering, table.child(node, "consequence")),
      alternative === NO_NODE ? null : () => lowering.statement(alternative),
      lowering.range(node),
    );
  });
};

const forStatement: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const body = table.child(node, "body");
  const head = lowering.children(node).find((child) => child !== body) ?? NO_NODE;
  const range = lowering.range(node);
  lowering.scoped(() => {
    switch (head === NO_NODE ? "" : table.kind(head)) {
      case "for_clause":
        lowering.statement(table.child(head, "initializer"));
        builder.loop(() => {
          lowering.expression(table.child(head, "condition"));
          scopedBlock(lowering, body);
          lowering.statement(table.child(head, "update"));
        }, range);
        break;
      case "range_clause": {
        const right = table.child(head, "right");
        const iterated = right === NO_NODE ? lowering.unknown(head) : lowering.expression(right);
        builder.loop(() => {
          bindRange(lowering, head, iterated);
          scopedBlock(lowering, body);
        }, range);
        break;
      }
      default:
        builder.loop(
          () => {
            lowering.expression(head);
            scopedBlock(lowering, body);
          },
          range,
          head === NO_NODE,
        );
    }
  });
};

/** Names that count elements. */
const INDEX = /^(?:[ijn_]|idx|index|\w*(?:Index|Idx))$/;

/** `for key, value := range x`, `for message := range channel`, `for value, err := range iterator`. */
function bindRange(lowering: Lowering, clause: NodeId, iterated: ValueId): void {
  const { builder, table } = lowering;
  const left = table.child(clause, "left");
  const targets = left === NO_NODE ? [] : lowering.children(left);
  const [first, second] = targets;
  if (first === undefined) return;
  const range = lowering.range(first);
  const element = () => builder.element(iterated, NONE, range);
  const name = table.textOf(first);
  let values: ValueId[];
  if (second === undefined) values = [INDEX.test(name) ? builder.unknown([], range) : element()];
  else if (isOutcomeName(table.textOf(second)))
    values = [element(), builder.result(iterated, 1, ElementKind.Outcome, lowering.range(second))];
  else
    values = [
      INDEX.test(name) ? builder.unknown([], range) : builder.unknown([iterated], range),
      builder.element(iterated, NONE, lowering.range(second)),
    ];
  if (isDeclared(lowering, clause)) declareAll(lowering, targets, values);
  else
    targets.forEach((target, index) => {
      assignTo(lowering, target, values[index] ?? NONE);
    });
}

/** `:=` between the two sides. */
function isDeclared(lowering: Lowering, node: NodeId): boolean {
  const { table } = lowering;
  return table.text.slice(table.end(table.child(node, "left")), table.start(table.child(node, "right"))).includes(":=");
}

const expressionSwitch: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  lowering.scoped(() => {
    lowering.statement(table.child(node, "initializer"));
    const cases = lowering.children(node).filter((child) => /_case$/.test(table.kind(child)));
    const subject = table.child(node, "value");
    const value = lowering.expression(subject);
    if (!hasBreak(lowering, node)) {
      conditionChain(lowering, cases, value);
      return;
    }
    builder.switch(
      value,
      cases.map((one) => ({
        isDefault: table.kind(one) === "default_case",
        body: () =>
          lowering.scoped(() => {
            const values = lowering.children(table.child(one, "value")).map((expected) => lowering.expression(expected));
            if (value !== NONE) builder.caseOf(values, lowering.range(one));
            caseBody(lowering, one);
          }),
      })),
      false,
      lowering.range(node),
      true,
    );
  });
};

/** A switch whose cases end by themselves is a chain of if and else; with a subject each condition compares it. */
function conditionChain(lowering: Lowering, cases: readonly NodeId[], subject: ValueId): void {
  const { builder, table } = lowering;
  const fallback = cases.find((one) => table.kind(one) === "default_case");
  const tested = cases.filter((one) => one !== fallback);
  const body = (one: NodeId) => lowering.scoped(() => caseBody(lowering, one));
  const from = (index: number): void => {
    const one = tested[index];
    if (one === undefined) {
      if (fallback !== undefined) body(fallback);
      return;
    }
    const conditions = lowering.children(table.child(one, "value")).map((node) => {
      const value = lowering.expression(node);
      return subject === NONE ? value : builder.binary(subject, "==", value, lowering.range(node));
    });
    const range = lowering.range(one);
    const condition = conditions.length === 1 ? (conditions[0] as ValueId) : builder.choice(conditions, NONE, range);
    builder.branch(
      condition,
      () => body(one),
      () =>
        lowering.deeper(
          () => from(index + 1),
          () => undefined,
        ),
      range,
    );
  };
  from(0);
}

/** What an unlabelled break inside of it leaves. */
const BREAKABLE: ReadonlySet<string> = new Set([
  "for_statement",
  "expression_switch_statement",
  "type_switch_statement",
  "select_statement",
  "func_literal",
]);

/** True when a break may leave the switch itself; one of a loop inside leaves that loop. */
function hasBreak(lowering: Lowering, node: NodeId): boolean {
  const { table } = lowering;
  let innerEnd = 0;
  for (let at = node + 1; at < table.nodeCount && table.start(at) < table.end(node); at++) {
    const kind = table.kind(at);
    if (BREAKABLE.has(kind)) innerEnd = Math.max(innerEnd, table.end(at));
    else if (kind === "break_statement" && (table.start(at) >= innerEnd || lowering.children(at).length > 0)) return true;
  }
  return false;
}

const typeSwitch: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  lowering.scoped(() => {
    lowering.statement(table.child(node, "initializer"));
    const value = lowering.childValue(node, "value");
    const alias = lowering.firstOf(table.child(node, "alias"));
    const cases = lowering.children(node).filter((child) => /_case$/.test(table.kind(child)));
    builder.switch(
      value,
      cases.map((one) => ({
        isDefault: table.kind(one) === "default_case",
        body: () =>
          lowering.scoped(() => {
            const types = table.childrenOf(one, "type").filter((type) => table.isNamed(type));
            if (alias !== NO_NODE) {
              const [only] = types;
              const range = lowering.range(alias);
              const narrowed = only !== undefined && types.length === 1 ? builder.cast(value, table.textOf(only), range) : value;
              declareAll(lowering, [alias], [narrowed]);
            }
            caseBody(lowering, one);
          }),
      })),
      false,
      lowering.range(node),
      true,
    );
  });
};

const select: StatementHandler = (lowering, node) => {
  const { builder, table } = lowering;
  const cases = lowering.children(node).filter((child) => /_case$/.test(table.kind(child)));
  builder.switch(
    NONE,
    cases.map((one, index) => ({
      // One of the cases always runs.
      isDefault: table.kind(one) === "default_case" || index === cases.length - 1,
      body: () =>
        lowering.scoped(() => {
          communication(lowering, table.child(one, "communication"));
          caseBody(lowering, one);
        }),
    })),
    false,
    lowering.range(node),
    true,
  );
};

function communication(lowering: Lowering, node: NodeId): void {
  if (node === NO_NODE) return;
  const { table } = lowering;
  if (table.kind(node) === "send_statement") {
    send(lowering, node);
    return;
  }
  const left = table.child(node, "left");
  const right = table.child(node, "right");
  if (left === NO_NODE || right === NO_NODE) {
    lowering.expression(right);
    return;
  }
  const targets = lowering.children(left);
  const values = valuesFor(lowering, targets, right);
  if (isDeclared(lowering, node)) declareAll(lowering, targets, values);
  else
    targets.forEach((target, index) => {
      assignTo(lowering, target, values[index] ?? NONE);
    });
}

export const controlFlowStatements: readonly (readonly [string, StatementHandler])[] = [
  ["block", scopedBlock],
  ["if_statement", ifStatement],
  ["for_statement", forStatement],
  ["expression_switch_statement", expressionSwitch],
  ["type_switch_statement", typeSwitch],
  ["select_statement", select],
  ["labeled_statement", (lowering, node) => lowering.statement(lowering.children(node)[1] ?? NO_NODE)],
  ["statement_list", (lowering, node) => statementsFrom(lowering, lowering.children(node), 0, false)],
];
