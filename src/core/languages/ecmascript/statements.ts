/** Statements: bindings and the block tree. */
import { LiteralKind, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { lowerClass } from "./classes.js";
import { lowerExport } from "./exports.js";
import { lowerExpression } from "./expressions.js";
import type { FileLowering } from "./fileLowering.js";
import { lowerDo, lowerFor, lowerForIn, lowerWhile } from "./loops.js";
import { declarePattern, declareScope, lowerHoisted, namespaceRoot } from "./hoisting.js";
import { bindPattern } from "./patterns.js";
import { lowerEnum, lowerInterface, lowerTypeAlias, typeValue } from "./types.js";

type Lower = (file: FileLowering, node: NodeId) => void;

/** Lowers the statements of a block whose names have been declared. */
export function lowerStatements(file: FileLowering, block: NodeId): void {
  lowerHoisted(file, block);
  const { table } = file;
  for (let node = table.firstChild(block); node !== NO_NODE; node = table.nextSibling(node)) {
    if (table.isNamed(node)) lowerStatement(file, node);
  }
}

export function lowerStatement(file: FileLowering, node: NodeId): void {
  if (!file.enter()) return;
  try {
    const lower = STATEMENTS.get(file.table.kind(node));
    if (lower) lower(file, node);
    else lowerExpression(file, node);
  } finally {
    file.leave();
  }
}

/** Body of an `if`, a loop or a handler, when there is one. */
export function lowerBody(file: FileLowering, node: NodeId): void {
  if (node !== NO_NODE) lowerStatement(file, node);
}

export function condition(file: FileLowering, node: NodeId): ValueId {
  const test = file.table.child(node, "condition");
  return test === NO_NODE ? NONE : lowerExpression(file, test);
}

const lowerBlock: Lower = (file, node) => {
  file.builder.openScope();
  declareScope(file, node);
  lowerStatements(file, node);
  file.builder.closeScope();
};

const lowerChildren: Lower = (file, node) => {
  for (const child of file.table.namedChildren(node)) lowerStatement(file, child);
};

/** What the parser could not place may hold declarations as well. */
const lowerError: Lower = (file, node) => {
  declareScope(file, node);
  lowerStatements(file, node);
};

const nothing: Lower = () => {};

const lowerDeclarators: Lower = (file, node) => {
  const { table } = file;
  for (const declarator of table.namedChildren(node)) {
    const name = table.child(declarator, "name");
    const value = table.child(declarator, "value");
    if (table.kind(declarator) !== "variable_declarator") lowerStatement(file, declarator);
    else if (name !== NO_NODE && value !== NO_NODE) bindPattern(file, name, lowerExpression(file, value, name));
    else if (name !== NO_NODE) {
      // Defined from here on, so that branches and loops below merge with it.
      bindPattern(file, name, file.builder.literal("undefined", LiteralKind.Null, file.range(name)));
    }
  }
};

/** `declare const x: T` defines nothing here. */
const lowerAmbient: Lower = (file, node) => {
  for (const child of file.table.namedChildren(node)) {
    const kind = file.table.kind(child);
    if (kind !== "lexical_declaration" && kind !== "variable_declaration") lowerStatement(file, child);
  }
};

const lowerIf: Lower = (file, node) => {
  const { table, builder } = file;
  const test = condition(file, node);
  const alternative = table.child(node, "alternative");
  const otherwise = alternative === NO_NODE ? null : () => lowerBody(file, alternative);
  builder.branch(test, () => lowerBody(file, table.child(node, "consequence")), otherwise, file.range(node));
};

const lowerSwitch: Lower = (file, node) => {
  const { table, builder } = file;
  const body = table.child(node, "body");
  const subjectNode = table.child(node, "value");
  const subject = subjectNode === NO_NODE ? NONE : lowerExpression(file, subjectNode);
  if (body === NO_NODE) return;
  const cases = table.namedChildren(body);
  builder.openScope();
  for (const one of cases) declareScope(file, one);
  builder.switch(
    subject,
    cases.map((one) => ({
      isDefault: table.kind(one) === "switch_default",
      body: () => {
        lowerHoisted(file, one);
        for (const child of table.namedChildren(one)) {
          if (table.field(child) === "value") lowerExpression(file, child);
          else lowerStatement(file, child);
        }
      },
    })),
    true,
    file.range(node),
  );
  builder.closeScope();
};

const lowerTry: Lower = (file, node) => {
  const { table, builder } = file;
  const handler = table.child(node, "handler");
  const finalizer = table.child(node, "finalizer");
  const catching = (tryBlock: number) => {
    const parameter = table.child(handler, "parameter");
    builder.openScope();
    if (parameter !== NO_NODE) {
      declarePattern(file, parameter, { type: file.typeText(table.child(handler, "type")) });
      bindPattern(file, parameter, builder.exception(tryBlock, file.range(parameter)));
    }
    lowerBody(file, table.child(handler, "body"));
    builder.closeScope();
  };
  builder.try(
    {
      body: () => lowerBody(file, table.child(node, "body")),
      handlers: handler === NO_NODE ? [] : [catching],
      finally: finalizer === NO_NODE ? null : () => lowerBody(file, table.child(finalizer, "body")),
    },
    file.range(node),
  );
};

const lowerReturn: Lower = (file, node) => {
  const inner = file.firstNamed(node);
  file.builder.return(inner === NO_NODE ? NONE : lowerExpression(file, inner), file.range(node));
};

const lowerThrow: Lower = (file, node) => {
  const inner = file.firstNamed(node);
  file.builder.throw(inner === NO_NODE ? NONE : lowerExpression(file, inner), file.range(node));
};

/** A label on a block makes it something that `break` leaves: a switch with one case. Labels of loops need nothing. */
const lowerLabelled: Lower = (file, node) => {
  const body = file.table.child(node, "body");
  if (body === NO_NODE) return;
  if (file.table.kind(body) !== "statement_block") lowerStatement(file, body);
  else file.builder.switch(NONE, [{ isDefault: true, body: () => lowerStatement(file, body) }], false, file.range(node));
};

const lowerWith: Lower = (file, node) => {
  const object = file.table.child(node, "object");
  if (object !== NO_NODE) lowerExpression(file, object);
  lowerBody(file, file.table.child(node, "body"));
};

/** Gives the declared name of a class its value. */
export function assignName(file: FileLowering, declaration: NodeId, value: ValueId): void {
  const name = file.table.child(declaration, "name");
  const variable = name === NO_NODE ? null : file.builder.resolve(file.table.textOf(name));
  if (variable !== null) file.builder.assign(variable, value);
}

const lowerClassDeclaration: Lower = (file, node) => assignName(file, node, lowerClass(file, node));

/** `namespace A { export const x = 1 }`: an object with the exported names. */
export function lowerNamespace(file: FileLowering, node: NodeId): ValueId {
  const { table, builder } = file;
  const range = file.range(node);
  const body = table.child(node, "body");
  const outer = file.namespaceExports;
  const names = new Map<string, number>();
  file.namespaceExports = names;
  if (body !== NO_NODE) lowerBlock(file, body);
  file.namespaceExports = outer;
  let value = builder.object(
    [...names].map(([key, variable]) => ({ key, value: builder.readVariable(variable, range) })),
    range,
  );
  const root = namespaceRoot(file, node);
  if (root === NO_NODE) return value;
  // `namespace A.B` is B inside A.
  const [first, ...rest] = table.textOf(table.child(node, "name")).split(".");
  for (const key of rest.reverse()) value = builder.object([{ key: key.trim(), value }], range);
  const variable = builder.resolve((first as string).trim());
  if (variable !== null) builder.assign(variable, value);
  return value;
}

/** `import client = Vendor.Client`: another name for a member of a namespace. */
const lowerImportAlias: Lower = (file, node) => {
  const [name = NO_NODE, target = NO_NODE] = file.table.namedChildren(node);
  if (name === NO_NODE || target === NO_NODE) return;
  bindPattern(file, name, typeValue(file, target));
};

const STATEMENTS: ReadonlyMap<string, Lower> = new Map<string, Lower>([
  ["comment", nothing],
  ["html_comment", nothing],
  ["hash_bang_line", nothing],
  ["empty_statement", nothing],
  ["debugger_statement", nothing],
  // Done when their block began.
  ["import_statement", nothing],
  ["function_declaration", nothing],
  ["generator_function_declaration", nothing],
  ["function_signature", nothing],
  ["statement_block", lowerBlock],
  ["expression_statement", lowerChildren],
  ["lexical_declaration", lowerDeclarators],
  ["variable_declaration", lowerDeclarators],
  ["using_declaration", lowerDeclarators],
  ["ambient_declaration", lowerAmbient],
  ["else_clause", lowerChildren],
  ["ERROR", lowerError],
  ["if_statement", lowerIf],
  ["for_statement", lowerFor],
  ["for_in_statement", lowerForIn],
  ["while_statement", lowerWhile],
  ["do_statement", lowerDo],
  ["switch_statement", lowerSwitch],
  ["try_statement", lowerTry],
  ["return_statement", lowerReturn],
  ["throw_statement", lowerThrow],
  ["break_statement", (file, node) => file.builder.break(file.range(node))],
  ["continue_statement", (file, node) => file.builder.continue(file.range(node))],
  ["labeled_statement", lowerLabelled],
  ["with_statement", lowerWith],
  ["class_declaration", lowerClassDeclaration],
  ["abstract_class_declaration", lowerClassDeclaration],
  ["interface_declaration", lowerInterface],
  ["type_alias_declaration", lowerTypeAlias],
  ["enum_declaration", lowerEnum],
  ["internal_module", lowerNamespace],
  ["module", lowerNamespace],
  ["import_alias", lowerImportAlias],
  ["export_statement", lowerExport],
]);
