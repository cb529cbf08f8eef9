/** Java. */
import { NO_NODE } from "../../../src/core/syntax/syntaxTable.js";
import type { Code } from "../code.js";
import { AUDIT_FUNCTION, type CallParts, type Dialect, type MakerParts, SANITIZER, type WrappedCall } from "../dialect.js";
import { insertion } from "../edits.js";
import { beside, declaredNames, namesIn } from "./common.js";

const GUARDS = "ModelGuards";

export const java: Dialect = {
  languages: ["java"],
  blocks: new Set(["program", "block", "constructor_body", "switch_block_statement_group"]),
  functions: new Set(["method_declaration", "constructor_declaration", "lambda_expression", "class_body", "interface_body", "enum_body"]),
  access: { field_access: "object", array_access: "array" },
  transparent: new Set(["parenthesized_expression"]),
  tries: new Set(["try_statement", "try_with_resources_statement"]),
  constant: '"constant text"',
  flag: `${GUARDS}.isEnabled`,
  emptyReturn: "return;",
  sanitized: (expression) => `${GUARDS}.${SANITIZER}(${expression})`,
  narrowed: (expression) => `Integer.parseInt(${expression})`,
  either: (left, right) => `(${GUARDS}.isEnabled ? ${left} : ${right})`,
  statement: (expression) => `${expression};`,
  assigned: (name, expression) => `${name} = ${expression};`,
  record: `${GUARDS}.${AUDIT_FUNCTION}("model");`,
  when: (condition, body) => `if (${condition}) { ${body} }`,
  declared: (name, expression) => `var ${name} = ${expression};`,
  support: (code) => ({ files: guards(code), edits: [] }),
  wrapper: (code, call) =>
    asMethod(code, call) ?? { edits: [insertion(call.start, `${GUARDS}.invoke(() -> `), insertion(call.end, ")")], files: guards(code) },
  factory(code, maker) {
    const type = typeOf(maker);
    const member = code.memberOf(maker);
    if (type === null || !member || usesLocals(code, maker)) return null;
    return {
      edits: [
        insertion(
          member.start,
          `private static ${type} makeClient() {\n${member.indent}    return ${maker.text};\n${member.indent}}\n\n${member.indent}`,
        ),
        { start: maker.start, end: maker.end, text: "makeClient()" },
      ],
      files: {},
    };
  },
  split(code, maker) {
    const type = typeOf(maker);
    if (type === null || !code.memberOf(maker) || usesLocals(code, maker) || usesNested(code, `${type} ${maker.text}`)) return null;
    const text = `${header(code)}\nfinal class ModelFactory {\n    static ${type} makeClient() {\n        return ${maker.text};\n    }\n}\n`;
    return {
      edits: [{ start: maker.start, end: maker.end, text: "ModelFactory.makeClient()" }],
      files: { [beside(code.path, "ModelFactory.java")]: text },
    };
  },
};

function guards(code: Code): Record<string, string> {
  const text = `${packageOf(code)}
import java.util.function.Supplier;

final class ${GUARDS} {
    static boolean isEnabled;

    static <T> T ${SANITIZER}(T value) {
        return value;
    }

    static void ${AUDIT_FUNCTION}(String model) {}

    static <T> T invoke(Supplier<T> call) {
        return call.get();
    }
}
`;
  return { [beside(code.path, `${GUARDS}.java`)]: text };
}

/** `String answer = model.chat(question);` as a method of its own, when everything in it has a declared type. */
function asMethod(code: Code, call: CallParts): WrappedCall | null {
  const { table, text } = code;
  const member = code.memberOf(call);
  const type = /^(?:final\s+)?([A-Z][\w.<>,? ]*?)\s+\w+\s*=\s*$/.exec(text.slice(call.statement, call.start))?.[1];
  if (!member || type === undefined) return null;
  const types = new Map<string, string | null>();
  for (let node = 0; node < table.nodeCount; node++) {
    if (table.start(node) < member.start || table.end(node) > member.end) continue;
    if (!["formal_parameter", "local_variable_declaration", "enhanced_for_statement"].includes(table.kind(node))) continue;
    const declared = table.child(node, "type");
    const declarator = table.child(node, "declarator");
    const name = table.child(declarator === NO_NODE ? node : declarator, "name");
    if (name !== NO_NODE)
      types.set(table.textOf(name), declared === NO_NODE || table.textOf(declared) === "var" ? null : table.textOf(declared));
  }
  const used = namesIn(code, call).filter((name) => types.has(name));
  if (used.some((name) => types.get(name) === null)) return null;
  const isStatic = /^[^{]*\bstatic\b/.test(text.slice(member.start, member.end));
  const parameters = used.map((name) => `${types.get(name)} ${name}`).join(", ");
  const written = `private ${isStatic ? "static " : ""}${type} invokeModel(${parameters}) throws Exception {\n${member.indent}    return ${text.slice(call.start, call.end)};\n${member.indent}}\n\n${member.indent}`;
  return { edits: [insertion(member.start, written), { start: call.start, end: call.end, text: `invokeModel(${used.join(", ")})` }] };
}

function typeOf({ text, declaredType }: MakerParts): string | null {
  if (declaredType !== null && declaredType !== "var") return declaredType;
  return /^([A-Z]\w*)\.builder\(\)[\s\S]*\.build\(\)$/.exec(text)?.[1] ?? /^new\s+([A-Z][\w.]*)\(/.exec(text)?.[1] ?? null;
}

function usesLocals(code: Code, maker: MakerParts): boolean {
  const declared = declaredNames(code);
  return /\bthis\b/.test(maker.text) || namesIn(code, maker).some((name) => declared.has(name));
}

/** Classes inside of another, and methods of the class, are known by their name there alone. */
function usesNested({ file, table, text: whole }: Code, text: string): boolean {
  const outer = new Set(table.namedChildren(table.root).map((node) => table.child(node, "name")));
  const nested = file.facts.classes
    .filter((one) => ![...outer].some((node) => node !== NO_NODE && table.start(node) === one.nameStart))
    .map(({ name }) => name);
  const methods = file.facts.functions
    .filter(({ nameEnd, nameStart }) => nameEnd > nameStart)
    .map(({ nameStart, nameEnd }) => whole.slice(nameStart, nameEnd));
  return [...nested, ...methods].some((name) => new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(text));
}

function packageOf({ table }: Code): string {
  const clause = table.namedChildren(table.root).find((node) => table.kind(node) === "package_declaration");
  return clause === undefined ? "" : `${table.textOf(clause)}\n`;
}

/** Package and imports, for another file of the same package. */
function header(code: Code): string {
  const { table } = code;
  const imports = table.namedChildren(table.root).filter((node) => table.kind(node) === "import_declaration");
  return `${packageOf(code)}\n${imports.map((node) => `${table.textOf(node)}\n`).join("")}`;
}
