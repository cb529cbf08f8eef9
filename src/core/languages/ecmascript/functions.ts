/** Functions of every form: declarations, expressions, arrows, methods, signatures without a body. */
import { type ClassId, FunctionFlag, type FunctionId, NONE, type ParameterFacts, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import type { FileLowering } from "./fileLowering.js";
import { declareFunctionScope, declarePattern } from "./declaring.js";
import { bindPattern } from "./patterns.js";

/** `constructor(private readonly client: OpenAI)`: a parameter that is a field as well. */
export interface ParameterProperty {
  readonly name: string;
  readonly value: ValueId;
  readonly type: string | undefined;
  readonly annotations: readonly ValueId[];
  readonly node: NodeId;
}

export interface FunctionOptions {
  /** Identifier or property key that names it, NO_NODE when anonymous. */
  readonly name: NodeId;
  readonly flags?: number;
  readonly owner: ClassId;
  readonly decorators?: readonly ValueId[];
  readonly doc: string | undefined;
  /** Called for each parameter property of a constructor. */
  readonly onProperty?: (property: ParameterProperty) => void;
}

export function lowerFunction(
  file: FileLowering,
  node: NodeId,
  options: FunctionOptions,
): { readonly value: ValueId; readonly id: FunctionId } {
  const { table, builder } = file;
  const { name, doc } = options;
  const returnType = file.typeText(table.child(node, "return_type"));
  const body = table.child(node, "body");
  const start = table.start(node);
  const value = builder.startFunction({
    name: name === NO_NODE ? "" : nameText(file, name),
    flags: (options.flags ?? 0) | flagsOf(file, node, body),
    nameStart: name === NO_NODE ? start : table.start(name),
    nameEnd: name === NO_NODE ? start : table.end(name),
    owner: options.owner,
    decorators: options.decorators ?? [],
    start,
    end: table.end(node),
    returnType,
    doc,
  });
  const single = table.child(node, "parameter");
  if (single !== NO_NODE) lowerParameter(file, single, options);
  const parameters = table.child(node, "parameters");
  if (parameters !== NO_NODE) for (const parameter of table.namedChildren(parameters)) lowerParameter(file, parameter, options);
  if (body !== NO_NODE) {
    if (table.kind(body) === "statement_block") {
      declareFunctionScope(file, body);
      file.lowerStatements(body);
    } else builder.addReturn(file.lowerExpression(body));
  }
  return { value, id: builder.endFunction() };
}

/** Function and arrow expressions. @param name what an anonymous one is assigned to. */
export function lowerFunctionExpression(file: FileLowering, node: NodeId, name: NodeId): ValueId {
  const { table, builder } = file;
  const own = table.child(node, "name");
  if (own === NO_NODE) {
    const usable = name !== NO_NODE && NAMES.has(table.kind(name)) ? name : NO_NODE;
    return lowerFunction(file, node, { name: usable, owner: NONE, doc: file.docOf(node) ?? docOfAssigned(file, usable) }).value;
  }
  // The name of a function expression is known inside it only.
  builder.openScope();
  const variable = builder.declare(table.textOf(own), file.range(own));
  const { value } = lowerFunction(file, node, { name: own, owner: NONE, doc: file.docOf(node) });
  builder.assign(variable, value);
  builder.closeScope();
  return value;
}

const NAMES = new Set([
  "identifier",
  "property_identifier",
  "private_property_identifier",
  "shorthand_property_identifier_pattern",
  "string",
]);

/** Documentation of the declarator, property or assignment that gives a function its name. */
function docOfAssigned(file: FileLowering, name: NodeId): string | undefined {
  if (name === NO_NODE) return undefined;
  const holder = file.table.parent(name);
  return file.docOf(holder) ?? file.docOf(file.table.parent(holder));
}

function nameText(file: FileLowering, name: NodeId): string {
  const text = file.table.textOf(name);
  return file.table.kind(name) === "string" ? text.slice(1, -1) : text;
}

function flagsOf(file: FileLowering, node: NodeId, body: NodeId): number {
  const { table } = file;
  const kind = table.kind(node);
  let flags = file.has(node, "async") ? FunctionFlag.Async : 0;
  if (kind === "arrow_function") flags |= FunctionFlag.Arrow;
  if (kind.startsWith("generator_function")) flags |= FunctionFlag.Generator;
  if (kind === "method_definition") {
    // The star has no node of its own.
    const name = table.child(node, "name");
    if (name !== NO_NODE && /\*\s*$/.test(table.text.slice(table.start(node), table.start(name)))) flags |= FunctionFlag.Generator;
  }
  if (body === NO_NODE) flags |= FunctionFlag.Abstract;
  return flags;
}

function lowerParameter(file: FileLowering, node: NodeId, options: FunctionOptions): void {
  const { table, builder } = file;
  const kindOfNode = table.kind(node);
  const isTyped = kindOfNode === "required_parameter" || kindOfNode === "optional_parameter";
  const isDefaulted = kindOfNode === "assignment_pattern";
  let pattern = isTyped ? table.child(node, "pattern") : isDefaulted ? table.child(node, "left") : node;
  if (pattern === NO_NODE) pattern = table.child(node, "name");
  if (pattern === NO_NODE || table.kind(pattern) === "this") return;
  let kind: ParameterFacts["kind"] = "plain";
  if (table.kind(pattern) === "rest_pattern") {
    kind = "rest";
    pattern = file.firstNamed(pattern);
    if (pattern === NO_NODE) return;
  }
  const type = isTyped ? file.typeText(table.child(node, "type")) : undefined;
  const annotations = isTyped ? table.childrenOf(node, "decorator").map((decorator) => lowerDecorator(file, decorator)) : [];
  const defaultNode = isTyped ? table.child(node, "value") : isDefaulted ? table.child(node, "right") : NO_NODE;
  const isName = table.kind(pattern) === "identifier";
  const fallback = defaultNode === NO_NODE ? NONE : file.lowerExpression(defaultNode, isName ? pattern : NO_NODE);
  const value = builder.parameter({
    start: table.start(pattern),
    end: table.end(pattern),
    kind,
    default: fallback,
    annotations,
    name: isName ? table.textOf(pattern) : undefined,
    type,
  });
  if (!isName) {
    declarePattern(file, pattern);
    bindPattern(file, pattern, fallback === NONE ? value : builder.choice([value, fallback], NONE, file.range(pattern)));
    return;
  }
  if (
    options.onProperty &&
    (file.has(node, "accessibility_modifier") || file.has(node, "readonly") || file.has(node, "override_modifier"))
  ) {
    const name = table.textOf(pattern);
    const range = file.range(pattern);
    const current = builder.read(name, range);
    builder.write({ kind: "field", object: builder.thisPlace(), base: builder.readThis(range), name }, current, range);
    options.onProperty({ name, value: current, type, annotations, node });
  }
}

export function lowerDecorator(file: FileLowering, decorator: NodeId): ValueId {
  const expression = file.firstNamed(decorator);
  return expression === NO_NODE ? file.builder.unknown([], file.range(decorator)) : file.lowerExpression(expression);
}
