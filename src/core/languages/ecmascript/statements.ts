/** Statements: bindings and the block tree. */
import { LiteralKind, NONE } from "../../facts/fileFacts.js";
import { NO_NODE } from "../../syntax/syntaxTable.js";
import { lowerClassDeclaration } from "./classes.js";
import { lowerExport } from "./exports.js";
import type { LowerStatement } from "./fileLowering.js";
import { lowerDo, lowerFor, lowerForIn, lowerWhile } from "./loops.js";
import { declarePattern, declareScope } from "./declaring.js";
import { lowerNamespace } from "./namespaces.js";
import { bindPattern } from "./patterns.js";
import { lowerEnum, lowerInterface, lowerTypeAlias, typeValue } from "./types.js";

type Lower = LowerStatement;

const lowerBlock: Lower = (file, node) => {
  file.builder.openScope();
  declareScope(file, node);
  file.lowerStatements(node);
  file.builder.closeScope();
};

const lowerChildren: Lower = (file, node) => {
  for (const child of file.table.namedChildren(node)) file.lowerStatement(child);
};

/** What the parser could not place may hold declarations as well. */
const lowerError: Lower = (file, node) => {
  declareScope(file, node);
  file.lowerStatements(node);
};

const nothing: Lower = () => {};

const lowerDeclarators: Lower = (file, node) => {
  const { table, builder } = file;
  for (const declarator of table.namedChildren(node)) {
    const name = table.child(declarator, "name");
    if (table.kind(declarator) !== "variable_declarator" || name === NO_NODE) {
      file.lowerStatement(declarator);
      continue;
    }
    const initial = table.child(declarator, "value");
    // Without an initial value it is defined from here on all the same, so that branches and loops below merge with it.
    let value =
      initial === NO_NODE ? builder.literal("undefined", LiteralKind.Null, file.range(name)) : file.lowerExpression(initial, name);
    const type = file.typeText(table.child(declarator, "type"));
    // A name keeps its written type as its own; the parts of a pattern can be told by the type of the whole.
    if (type !== undefined && table.kind(name) !== "identifier") value = builder.cast(value, type, file.range(name));
    bindPattern(file, name, value);
  }
};

/** `declare const x: T` defines nothing here. */
const lowerAmbient: Lower = (file, node) => {
  for (const child of file.table.namedChildren(node)) {
    const kind = file.table.kind(child);
    if (kind !== "lexical_declaration" && kind !== "variable_declaration") file.lowerStatement(child);
  }
};

const lowerIf: Lower = (file, node) => {
  const { table, builder } = file;
  const test = file.lowerField(node, "condition");
  const alternative = table.child(node, "alternative");
  const otherwise = alternative === NO_NODE ? null : () => file.lowerStatement(alternative);
  builder.branch(test, () => file.lowerStatement(table.child(node, "consequence")), otherwise, file.range(node));
};

const lowerSwitch: Lower = (file, node) => {
  const { table, builder } = file;
  const body = table.child(node, "body");
  const subjectNode = table.child(node, "value");
  const subject = subjectNode === NO_NODE ? NONE : file.lowerExpression(subjectNode);
  if (body === NO_NODE) return;
  const cases = table.namedChildren(body);
  builder.openScope();
  for (const one of cases) declareScope(file, one);
  builder.switch(
    subject,
    cases.map((one) => ({
      isDefault: table.kind(one) === "switch_default",
      body: () => {
        const value = table.child(one, "value");
        if (value !== NO_NODE) builder.caseOf([file.lowerExpression(value)], file.range(value));
        file.lowerStatements(one, value);
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
    file.lowerStatement(table.child(handler, "body"));
    builder.closeScope();
  };
  builder.try(
    {
      body: () => file.lowerStatement(table.child(node, "body")),
      handlers: handler === NO_NODE ? [] : [catching],
      finally: finalizer === NO_NODE ? null : () => file.lowerStatement(table.child(finalizer, "body")),
    },
    file.range(node),
  );
};

const lowerReturn: Lower = (file, node) => {
  const inner = file.firstNamed(node);
  file.builder.return(inner === NO_NODE ? NONE : file.lowerExpression(inner), file.range(node));
};

const lowerThrow: Lower = (file, node) => {
  const inner = file.firstNamed(node);
  file.builder.throw(inner === NO_NODE ? NONE : file.lowerExpression(inner), file.range(node));
};

/** A label on a block makes it something that `break` leaves: a switch with one case. Labels of loops need nothing. */
const lowerLabelled: Lower = (file, node) => {
  const body = file.table.child(node, "body");
  if (body === NO_NODE) return;
  if (file.table.kind(body) !== "statement_block") file.lowerStatement(body);
  else file.builder.switch(NONE, [{ isDefault: true, body: () => file.lowerStatement(body) }], false, file.range(node));
};

const lowerWith: Lower = (file, node) => {
  const object = file.table.child(node, "object");
  if (object !== NO_NODE) file.lowerExpression(object);
  file.lowerStatement(file.table.child(node, "body"));
};

/** `import client = Vendor.Client`: another name for a member of a namespace. */
const lowerImportAlias: Lower = (file, node) => {
  const [name = NO_NODE, target = NO_NODE] = file.table.namedChildren(node);
  if (name === NO_NODE || target === NO_NODE) return;
  bindPattern(file, name, typeValue(file, target));
};

export const STATEMENTS: ReadonlyMap<string, Lower> = new Map<string, Lower>([
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
