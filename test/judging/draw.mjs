#!/usr/bin/env node
// Draws findings at random for people to judge, stratified by rule, loudness and language, the same ones for the same seed.
// Usage: node test/judging/draw.mjs --scans DIR [--count 60] [--seed 20261123] > sample.json
//   --scans  folder with results of `parapet scan --format json`, one file per repository
import fs from "node:fs";
import path from "node:path";

const args = Object.fromEntries(
  process.argv.slice(2).flatMap((word, at, all) => (word.startsWith("--") ? [[word.slice(2), all[at + 1]]] : [])),
);
const count = Number(args.count ?? 60);
let state = Number(args.seed ?? 20261123) >>> 0;

/** Mulberry32: small, seeded, good enough to draw a sample. */
function random() {
  state = (state + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
}

const byRule = new Map();
for (const file of fs.readdirSync(args.scans).sort()) {
  if (!file.endsWith(".json")) continue;
  const scan = JSON.parse(fs.readFileSync(path.join(args.scans, file), "utf8"));
  for (const finding of scan.findings) {
    const language = path
      .extname(finding.file)
      .slice(1)
      .replace(/^[mc]?[jt]sx?$/, "js");
    const stratum = `${finding.rule} ${language} ${["error", "warning"].includes(finding.severity) ? "loud" : "quiet"}`;
    byRule.set(stratum, [...(byRule.get(stratum) ?? []), { repository: path.basename(file, ".json"), ...finding }]);
  }
}

// Every stratum gets the same share as far as it goes; what is left goes to the larger ones. Loud findings are drawn first.
const strata = [...byRule.entries()].sort(
  ([a, left], [b, right]) => Number(b.endsWith("loud")) - Number(a.endsWith("loud")) || left.length - right.length || (a < b ? -1 : 1),
);
const drawn = [];
strata.forEach(([, findings], index) => {
  const share = Math.min(findings.length, Math.ceil((count - drawn.length) / (strata.length - index)));
  const pool = [...findings];
  for (let taken = 0; taken < share; taken++) drawn.push(pool.splice(Math.floor(random() * pool.length), 1)[0]);
});
process.stdout.write(
  `${JSON.stringify(
    drawn.map((finding, index) => ({ number: index + 1, ...finding })),
    null,
    1,
  )}\n`,
);
