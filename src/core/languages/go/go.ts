/** Go, lowered from tree-sitter-go syntax tables. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import { type FileFacts, NONE } from "../../facts/fileFacts.js";
import { NO_NODE, type SyntaxTable } from "../../syntax/syntaxTable.js";
import type { Language } from "../language.js";
import { callExpressions } from "./calls.js";
import { readComments } from "./comments.js";
import { controlFlowStatements } from "./controlFlow.js";
import { declareTopLevel, declarationStatements } from "./declarations.js";
import { functionExpressions } from "./functions.js";
import { declareImports } from "./imports.js";
import { literalExpressions } from "./literals.js";
import { type Handlers, Lowering } from "./lowering.js";
import { operatorExpressions } from "./operators.js";
import { placeExpressions } from "./places.js";
import { statements } from "./statements.js";
import { closeTypes } from "./types.js";

const grammar = { package: "tree-sitter-go", file: "tree-sitter-go.wasm" };

export const go: Language = { id: "go", extensions: [{ ext: ".go", grammar }], lower };

const handlers: Handlers = {
  expressions: new Map([...placeExpressions, ...literalExpressions, ...operatorExpressions, ...callExpressions, ...functionExpressions]),
  statements: new Map([...statements, ...controlFlowStatements, ...declarationStatements]),
};

function lower(table: SyntaxTable): FileFacts {
  const builder = new FactsBuilder("go", table.text);
  builder.syntaxError = firstSyntaxError(table);
  const lowering = new Lowering(table, builder, handlers);
  const comments = readComments(table);
  lowering.docs = comments.docs;
  const clause = table.childOfKind(table.root, "package_clause");
  const name = clause === NO_NODE ? "" : lowering.text(lowering.firstOf(clause));
  if (name !== "") builder.packages.push(name);
  const imported = declareImports(lowering);
  declareTopLevel(lowering);
  for (const child of lowering.children(table.root)) lowering.statement(child);
  closeTypes(lowering);
  for (const directive of comments.directives) builder.directive(directive);
  const facts = builder.finish();
  // Every name of a package can be met in its other files; what begins with a capital, in other packages as well.
  const exports = [...facts.moduleVariables]
    .filter(([one]) => !imported.has(one))
    .map(([one, variable]) => ({ name: one, value: NONE, variable, fromModule: "", fromName: "" }));
  return { ...facts, exports: [...exports, ...facts.exports] };
}

/** Offset of the first place where the parser had to skip or invent text, -1 when there is none. */
function firstSyntaxError(table: SyntaxTable): number {
  if (!table.hasError) return -1;
  for (let node = 0; node < table.nodeCount; node++) if (table.isError(node)) return table.start(node);
  return -1;
}
