/** Python, lowered from tree-sitter-python syntax tables. */
import { FactsBuilder } from "../../facts/factsBuilder.js";
import { type FileFacts, NONE } from "../../facts/fileFacts.js";
import type { SyntaxTable } from "../../syntax/syntaxTable.js";
import type { Language } from "../language.js";
import { firstSyntaxError } from "../syntaxErrors.js";
import { callExpressions } from "./calls.js";
import { controlFlowExpressions, controlFlowStatements } from "./controlFlow.js";
import { lowerDirectives } from "./directives.js";
import { displayExpressions } from "./displays.js";
import { functionExpressions } from "./functions.js";
import { importStatements } from "./imports.js";
import { type Handlers, Lowering } from "./lowering.js";
import { operatorExpressions } from "./operators.js";
import { patternStatements } from "./patterns.js";
import { placeExpressions } from "./places.js";
import { declareNames, namesBoundIn } from "./scopeNames.js";
import { simpleStatements, statementExpressions } from "./statements.js";
import { stringExpressions } from "./strings.js";

const grammar = { package: "tree-sitter-python", file: "tree-sitter-python.wasm" };

export const python: Language = {
  id: "python",
  extensions: [
    { ext: ".py", grammar },
    { ext: ".pyi", grammar },
    { ext: ".pyw", grammar },
  ],
  lower,
};

const handlers: Handlers = {
  expressions: new Map([
    ...placeExpressions,
    ...stringExpressions,
    ...operatorExpressions,
    ...displayExpressions,
    ...callExpressions,
    ...functionExpressions,
    ...controlFlowExpressions,
    ...statementExpressions,
  ]),
  statements: new Map([...simpleStatements, ...controlFlowStatements, ...patternStatements, ...importStatements]),
};

function lower(table: SyntaxTable): FileFacts {
  const builder = new FactsBuilder("python", table.text);
  builder.syntaxError = firstSyntaxError(table);
  const lowering = new Lowering(table, builder, handlers);
  const names = namesBoundIn(table, table.root);
  declareNames(lowering, names);
  lowering.block(table.root);
  lowerDirectives(lowering);
  const facts = builder.finish();
  // Every name of a module can be imported.
  const exports = [...facts.moduleVariables].map(([name, variable]) => ({ name, value: NONE, variable, fromModule: "", fromName: "" }));
  return { ...facts, exports: [...exports, ...facts.exports] };
}
