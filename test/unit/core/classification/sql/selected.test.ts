/** Columns that a query answers, and the tables that they are of. */
import assert from "node:assert/strict";
import { selectedBy } from "../../../../../src/core/classification/sql/selected.js";

function said(sql: string): string[] | null {
  return (
    selectedBy(sql)?.columns.map(
      ({ name, sources }) => `${name}<${sources.map(({ table, column }) => `${table ?? "?"}.${column}`).join(" ")}`,
    ) ?? null
  );
}

describe("columns of a query", () => {
  const cases: readonly [string, readonly string[] | null][] = [
    ["SELECT diagnosis, c.name AS who FROM claims c", ["diagnosis<claims.diagnosis", "who<claims.name"]],
    ["select * from claims where id = $1", ["<claims.*"]],
    ["SELECT c.*, p.ssn FROM claims AS c JOIN patients p ON p.id = c.patient_id", ["<claims.*", "ssn<patients.ssn"]],
    ["SELECT name FROM a, b", ["name<a.name b.name"]],
    ["SELECT COUNT(*), count(distinct ssn) AS n, max(age) FROM patients", ["<", "n<", "<patients.age"]],
    ["SELECT lower(trim(email)) mail, coalesce(a, 'x') FROM users", ["mail<users.email", "<users.a"]],
    ["SELECT CASE WHEN vip THEN name ELSE 'x' END FROM users", ["<users.vip users.name"]],
    ["SELECT CAST(dob AS text), ssn::varchar FROM p", ["<p.dob", "ssn<p.ssn"]],
    ["SELECT DISTINCT TOP (5) [first name] FROM [dbo].[people]", ["first name<people.first name"]],
    ["SELECT row_to_json(c) FROM claims c", ["<claims.*"]],
    ["WITH r AS (SELECT ssn AS s, id FROM patients) SELECT s FROM r", ["s<patients.ssn"]],
    ["SELECT x.dx FROM (SELECT diagnosis AS dx FROM claims) AS x", ["dx<claims.diagnosis"]],
    ["SELECT (SELECT ssn FROM patients LIMIT 1) AS s, a FROM t", ["s<patients.ssn", "a<t.a"]],
    ["INSERT INTO users (a) VALUES (1) RETURNING id, email", ["id<users.id", "email<users.email"]],
    ["DELETE FROM users WHERE id = ?", null],
    ["Please select one from the list", null],
    ["just text", null],
    ["SELECT 1", ["<"]],
    ["SELECT name FROM", ["name<?.name"]],
  ];
  for (const [sql, columns] of cases) {
    it(sql, () => {
      assert.deepEqual(said(sql), columns);
    });
  }
});
