/** Python. */
import type { Code } from "../code.js";
import { AUDIT_FUNCTION, type Dialect, type MakerParts, SANITIZER } from "../dialect.js";
import { insertion } from "../edits.js";
import { beside, folderOf, namesIn } from "./common.js";

export const python: Dialect = {
  languages: ["python"],
  blocks: new Set(["module", "block"]),
  functions: new Set(["function_definition", "lambda"]),
  access: { attribute: "object", subscript: "value" },
  transparent: new Set(["await", "parenthesized_expression"]),
  tries: new Set(["try_statement"]),
  constant: '"constant text"',
  flag: "IS_ENABLED",
  emptyReturn: "return",
  sanitized: (expression) => `${SANITIZER}(${expression})`,
  narrowed: (expression) => `int(${expression})`,
  either: (left, right) => `(${left} if IS_ENABLED else ${right})`,
  statement: (expression) => expression,
  assigned: (name, expression) => `${name} = ${expression}`,
  record: `${AUDIT_FUNCTION}(model="model")`,
  when: (condition, body, indent) => `if ${condition}:\n${indent}    ${body}`,
  declared: (name, expression) => `${name} = ${expression}`,
  support(code) {
    const text = `IS_ENABLED = bool(0)\n\n\ndef ${SANITIZER}(value):\n    return value\n\n\ndef ${AUDIT_FUNCTION}(**record):\n    pass\n`;
    return {
      files: { [beside(code.path, "model_guards.py")]: text },
      edits: [
        insertion(placeForImport(code), `from ${moduleBeside(code, "model_guards")} import IS_ENABLED, ${AUDIT_FUNCTION}, ${SANITIZER}\n`),
      ],
    };
  },
  wrapper(_code, call) {
    if (/\b(?:await|yield)\b/.test(call.callee)) return null;
    const isSplat = call.arguments.some(({ isSpread }) => isSpread);
    const plain = call.arguments.map(({ name }, index) => name ?? `given{index}`.replace("{index}", String(index)));
    const parameters = isSplat ? "*args, **kwargs" : plain.join(", ");
    const handed = isSplat
      ? "*args, **kwargs"
      : call.arguments.map(({ name }, index) => (name === null ? plain[index] : `${name}=${name}`)).join(", ");
    return {
      edits: [
        insertion(call.statement, `def invoke_model(${parameters}):\n${call.indent}    return ${call.callee}(${handed})\n\n${call.indent}`),
        { start: call.calleeStart, end: call.calleeEnd, text: "invoke_model" },
      ],
    };
  },
  factory(_code, maker) {
    if (/\b(?:await|yield)\b/.test(maker.text)) return null;
    return {
      edits: [
        insertion(maker.statement, `def make_client():\n${maker.indent}    return ${maker.text}\n\n${maker.indent}`),
        { start: maker.start, end: maker.end, text: "make_client()" },
      ],
      files: {},
    };
  },
  split(code, maker) {
    const name = maker.topLevelName;
    const imports = name === null ? null : importsFor(code, maker);
    if (imports === null || name === null) return null;
    return {
      edits: [{ start: maker.statement, end: maker.statementEnd, text: `from ${moduleBeside(code, "model_client")} import ${name}` }],
      files: { [beside(code.path, "model_client.py")]: `${imports}${name} = ${maker.text}\n` },
    };
  },
};

/** Relative where the file itself imports so. */
function moduleBeside({ file, path }: Code, name: string): string {
  const isRelative = path.includes("/") && file.facts.imports.some(({ module }) => /^\.\w*$/.test(module));
  return isRelative && folderOf(path) !== "" ? `.${name}` : name;
}

function placeForImport({ table, text }: Code): number {
  const statements = table.namedChildren(table.root);
  const first = statements.find((node) => /^import_(?:from_)?statement$/.test(table.kind(node)));
  const other = statements.find(
    (node, index) => table.kind(node) !== "future_import_statement" && !(index === 0 && /^[rR]?["']/.test(table.textOf(node))),
  );
  return first !== undefined ? table.start(first) : other !== undefined ? table.start(other) : text.length;
}

/** Import statements for the names in an expression; null when one of them is declared in the file itself. */
function importsFor(code: Code, maker: MakerParts): string | null {
  const { table, file } = code;
  const lines = new Set<string>();
  for (const name of namesIn(code, maker)) {
    if (!file.facts.moduleVariables.has(name)) continue;
    const statement = table
      .namedChildren(table.root)
      .find(
        (node) =>
          /^import_(?:from_)?statement$/.test(table.kind(node)) &&
          new RegExp(`\\b${name}\\b`).test(table.textOf(node).replace(/^from\s+\S+/, "")),
      );
    if (statement === undefined) return null;
    lines.add(table.textOf(statement));
  }
  return [...lines].map((line) => `${line}\n`).join("");
}
