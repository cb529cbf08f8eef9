/** Types of GraphQL's schema language, with classes in descriptions, comments and directives: `@classification(level: RESTRICTED)`. */
import type { ConstDirectiveNode, FieldDefinitionNode, InputValueDefinitionNode, StringValueNode, TypeNode } from "graphql/language/ast";
import { parse } from "graphql/language/parser";
import { readLevel } from "../../policy/levels.js";
import { declarationIn, type WrittenClass } from "../comments.js";
import type { SchemaEntity, SchemaReader } from "./schemaEntity.js";

export const graphql: SchemaReader = {
  id: "graphql",
  matches: (path) => /\.(?:graphqls?|gql)$/.test(path),
  read(text) {
    const lines = text.split(/\r?\n/);
    let document: ReturnType<typeof parse>;
    try {
      document = parse(text);
    } catch {
      return [];
    }
    const classOf = (node: Documented): WrittenClass | null =>
      declarationIn(node.description?.value ?? "") ??
      fromDirectives(node.directives ?? []) ??
      declarationIn(/#(.*)$/.exec(lines[(node.loc?.endToken.line ?? 0) - 1] ?? "")?.[1] ?? "");
    const entities: SchemaEntity[] = [];
    for (const node of document.definitions) {
      if (
        node.kind !== "ObjectTypeDefinition" &&
        node.kind !== "ObjectTypeExtension" &&
        node.kind !== "InterfaceTypeDefinition" &&
        node.kind !== "InputObjectTypeDefinition"
      )
        continue;
      const fields: readonly (FieldDefinitionNode | InputValueDefinitionNode)[] = node.fields ?? [];
      entities.push({
        kind: "type",
        name: node.name.value,
        aliases: [],
        line: node.name.loc?.startToken.line ?? 1,
        declared:
          declarationIn(("description" in node ? node.description?.value : undefined) ?? "") ?? fromDirectives(node.directives ?? []),
        fields: fields.map((field) => ({
          name: field.name.value,
          aliases: [],
          type: typeName(field.type),
          line: field.name.loc?.startToken.line ?? 1,
          declared: classOf(field),
        })),
      });
    }
    return entities;
  },
};

type Documented = (FieldDefinitionNode | InputValueDefinitionNode) & { readonly description?: StringValueNode | undefined };

function fromDirectives(directives: readonly ConstDirectiveNode[]): WrittenClass | null {
  for (const { name, arguments: given } of directives) {
    if (!/^(?:data)?classification$/i.test(name.value)) continue;
    for (const { value } of given ?? []) {
      const level = value.kind === "StringValue" || value.kind === "EnumValue" ? readLevel(value.value) : null;
      if (level) return { level, types: [] };
    }
  }
  return null;
}

function typeName(type: TypeNode): string {
  return type.kind === "NamedType" ? type.name.value : typeName(type.type);
}
