/** Reports of results that hold whatever code and file systems can hold: each is well-formed, and none carries a control character to a terminal. */
import assert from "node:assert/strict";
import { renderJson } from "../../src/core/report/json.js";
import { PLAIN } from "../../src/core/report/palette.js";
import { renderSarif } from "../../src/core/report/sarif.js";
import type { ScanResult } from "../../src/core/report/scanResult.js";
import { renderText } from "../../src/core/report/text.js";
import { rules } from "../../src/core/rules/rules.js";
import type { Random } from "./mutations.js";

/** Control characters that would reach a terminal. */
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const HOSTILE = [
  "\u001b[2J\u001b]0;title\u0007",
  "__proto__",
  "constructor",
  "../../../../etc/passwd",
  "C:\\a\\b",
  "a b/ü/𝕏.ts",
  "%2e%2e/%00",
  "<img src=x onerror=alert(1)>",
  "](command:evil)",
  "`|**\n\r\n- [x](javascript:1)",
  "\ud800",
  "\u202egnp.ts",
  "{0}{text}",
  "",
  "x".repeat(3000),
  "http://user:secret@host/?q#f",
  "\u2028\u2029\ufeff",
];
const metas = rules.map((rule) => rule.meta);

export function report(random: Random, results: readonly ScanResult[]): void {
  const result = poisoned(random, random.pick(results));
  const json = JSON.parse(renderJson(result)) as { calls: unknown[]; findings: unknown[] };
  assert.equal(json.findings.length, result.findings.length);
  assert.equal(json.calls.length, result.calls.length);
  const sarif = renderSarif(result, metas);
  JSON.parse(sarif, (key, value: unknown) => {
    if (key === "uri" && typeof value === "string")
      assert.match(value, /^[\x21-\x7e]*$/, "an address holds no character that needs escaping");
    return value;
  });
  const control = CONTROL.exec(renderText(result, { width: 20 + random.below(200), palette: PLAIN, hints: random.below(2) === 0 }));
  assert.equal(control, null, "no control character reaches a terminal");
}

/** A copy in which some texts are hostile and some numbers are large. */
function poisoned(random: Random, result: ScanResult): ScanResult {
  const copy = (value: unknown, key: string): unknown => {
    if (typeof value === "string")
      return KEPT.has(key) || random.below(6) > 0 ? value : random.pick(HOSTILE) + (random.below(2) === 0 ? value : "");
    if (typeof value === "number") return random.below(20) > 0 ? value : value + random.below(1_000_000);
    if (Array.isArray(value)) return random.below(12) === 0 ? [] : value.map((one) => copy(one, key));
    if (typeof value === "object" && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, copy(one, name)]));
    return value;
  };
  return copy(result, "") as ScanResult;
}

/** What this program itself chooses among few: no repository has a say in it. */
const KEPT = new Set([
  "rule",
  "severity",
  "confidence",
  "kind",
  "status",
  "level",
  "role",
  "tier",
  "operation",
  "phase",
  "scope",
  "language",
]);
