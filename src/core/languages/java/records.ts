/** What Java writes itself for a record: fields, the constructor that fills them, and methods that read them. */
import { FunctionFlag, NONE, type FunctionId, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { declareField } from "./fields.js";
import type { Lowering, OpenClass } from "./lowering.js";
import type { prepareParameters } from "./functions.js";

type Component = ReturnType<typeof prepareParameters>[number];

export function lowerRecordComponents(
  lowering: Lowering,
  node: NodeId,
  open: OpenClass,
  components: readonly Component[],
  body: readonly NodeId[],
): void {
  const { builder, table } = lowering;
  const list = table.child(node, "parameters");
  for (const parameter of list === NO_NODE ? [] : lowering.children(list)) declareField(lowering, table.child(parameter, "name"), open);
  const compact = body.find((one) => table.kind(one) === "compact_constructor_declaration") ?? NO_NODE;
  const name = table.child(node, "name");
  const id = makeFunction(lowering, open, name === NO_NODE ? "" : table.textOf(name), FunctionFlag.Constructor, node, () => {
    for (const component of components) builder.parameter(component);
    if (compact !== NO_NODE) lowering.statement(table.child(compact, "body"));
    for (const component of components) store(lowering, component);
  });
  push(lowering, open, name === NO_NODE ? "" : table.textOf(name), node, { function: id });
  for (const component of components) {
    push(lowering, open, component.name ?? "", node, {
      type: component.type === undefined ? NONE : builder.stringId(component.type),
      annotations: component.annotations ?? [],
      start: component.start,
      end: component.end,
    });
    if (open.methods.has(component.name ?? "")) continue;
    const reader = makeFunction(
      lowering,
      open,
      component.name ?? "",
      0,
      node,
      () => builder.addReturn(builder.field(builder.readThis(component), component.name ?? "", component)),
      component.type,
    );
    push(lowering, open, component.name ?? "", node, { function: reader });
  }
}

function store(lowering: Lowering, { name = "", start, end }: Component): void {
  const { builder } = lowering;
  const range = { start, end };
  const variable = builder.resolve(name);
  if (variable === null) return;
  builder.write(
    { kind: "field", object: builder.thisPlace(), base: builder.readThis(range), name },
    builder.readVariable(variable, range),
    range,
  );
}

function makeFunction(
  lowering: Lowering,
  open: OpenClass,
  name: string,
  flags: number,
  node: NodeId,
  body: () => void,
  returnType?: string,
): FunctionId {
  const start = lowering.table.start(node);
  lowering.builder.startFunction({
    start,
    end: lowering.table.end(node),
    name,
    flags,
    owner: open.id,
    nameStart: start,
    nameEnd: start,
    returnType,
  });
  body();
  return lowering.builder.endFunction();
}

function push(
  lowering: Lowering,
  open: OpenClass,
  name: string,
  node: NodeId,
  facts: { function?: FunctionId; type?: number; annotations?: readonly ValueId[]; start?: number; end?: number },
): void {
  open.members.push({
    name,
    function: NONE,
    value: NONE,
    type: NONE,
    static: false,
    annotations: [],
    doc: NONE,
    start: lowering.table.start(node),
    end: lowering.table.end(node),
    ...facts,
  });
}
