/** TypeScript and JavaScript. */
import { languageOf } from "../../../src/core/languages/languages.js";
import { NO_NODE, type NodeId } from "../../../src/core/syntax/syntaxTable.js";
import type { Code } from "../code.js";
import { AUDIT_FUNCTION, type Dialect, type MakerParts, SANITIZER } from "../dialect.js";
import { insertion } from "../edits.js";
import { beside, namesIn } from "./common.js";

export const ecmascript: Dialect = {
  languages: ["typescript", "javascript"],
  blocks: new Set(["program", "statement_block", "switch_case", "switch_default"]),
  functions: new Set([
    "function_declaration",
    "function_expression",
    "generator_function",
    "generator_function_declaration",
    "arrow_function",
    "method_definition",
    "class_body",
  ]),
  access: { member_expression: "object", subscript_expression: "object" },
  transparent: new Set(["await_expression", "parenthesized_expression", "non_null_expression"]),
  tries: new Set(["try_statement"]),
  constant: '"constant text"',
  flag: "globalThis.isEnabled",
  emptyReturn: "return;",
  sanitized: (expression) => `${SANITIZER}(${expression})`,
  narrowed: (expression) => `Number(${expression})`,
  either: (left, right) => `(globalThis.isEnabled ? ${left} : ${right})`,
  statement: (expression) => `${expression};`,
  assigned: (name, expression) => `${name} = ${expression};`,
  record: `${AUDIT_FUNCTION}({ model: "model" });`,
  when: (condition, body) => `if (${condition}) { ${body} }`,
  declared: (name, expression) => `const ${name} = ${expression};`,
  support(code) {
    const isCommon = usesRequire(code);
    const typed = isTypeScript(code);
    const text = typed ? "<T>(value: T): T" : "(value)";
    const functions = `function ${SANITIZER}${text} {\n  return value;\n}\n\nfunction ${AUDIT_FUNCTION}(record${typed ? ": object" : ""}) {\n  void record;\n}\n`;
    const names = `{ ${SANITIZER}, ${AUDIT_FUNCTION} }`;
    return {
      files: {
        [beside(code.path, `modelGuards${extensionOf(code)}`)]: isCommon
          ? `${functions}\nmodule.exports = ${names};\n`
          : functions.replaceAll("function", "export function"),
      },
      edits: [
        insertion(
          placeForImport(code),
          isCommon ? `const ${names} = require("./modelGuards");\n` : `import ${names} from "./modelGuards";\n`,
        ),
      ],
    };
  },
  wrapper(code, call) {
    if (/\b(?:await|yield|super)\b/.test(call.callee)) return null;
    const any = isTypeScript(code) ? ": any" : "";
    const names = call.arguments.some(({ isSpread }) => isSpread) ? ["...all"] : call.arguments.map((_, index) => `given${index}`);
    const parameters = names.map((name) => (name === "...all" && any !== "" ? "...all: any" : `${name}${any}`)).join(", ");
    return {
      edits: [
        insertion(call.statement, `const invokeModel = (${parameters}) => ${call.callee}(${names.join(", ")});\n${call.indent}`),
        { start: call.calleeStart, end: call.calleeEnd, text: "invokeModel" },
      ],
    };
  },
  factory(_code, maker) {
    if (/\b(?:await|yield|this)\b/.test(maker.text)) return null;
    return {
      edits: [
        insertion(maker.statement, `const makeClient = () => ${maker.text};\n${maker.indent}`),
        { start: maker.start, end: maker.end, text: "makeClient()" },
      ],
      files: {},
    };
  },
  split(code, maker) {
    const name = maker.topLevelName;
    const imports = name === null || usesRequire(code) ? null : importsFor(code, maker);
    if (imports === null || name === null) return null;
    const isExported = code.text.slice(maker.statement, maker.start).startsWith("export");
    const exported = isExported ? `\nexport { ${name} };` : "";
    return {
      edits: [{ start: maker.statement, end: maker.statementEnd, text: `import { ${name} } from "./modelClient";${exported}` }],
      files: { [beside(code.path, `modelClient${extensionOf(code)}`)]: `${imports}export const ${name} = ${maker.text};\n` },
    };
  },
};

function isTypeScript(code: Code): boolean {
  return languageOf(code.path)?.language.id === "typescript";
}

function extensionOf(code: Code): string {
  const extension = code.path.slice(code.path.lastIndexOf("."));
  return extension.startsWith(".t") ? ".ts" : extension === ".jsx" ? ".js" : extension;
}

function usesRequire(code: Code): boolean {
  const { imports } = code.file.facts;
  return !imports.some(({ kind }) => kind === "static" || kind === "type") && imports.some(({ kind }) => kind === "require");
}

/** Before the first statement that is no directive such as "use client". */
function placeForImport({ table, text }: Code): number {
  for (const node of table.namedChildren(table.root)) {
    const isDirective = table.kind(node) === "expression_statement" && /^["']use /.test(table.textOf(node));
    if (!isDirective && table.kind(node) !== "hash_bang_line") return table.start(node);
  }
  return text.length;
}

/** Import statements for the names in an expression; null when one of them is declared in the file itself. */
function importsFor(code: Code, maker: MakerParts): string | null {
  const { table, file } = code;
  const lines = new Set<string>();
  for (const name of namesIn(code, maker)) {
    if (!file.facts.moduleVariables.has(name)) continue;
    const statement = importOf(code, name);
    if (statement === NO_NODE) return null;
    lines.add(table.textOf(statement));
  }
  return [...lines].map((line) => `${line}\n`).join("");
}

function importOf({ table }: Code, name: string): NodeId {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  for (const node of table.namedChildren(table.root)) {
    if (table.kind(node) === "import_statement" && word.test(table.textOf(node).split(/\bfrom\b/)[0] ?? "")) return node;
  }
  return NO_NODE;
}
