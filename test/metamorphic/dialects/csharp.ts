/** C#. */
import type { Code } from "../code.js";
import type { Dialect, MakerParts } from "../dialect.js";
import { insertion } from "../edits.js";
import { beside, declaredNames, namesIn } from "./common.js";

const GUARDS = "ModelGuards";
const SUPPORT = `public static class ${GUARDS}
{
    public static bool IsEnabled;

    public static T ScreenText<T>(T value) => value;

    public static void RecordModelCall(string model) { }

    public static T Invoke<T>(System.Func<T> call) => call();
}
`;

export const csharp: Dialect = {
  languages: ["csharp"],
  blocks: new Set(["compilation_unit", "block", "switch_section"]),
  functions: new Set([
    "method_declaration",
    "constructor_declaration",
    "local_function_statement",
    "lambda_expression",
    "anonymous_method_expression",
    "accessor_declaration",
    "declaration_list",
  ]),
  access: { member_access_expression: "expression", element_access_expression: "expression" },
  transparent: new Set(["await_expression", "parenthesized_expression"]),
  tries: new Set(["try_statement"]),
  constant: '"constant text"',
  flag: `${GUARDS}.IsEnabled`,
  emptyReturn: "return;",
  sanitized: (expression) => `${GUARDS}.ScreenText(${expression})`,
  narrowed: (expression) => `int.Parse(${expression})`,
  either: (left, right) => `(${GUARDS}.IsEnabled ? ${left} : ${right})`,
  statement: (expression) => `${expression};`,
  assigned: (name, expression) => `${name} = ${expression};`,
  record: `${GUARDS}.RecordModelCall("model");`,
  when: (condition, body) => `if (${condition}) { ${body} }`,
  declared: (name, expression) => `var ${name} = ${expression};`,
  support: (code) => ({ files: { [beside(code.path, `${GUARDS}.cs`)]: SUPPORT }, edits: [] }),
  wrapper: (code, call) => ({
    edits: [insertion(call.start, `${GUARDS}.Invoke(() => `), insertion(call.end, ")")],
    files: { [beside(code.path, `${GUARDS}.cs`)]: SUPPORT },
  }),
  factory(code, maker) {
    const type = typeOf(maker);
    if (type === null || usesLocals(code, maker)) return null;
    const member = code.memberOf(maker);
    const place = member ?? { start: maker.statement, indent: maker.indent };
    const head = member ? "private static " : "static ";
    return {
      edits: [
        insertion(place.start, `${head}${type} MakeClient() => ${maker.text};\n\n${place.indent}`),
        { start: maker.start, end: maker.end, text: "MakeClient()" },
      ],
      files: {},
    };
  },
  split(code, maker) {
    const type = typeOf(maker);
    if (type === null || usesLocals(code, maker)) return null;
    const { table } = code;
    const usings = table.namedChildren(table.root).filter((node) => table.kind(node) === "using_directive");
    const text = `${usings.map((node) => `${table.textOf(node)}\n`).join("")}\npublic static class ModelFactory\n{\n    public static ${type} MakeClient() => ${maker.text};\n}\n`;
    return {
      edits: [{ start: maker.start, end: maker.end, text: "ModelFactory.MakeClient()" }],
      files: { [beside(code.path, "ModelFactory.cs")]: text },
    };
  },
};

function typeOf({ text, declaredType }: MakerParts): string | null {
  if (declaredType !== null && declaredType !== "var") return declaredType;
  const made = /^new\s+([A-Z][\w.]*)\s*\(/.exec(text);
  // `new Client(key).AsChatClient()` is something else than what was made first.
  return made && /\)\s*(?:\{[\s\S]*\})?$/.test(text) && !/\)\s*\.\s*\w+\s*(?:<[^>]*>)?\(/.test(text) ? (made[1] ?? null) : null;
}

function usesLocals(code: Code, maker: MakerParts): boolean {
  const declared = declaredNames(code);
  return /\b(?:this|await)\b/.test(maker.text) || namesIn(code, maker).some((name) => declared.has(name));
}
