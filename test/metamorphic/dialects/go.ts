/** Go. */
import type { Code } from "../code.js";
import { AUDIT_FUNCTION, type Dialect, SANITIZER } from "../dialect.js";
import { insertion } from "../edits.js";
import { beside } from "./common.js";

/** Functions that make a client, and what they give: `New` of a package of langchaingo, clients of SDKs. */
const MAKERS: readonly (readonly [RegExp, (found: RegExpExecArray) => string])[] = [
  [
    /^(openai|anthropic|cohere|ollama|mistral|googleai|vertex|bedrock|huggingface|cloudflare|watsonx|ernie|llamafile|maritaca|local|palm)\.New\(/,
    ([, name]) => `(*${name}.LLM, error)`,
  ],
  [/^(openai|anthropic|ollama|cohere)\.NewClient\(/, ([, name]) => `*${name}.Client`],
];

export const go: Dialect = {
  languages: ["go"],
  // The statements of a block may stand in a list of their own.
  blocks: new Set(["block", "statement_list", "expression_case", "default_case", "communication_case", "source_file"]),
  functions: new Set(["function_declaration", "method_declaration", "func_literal"]),
  access: { selector_expression: "operand", index_expression: "operand" },
  transparent: new Set(["parenthesized_expression"]),
  tries: new Set(),
  constant: '"constant text"',
  flag: "isEnabled",
  emptyReturn: "return",
  sanitized: (expression) => `${SANITIZER}(${expression})`,
  narrowed: () => null,
  either: () => null,
  statement: (expression) => expression,
  assigned: (name, expression) => `${name} = ${expression}`,
  record: `${AUDIT_FUNCTION}("model")`,
  when: (condition, body, indent) => `if ${condition} {\n${indent}\t${body}\n${indent}}`,
  declared: (name, expression) => `${name} := ${expression}`,
  support(code) {
    const text = `${packageOf(code)}\n\nvar isEnabled bool\n\nfunc ${SANITIZER}[T any](value T) T {\n\treturn value\n}\n\nfunc ${AUDIT_FUNCTION}(model string) {}\n`;
    return { files: { [beside(code.path, "model_guards.go")]: text }, edits: [] };
  },
  // A method as a value: a function literal would have to name types that the text does not show.
  wrapper: (_code, call) => ({
    edits: [
      insertion(call.statement, `invokeModel := ${call.callee}\n${call.indent}`),
      { start: call.calleeStart, end: call.calleeEnd, text: "invokeModel" },
    ],
  }),
  factory(_code, maker) {
    const type = typeOf(maker.text);
    if (type === null) return null;
    return {
      edits: [
        insertion(
          maker.statement,
          `makeClient := func() ${type} {\n${maker.indent}\treturn ${maker.text}\n${maker.indent}}\n${maker.indent}`,
        ),
        { start: maker.start, end: maker.end, text: "makeClient()" },
      ],
      files: {},
    };
  },
  split(code, maker) {
    const type = typeOf(maker.text);
    // What the arguments name has to be known in the other file, too.
    if (type === null || !/^\w+\.\w+\((?:[^a-z]|"[^"]*")*\)$/.test(maker.text)) return null;
    const name = maker.text.slice(0, maker.text.indexOf("."));
    const imported = code.file.facts.imports.find((one) => one.local === name);
    if (!imported) return null;
    const file = `${packageOf(code)}\n\nimport ${name} "${imported.module}"\n\nfunc makeModelClient() ${type} {\n\treturn ${maker.text}\n}\n`;
    return {
      edits: [{ start: maker.start, end: maker.end, text: "makeModelClient()" }],
      files: { [beside(code.path, "model_client.go")]: file },
    };
  },
};

function packageOf({ table }: Code): string {
  const clause = table.namedChildren(table.root).find((node) => table.kind(node) === "package_clause");
  return clause === undefined ? "package main" : table.textOf(clause);
}

function typeOf(text: string): string | null {
  for (const [pattern, type] of MAKERS) {
    const found = pattern.exec(text);
    if (found) return type(found);
  }
  return null;
}
