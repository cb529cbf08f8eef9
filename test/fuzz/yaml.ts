/** Policies that no person wrote: bombs of aliases, deep nests, keys that are objects, what other languages read into YAML. */
import assert from "node:assert/strict";
import { parsePolicy, parseSettings } from "../../src/core/policy/parsePolicy.js";
import type { Random } from "./mutations.js";

const SCALARS = [
  "1",
  "on",
  "null",
  "~",
  "''",
  '"\\u0000"',
  "2026-02-30",
  "0x1f",
  "1e999",
  ".nan",
  "-.inf",
  "!!binary aGk=",
  "!!js/function 'x'",
  "!!python/object:os.system x",
  "__proto__",
  "constructor",
  "prototype",
  "*a",
  "*b",
  "&a x",
  "<<",
  "|",
  ">",
  "[",
  "{",
  "}",
  "]",
  "- ",
  "? ",
  ": ",
  "#",
  "%YAML 1.2",
  "---",
  "...",
  "\t",
  "Public",
  "Restricted",
] as const;
const KEYS = [
  "version",
  "sanitizers",
  "audit",
  "providers",
  "rules",
  "exclude",
  "classifications",
  "name",
  "module",
  "tier",
  "protects",
  "openai",
  "scopes",
  "delegates",
  "__proto__",
  "constructor",
  "<<",
  "? [a, b]",
  "1",
  "''",
  "unsanitized-prompt",
  "accept",
  "until",
  "reason",
  "default",
  "files",
] as const;
const providers = new Set(["openai", "anthropic"]);

export function yaml(random: Random): void {
  const text = random.below(100) === 0 ? bomb(random) : document(random, 0);
  const before = Object.keys(Object.prototype).length;
  for (const { errors } of [parsePolicy(text, "policy.yaml", providers), parseSettings(text, "settings.json", providers)])
    for (const { message, remedy } of errors) assert.ok(message !== "" && remedy !== "", "a problem says what to do");
  assert.equal(Object.keys(Object.prototype).length, before, "no prototype changes");
  assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
}

function document(random: Random, depth: number): string {
  const indent = "  ".repeat(depth);
  return Array.from({ length: 1 + random.below(4) }, () => {
    const key = random.pick(KEYS);
    if (depth < 4 && random.below(2) === 0) return `${indent}${key}:\n${document(random, depth + 1)}`;
    if (random.below(4) === 0) return `${indent}- ${random.pick(SCALARS)}`;
    if (random.below(4) === 0) return `${indent}${key}: ${flow(random, 0)}`;
    return `${indent}${key}: ${random.pick(SCALARS)}`;
  }).join("\n");
}

function flow(random: Random, depth: number): string {
  if (depth > 3 || random.below(3) === 0) return random.pick(SCALARS);
  const inner = Array.from({ length: random.below(4) }, () => flow(random, depth + 1));
  return random.below(2) === 0 ? `[${inner.join(", ")}]` : `{${inner.map((one) => `${random.pick(KEYS)}: ${one}`).join(", ")}}`;
}

/** Each level names the one before many times over; or one pair of brackets in the other. */
function bomb(random: Random): string {
  const width = 2 + random.below(12);
  if (random.below(2) === 0) return `exclude: ${"[".repeat(width * 200)}${"]".repeat(random.below(width * 200))}`;
  const levels = Array.from(
    { length: 2 + random.below(9) },
    (_, at) =>
      `l${at}: &l${at} [${
        at === 0
          ? "x"
          : Array(width)
              .fill(`*l${at - 1}`)
              .join(", ")
      }]`,
  );
  return `${levels.join("\n")}\nexclude: *l${levels.length - 1}\n`;
}
