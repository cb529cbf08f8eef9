/** Loops. What they bind is bound inside them, so that closures and merges see one version per round. */
import { NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerExpression } from "./expressions.js";
import type { FileLowering } from "./fileLowering.js";
import { declarePattern } from "./hoisting.js";
import { bindPattern } from "./patterns.js";
import { condition, lowerBody, lowerStatement } from "./statements.js";

export function lowerFor(file: FileLowering, node: NodeId): void {
  const { table, builder } = file;
  builder.openScope();
  const initializer = table.child(node, "initializer");
  if (initializer !== NO_NODE) {
    if (table.kind(initializer) === "lexical_declaration") {
      for (const declarator of table.namedChildren(initializer)) {
        const name = table.child(declarator, "name");
        if (name !== NO_NODE) declarePattern(file, name, { type: file.typeText(table.child(declarator, "type")) });
      }
    }
    lowerStatement(file, initializer);
  }
  const increment = table.child(node, "increment");
  builder.loop(() => {
    for (const test of table.childrenOf(node, "condition")) if (table.isNamed(test)) lowerStatement(file, test);
    lowerBody(file, table.child(node, "body"));
    if (increment !== NO_NODE) lowerExpression(file, increment);
  }, file.range(node));
  builder.closeScope();
}

export function lowerForIn(file: FileLowering, node: NodeId): void {
  const { table, builder } = file;
  const left = table.child(node, "left");
  const right = table.child(node, "right");
  const iterable = right === NO_NODE ? builder.unknown([], file.range(node)) : lowerExpression(file, right);
  builder.openScope();
  builder.loop(() => {
    if (left !== NO_NODE) {
      const kind = table.child(node, "kind");
      if (kind !== NO_NODE && table.kind(kind) !== "var") declarePattern(file, left);
      bindPattern(file, left, builder.element(iterable, NONE, file.range(left)));
    }
    lowerBody(file, table.child(node, "body"));
  }, file.range(node));
  builder.closeScope();
}

export function lowerWhile(file: FileLowering, node: NodeId): void {
  file.builder.loop(() => {
    condition(file, node);
    lowerBody(file, file.table.child(node, "body"));
  }, file.range(node));
}

export function lowerDo(file: FileLowering, node: NodeId): void {
  file.builder.loop(
    () => {
      lowerBody(file, file.table.child(node, "body"));
      condition(file, node);
    },
    file.range(node),
    true,
  );
}
