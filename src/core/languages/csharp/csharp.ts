/** C#, lowered from tree-sitter-c-sharp syntax tables. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import type { FileFacts } from "../../facts/fileFacts.js";
import type { SyntaxTable } from "../../syntax/syntaxTable.js";
import type { Language } from "../language.js";
import { callExpressions } from "./calls.js";
import { readComments } from "./comments.js";
import { controlFlowExpressions, controlFlowStatements } from "./controlFlow.js";
import { creationExpressions } from "./creation.js";
import { declarationStatements, declareTypes } from "./declarations.js";
import { functionExpressions, functionStatements } from "./functions.js";
import { type Handlers, Lowering } from "./lowering.js";
import { nameExpressions } from "./names.js";
import { operatorExpressions } from "./operators.js";
import { queryExpressions } from "./queries.js";
import { declareAhead, simpleStatements } from "./statements.js";
import { stringExpressions } from "./strings.js";
import { firstSyntaxError } from "./syntax.js";
import { typeExpressions } from "./types.js";

const grammar = { package: "tree-sitter-c-sharp", file: "tree-sitter-c_sharp.wasm" };

export const csharp: Language = {
  id: "csharp",
  extensions: [
    { ext: ".cs", grammar },
    { ext: ".csx", grammar },
  ],
  lower,
};

const handlers: Handlers = {
  expressions: new Map([
    ...nameExpressions,
    ...typeExpressions,
    ...stringExpressions,
    ...operatorExpressions,
    ...callExpressions,
    ...creationExpressions,
    ...functionExpressions,
    ...controlFlowExpressions,
    ...queryExpressions,
  ]),
  statements: new Map([...simpleStatements, ...controlFlowStatements, ...functionStatements, ...declarationStatements]),
};

function lower(table: SyntaxTable): FileFacts {
  const builder = new FactsBuilder("csharp", table.text);
  builder.syntaxError = firstSyntaxError(table);
  const comments = readComments(table);
  const lowering = new Lowering(table, builder, handlers, comments.docs);
  declareTypes(lowering, table.root);
  const nodes = lowering.children(table.root);
  declareAhead(
    lowering,
    nodes.filter((node) => table.kind(node) === "global_statement").map((node) => lowering.firstOf(node)),
  );
  for (const node of nodes) lowering.statement(node);
  for (const one of comments.directives) builder.directive(one);
  return builder.finish();
}
