/** Tables and columns that SQL declares, with the classes that comments give them. */
import assert from "node:assert/strict";
import { tablesOf } from "../../../../../src/core/classification/sql/tables.js";

function said(sql: string): string[] {
  return tablesOf(sql).flatMap((table) => [
    `${table.name}:${table.line}${table.declared ? ` ${table.declared.level}` : ""}`,
    ...table.fields.map(
      ({ name, type, line, declared }) => `  ${name} ${type}:${line}${declared ? ` ${declared.level} ${declared.types.join()}` : ""}`,
    ),
  ]);
}

describe("tables of SQL", () => {
  it("are created with columns; constraints are none", () => {
    assert.deepEqual(
      said(`CREATE TABLE IF NOT EXISTS public."claims" (
  id SERIAL PRIMARY KEY,
  \`diagnosis\` VARCHAR(20) NOT NULL DEFAULT 'a, b',
  [filed on] date, amount NUMERIC(10, 2),
  PRIMARY KEY (id, diagnosis),
  CONSTRAINT fk FOREIGN KEY (id) REFERENCES other (id)
);`),
      ["claims:1", "  id SERIAL:2", "  diagnosis VARCHAR:3", "  filed on date:4", "  amount NUMERIC:4"],
    );
  });

  it("have classes in comments beside or above a column", () => {
    assert.deepEqual(
      said(`-- @classification confidential
create table t (
  a text, -- @classification restricted diagnosis
  -- @classification internal
  b text,
  c text, /* about nothing */
  d text COMMENT '@classification public',
  e text -- parapet-classify: restricted
);`),
      [
        "t:2 Confidential",
        "  a text:3 Restricted diagnosis",
        "  b text:5 Internal ",
        "  c text:6",
        "  d text:7 Public ",
        "  e text:8 Restricted ",
      ],
    );
  });

  it("grow by migrations and are described by statements of their own", () => {
    assert.deepEqual(
      said(`ALTER TABLE ONLY claims ADD COLUMN IF NOT EXISTS dx TEXT, ADD note text; -- @classification restricted
COMMENT ON COLUMN app.claims.dx IS 'What the doctor found. @classification restricted';
COMMENT ON TABLE claims IS '@classification confidential';
ALTER TABLE claims ADD CONSTRAINT x UNIQUE (dx);`),
      ["claims:1 Confidential", "  dx TEXT:1 Restricted ", "  note text:1 Restricted "],
    );
  });

  it("come from scripts of any dialect, and nothing comes from other text", () => {
    assert.deepEqual(said("# MySQL\nCREATE TEMPORARY TABLE `a` (b int); DO $$ BEGIN CREATE TABLE inner_one (x int); END $$;"), [
      "a:2",
      "  b int:2",
    ]);
    assert.deepEqual(said("create a table of contents (first, second)"), []);
    assert.deepEqual(said("CREATE TABLE broken (a text"), ["broken:1", "  a text:1"]);
  });
});
