/** `switch`, as a statement and as an expression, with colons and with arrows. */
import { LiteralKind, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { ExpressionHandler, Lowering, StatementHandler } from "./lowering.js";
import { bindPattern } from "./patterns.js";

function lowerSwitch(lowering: Lowering, node: NodeId): ValueId[] {
  const { builder, table } = lowering;
  const subject = lowering.childValue(node, "condition");
  const body = table.child(node, "body");
  const parts = body === NO_NODE ? [] : lowering.children(body);
  const isArrow = parts.some((part) => table.kind(part) === "switch_rule");
  const values: ValueId[] = [];
  lowering.yields.push(values);
  builder.openScope();
  builder.switch(
    subject,
    parts.map((part) => ({ isDefault: hasDefault(lowering, part), body: () => lowerCase(lowering, part, subject, values, isArrow) })),
    !isArrow,
    lowering.range(node),
  );
  builder.closeScope();
  lowering.yields.pop();
  return values;
}

function labels(lowering: Lowering, part: NodeId): NodeId[] {
  return lowering.children(part).filter((child) => lowering.table.kind(child) === "switch_label");
}

function hasDefault(lowering: Lowering, part: NodeId): boolean {
  return labels(lowering, part).some((label) => /(?:^|,\s*)default$/.test(lowering.table.textOf(label)));
}

function lowerCase(lowering: Lowering, part: NodeId, subject: ValueId, values: ValueId[], isArrow: boolean): void {
  const { table, builder } = lowering;
  if (isArrow) builder.openScope();
  const compared: ValueId[] = [];
  for (const label of labels(lowering, part)) {
    for (const child of lowering.children(label)) {
      const kind = table.kind(child);
      if (kind === "pattern") bindPattern(lowering, child, subject);
      else if (kind === "guard") lowering.expression(lowering.firstOf(child));
      // A constant of the subject's own enumeration, or one of the class.
      else if (kind === "identifier") compared.push(builder.literal(table.textOf(child), LiteralKind.String, lowering.range(child)));
      else compared.push(lowering.expression(child));
    }
  }
  if (!hasDefault(lowering, part)) builder.caseOf(compared, lowering.range(part));
  for (const child of lowering.children(part)) {
    const kind = table.kind(child);
    if (kind === "switch_label") continue;
    if (isArrow && kind === "expression_statement") values.push(lowering.onlyValue(child));
    else lowering.statement(child);
  }
  if (isArrow) builder.closeScope();
}

const switchValue: ExpressionHandler = (lowering, node) => {
  const values = lowerSwitch(lowering, node);
  return values.length === 0 ? lowering.unknown(node) : lowering.builder.choice(values, -1, lowering.range(node));
};

const yielded: StatementHandler = (lowering, node) => {
  const value = lowering.onlyValue(node);
  lowering.yields[lowering.yields.length - 1]?.push(value);
};

export const switchExpressions: readonly (readonly [string, ExpressionHandler])[] = [["switch_expression", switchValue]];
export const switchStatements: readonly (readonly [string, StatementHandler])[] = [["yield_statement", yielded]];
