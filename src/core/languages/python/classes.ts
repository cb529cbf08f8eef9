/** Class definitions, with the fields that their bodies declare. Methods add themselves while the body is lowered. */
import { type ClassFacts, NONE, type ValueId } from "../../facts/fileFacts.js";
import { NO_NODE, type NodeId } from "../../syntax/syntaxTable.js";
import { annotatedMetadata } from "./annotations.js";
import { docstringAfter, docstringOf } from "./docstrings.js";
import { applyDecorators, type Decorators } from "./functions.js";
import type { Lowering, OpenClass } from "./lowering.js";
import { declareNames, namesBoundIn } from "./scopeNames.js";
import { assignName } from "./targets.js";

export function defineClass(lowering: Lowering, node: NodeId, decorators: Decorators): void {
  const { builder, table } = lowering;
  const nameNode = table.child(node, "name");
  const name = nameNode === NO_NODE ? "" : table.textOf(nameNode);
  const body = table.child(node, "body");
  const doc = docstringOf(lowering, body);
  const { values: bases, names: baseNames } = basesOf(lowering, table.child(node, "superclasses"));
  const id = builder.startClass();
  const open: OpenClass = { id, members: [], outer: lowering.classBody };

  builder.openScope();
  declareNames(lowering, namesBoundIn(table, body));
  lowering.classBody = open;
  lowering.block(body);
  lowering.classBody = open.outer;
  builder.closeScope();

  const value = builder.endClass(id, {
    name,
    bases,
    members: open.members,
    decorators: decorators.values,
    kind: kindOf(baseNames),
    start: table.start(node),
    end: table.end(node),
    nameStart: nameNode === NO_NODE ? table.start(node) : table.start(nameNode),
    nameEnd: nameNode === NO_NODE ? table.start(node) : table.end(nameNode),
    doc: doc ?? undefined,
  });
  applyDecorators(lowering, decorators, value);
  assignName(lowering, name, value);
  if (open.outer) {
    const docId = doc === null ? NONE : builder.stringId(doc);
    open.outer.members.push({
      name,
      function: NONE,
      value,
      type: NONE,
      static: true,
      annotations: [],
      start: table.start(node),
      end: table.end(node),
      doc: docId,
    });
  }
}

/** Base classes without their type arguments (`Base[T]` is `Base`) and without keywords such as `metaclass=`. */
function basesOf(lowering: Lowering, list: NodeId): { readonly values: ValueId[]; readonly names: string[] } {
  const { table } = lowering;
  const values: ValueId[] = [];
  const names: string[] = [];
  for (let base of list === NO_NODE ? [] : lowering.children(list)) {
    if (table.kind(base) === "subscript") base = table.child(base, "value");
    if (table.kind(base) === "keyword_argument") {
      lowering.expression(table.child(base, "value"));
      continue;
    }
    values.push(lowering.expression(base));
    const text = table.textOf(base);
    names.push(text.slice(text.lastIndexOf(".") + 1));
  }
  return { values, names };
}

function kindOf(bases: readonly string[]): ClassFacts["kind"] {
  if (bases.some((base) => /^(?:Int|Str|Text|Integer)?(?:Enum|Flag|Choices)$/.test(base))) return "enum";
  return bases.includes("Protocol") ? "interface" : "class";
}

/** Records an assignment or a bare annotation as a field, when it stands in a class body or declares `self.x`. */
export function recordField(lowering: Lowering, assignment: NodeId, target: NodeId, type: string | undefined, value: ValueId): void {
  const { builder, table } = lowering;
  const kind = table.kind(target);
  let name: string;
  let members: OpenClass["members"];
  if (lowering.classBody && kind === "identifier") {
    name = table.textOf(target);
    members = lowering.classBody.members;
  } else if (
    lowering.owner &&
    !lowering.classBody &&
    kind === "attribute" &&
    type !== undefined &&
    table.textOf(target).startsWith("self.")
  ) {
    name = table.textOf(target).slice("self.".length);
    members = lowering.owner.members;
    if (name.includes(".") || members.some((member) => member.name === name)) return;
  } else return;
  const statement = table.parent(assignment);
  const doc = docstringAfter(lowering, statement);
  members.push({
    name,
    function: NONE,
    value,
    type: type === undefined ? NONE : builder.stringId(type),
    static: type !== undefined && /\bClassVar\b/.test(type),
    annotations: annotatedMetadata(lowering, assignment),
    start: table.start(statement),
    end: table.end(statement),
    doc: doc === null ? NONE : builder.stringId(doc),
  });
}
