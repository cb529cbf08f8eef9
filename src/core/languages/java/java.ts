/** Java, lowered from tree-sitter-java syntax tables. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import type { FileFacts } from "../../facts/fileFacts.js";
import type { SyntaxTable } from "../../syntax/syntaxTable.js";
import { readComments } from "../comments.js";
import type { Language } from "../language.js";
import { firstSyntaxError } from "../syntaxErrors.js";
import { callExpressions } from "./calls.js";
import { declareTypes, typeStatements } from "./classes.js";
import { controlFlowStatements } from "./controlFlow.js";
import { importStatements } from "./imports.js";
import { lambdaExpressions } from "./lambdas.js";
import { type Handlers, Lowering } from "./lowering.js";
import { operatorExpressions } from "./operators.js";
import { patternExpressions } from "./patterns.js";
import { placeExpressions } from "./places.js";
import { simpleStatements } from "./statements.js";
import { stringExpressions } from "./strings.js";
import { switchExpressions, switchStatements } from "./switches.js";

const grammar = { package: "tree-sitter-java", file: "tree-sitter-java.wasm" };

export const java: Language = { id: "java", extensions: [{ ext: ".java", grammar }], lower };

const handlers: Handlers = {
  expressions: new Map([
    ...placeExpressions,
    ...stringExpressions,
    ...operatorExpressions,
    ...callExpressions,
    ...lambdaExpressions,
    ...patternExpressions,
    ...switchExpressions,
  ]),
  statements: new Map([...simpleStatements, ...controlFlowStatements, ...switchStatements, ...typeStatements, ...importStatements]),
};

function lower(table: SyntaxTable): FileFacts {
  const builder = new FactsBuilder("java", table.text);
  builder.syntaxError = firstSyntaxError(table);
  const comments = readComments(table);
  const lowering = new Lowering(table, builder, handlers, comments.docs);
  const types = declareTypes(lowering, table.root);
  lowering.block(table.root);
  for (const one of comments.directives) builder.directive(one);
  for (const { name, variable } of types) builder.export({ name, value: -1, variable, fromModule: "", fromName: "" });
  return builder.finish();
}
