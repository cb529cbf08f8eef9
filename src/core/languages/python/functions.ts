/** Function definitions, methods and lambdas. */
import { CallFlag, FunctionFlag, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { docstringOf } from "./docstrings.js";
import type { ExpressionHandler, Lowering, OpenClass } from "./lowering.js";
import { declareParameters, prepareParameters } from "./parameters.js";
import { declareNames, namesBoundIn } from "./scopeNames.js";
import { assignName } from "./targets.js";

/** Decorators of a definition, lowered, and the names that they end in. */
export interface Decorators {
  readonly nodes: readonly NodeId[];
  readonly values: readonly ValueId[];
  readonly names: readonly string[];
}

export const NO_DECORATORS: Decorators = { nodes: [], values: [], names: [] };

export function defineFunction(lowering: Lowering, node: NodeId, decorators: Decorators): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  const body = table.child(node, "body");
  const names = namesBoundIn(table, body);
  const returnType = table.child(node, "return_type");
  const doc = docstringOf(lowering, body);
  const parameters = prepareParameters(lowering, table.child(node, "parameters"));
  const container = lowering.classBody;
  const flags = flagsOf(lowering, node, name, container, decorators, names.yields);

  const { owner, typesOnly } = lowering;
  const showClassNames = builder.hideScopes(classDepth(container));
  lowering.classBody = null;
  lowering.owner = container ?? owner;
  lowering.typesOnly = false;
  const value = builder.startFunction({
    start: table.start(node),
    end: table.end(node),
    name,
    flags,
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    owner: container?.id ?? NONE,
    decorators: decorators.values,
    returnType: returnType === NO_NODE ? undefined : table.textOf(returnType),
    doc: doc ?? undefined,
  });
  const id = builder.currentFunction;
  declareParameters(lowering, parameters);
  declareNames(lowering, names);
  lowering.block(body);
  builder.endFunction();
  lowering.typesOnly = typesOnly;
  lowering.owner = owner;
  lowering.classBody = container;
  showClassNames();

  applyDecorators(lowering, decorators, value);
  assignName(lowering, name, value);
  container?.members.push({
    name,
    function: id,
    value: NONE,
    type: NONE,
    static: (flags & FunctionFlag.Static) !== 0,
    annotations: [],
    start: table.start(node),
    end: table.end(node),
    doc: doc === null ? NONE : builder.stringId(doc),
  });
}

/**
 * A decorator is called with what it decorates. The name keeps meaning the definition itself: what a decorator
 * returns nearly always behaves like it, and flow would otherwise end at the first decorator it does not know.
 */
export function applyDecorators(lowering: Lowering, decorators: Decorators, value: ValueId): void {
  for (let index = decorators.nodes.length - 1; index >= 0; index--) {
    const range = lowering.range(decorators.nodes[index] as NodeId);
    lowering.builder.call(decorators.values[index] as ValueId, [{ value }], CallFlag.Decorator, range);
  }
}

function flagsOf(
  lowering: Lowering,
  node: NodeId,
  name: string,
  container: OpenClass | null,
  decorators: Decorators,
  yields: boolean,
): number {
  let flags = 0;
  if (lowering.table.childOfKind(node, "async") !== NO_NODE) flags |= FunctionFlag.Async;
  if (yields) flags |= FunctionFlag.Generator;
  if (container && name === "__init__") flags |= FunctionFlag.Constructor;
  for (const decorator of decorators.names) {
    if (decorator === "staticmethod") flags |= FunctionFlag.Static;
    else if (decorator === "property" || decorator === "cached_property") flags |= FunctionFlag.Getter;
    else if (decorator === "setter") flags |= FunctionFlag.Setter;
    else if (decorator === "abstractmethod") flags |= FunctionFlag.Abstract;
  }
  return flags;
}

/** Class bodies that stand around a method directly; it does not see their names. */
function classDepth(innermost: OpenClass | null): number {
  let depth = 0;
  for (let open = innermost; open; open = open.outer) depth++;
  return depth;
}

function lambda(lowering: Lowering, node: NodeId): ValueId {
  const { builder, table } = lowering;
  const parameters = prepareParameters(lowering, table.child(node, "parameters"));
  const start = table.start(node);
  const { classBody } = lowering;
  lowering.classBody = null;
  const value = builder.startFunction({
    start: table.start(node),
    end: table.end(node),
    name: "",
    flags: FunctionFlag.Arrow,
    nameStart: start,
    nameEnd: start,
    owner: NONE,
  });
  declareParameters(lowering, parameters);
  builder.addReturn(lowering.childValue(node, "body"));
  builder.endFunction();
  lowering.classBody = classBody;
  return value;
}

export const functionExpressions: readonly (readonly [string, ExpressionHandler])[] = [["lambda", lambda]];
