/** Loops. What they bind is bound inside them, so that closures and merges see one version per round. */
import { NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { declarePattern } from "./declaring.js";
import { bindPattern } from "./patterns.js";

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
    file.lowerStatement(initializer);
  }
  const increment = table.child(node, "increment");
  builder.loop(() => {
    for (const test of table.childrenOf(node, "condition")) if (table.isNamed(test)) file.lowerStatement(test);
    file.lowerStatement(table.child(node, "body"));
    if (increment !== NO_NODE) file.lowerExpression(increment);
  }, file.range(node));
  builder.closeScope();
}

export function lowerForIn(file: FileLowering, node: NodeId): void {
  const { table, builder } = file;
  const left = table.child(node, "left");
  const right = table.child(node, "right");
  const iterable = right === NO_NODE ? builder.unknown([], file.range(node)) : file.lowerExpression(right);
  builder.openScope();
  builder.loop(() => {
    if (left !== NO_NODE) {
      const kind = table.child(node, "kind");
      if (kind !== NO_NODE && table.kind(kind) !== "var") declarePattern(file, left);
      bindPattern(file, left, builder.element(iterable, NONE, file.range(left)));
    }
    file.lowerStatement(table.child(node, "body"));
  }, file.range(node));
  builder.closeScope();
}

export function lowerWhile(file: FileLowering, node: NodeId): void {
  file.builder.loop(() => {
    file.lowerField(node, "condition");
    file.lowerStatement(file.table.child(node, "body"));
  }, file.range(node));
}

export function lowerDo(file: FileLowering, node: NodeId): void {
  file.builder.loop(
    () => {
      file.lowerStatement(file.table.child(node, "body"));
      file.lowerField(node, "condition");
    },
    file.range(node),
    true,
  );
}
