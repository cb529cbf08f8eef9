/** Readers of schema files: entities, fields and the classes that are declared in them. */
import assert from "node:assert/strict";
import { readSchema } from "../../../../../src/core/classification/schemas/schemaFiles.js";

function said(path: string, text: string): string[] {
  return readSchema(path, text).flatMap((one) => [
    `${one.kind} ${[one.name, ...one.aliases].join("=")}:${one.line}${one.declared ? ` ${one.declared.level}` : ""}`,
    ...one.fields.map(
      ({ name, aliases, type, line, declared }) =>
        `  ${[name, ...aliases].join("=")} ${type}:${line}${declared ? ` ${[declared.level, ...declared.types].join(" ")}` : ""}`,
    ),
  ]);
}

describe("schema files", () => {
  it("Prisma: models, mapped names, comments above and beside", () => {
    assert.deepEqual(
      said(
        "db/schema.prisma",
        `generator client {
  provider = "x"
}
/// @classification confidential
model Claim {
  id        Int    @id
  /// What the doctor found.
  /// @classification restricted diagnosis
  diagnosis String @map("dx")
  note      String? // @classification internal
  patient   Patient @relation(fields: [id], references: [id])
  @@map("claims")
}
enum Kind { A }
`,
      ),
      [
        "model Claim=claims:5 Confidential",
        "  id Int:6",
        "  diagnosis=dx String:9 Restricted diagnosis",
        "  note String:10 Internal",
        "  patient Patient:11",
      ],
    );
  });

  it("SQL", () => {
    assert.deepEqual(said("migrations/1.sql", "CREATE TABLE a (b text -- @classification restricted\n);"), [
      "table a:1",
      "  b text:1 Restricted",
    ]);
  });

  it("GraphQL: descriptions, comments and directives", () => {
    assert.deepEqual(
      said(
        "api.graphql",
        `directive @classification(level: Level!) on FIELD_DEFINITION
"""@classification confidential"""
type Patient implements Node {
  id: ID!
  "@classification restricted"
  ssn(masked: Boolean): String!
  dx: [String!]! @classification(level: RESTRICTED)
  note: String # @classification internal
}
input NewPatient { name: String }
enum E { A }
`,
      ),
      [
        "type Patient:3 Confidential",
        "  id ID:4",
        "  ssn String:6 Restricted",
        "  dx String:7 Restricted",
        "  note String:8 Internal",
        "type NewPatient:10",
        "  name String:10",
      ],
    );
    assert.deepEqual(said("broken.graphql", "type {"), []);
  });

  it("OpenAPI in YAML and JSON: extensions, descriptions, allOf", () => {
    assert.deepEqual(
      said(
        "docs/openapi.yaml",
        `openapi: 3.0.0
components:
  schemas:
    Patient:
      x-classification: confidential
      type: object
      properties:
        ssn: { type: string, x-classification: restricted }
        doctor: { $ref: "#/components/schemas/Doctor" }
    Case:
      allOf:
        - $ref: "#/components/schemas/Patient"
        - properties:
            note: { type: string, description: "Free text. @classification internal" }
`,
      ),
      ["schema Patient:4 Confidential", "  ssn string:8 Restricted", "  doctor Doctor:9", "schema Case:10", "  note string:14 Internal"],
    );
    assert.deepEqual(said("swagger.json", '{"definitions": {"A": {"properties": {"b": {"type": "string"}}}}}'), [
      "schema A:1",
      "  b string:1",
    ]);
    assert.deepEqual(said("openapi.yaml", "- just\n- a list"), []);
    assert.deepEqual(said("openapi.json", "{ broken"), []);
  });

  it("are known by their names alone", () => {
    assert.deepEqual(said("settings.yaml", "components: {schemas: {A: {properties: {b: {}}}}}"), []);
    assert.deepEqual(said("src/schema.ts", "model A {"), []);
  });
});
