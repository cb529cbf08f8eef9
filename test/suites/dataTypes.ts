/**
 * How many of the values that a rule suite says are sensitive the classification recognises, and how many it sees where
 * the suite says there are none.
 *
 *     npx tsx test/suites/dataTypes.ts --labels bearer-datatypes.json --root FOLDER [--verbose]
 *
 * `--root`: the folder that the paths of the labels begin at. A label is of a line; line 0 means the whole file. Each file is a
 * project of its own. The values of a line are classified by the walk that judges what a model is given.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { analyse } from "../../src/core/engine.js";
import { memoryHost } from "../../src/core/memoryHost.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import { builtinKnowledge } from "../../src/workspace/builtinKnowledge.js";
import { testParser } from "../support/testParser.js";

interface Label {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly expect: "alert" | "ok";
  readonly language: string;
}

const { values } = parseArgs({
  options: { labels: { type: "string" }, root: { type: "string" }, verbose: { type: "boolean", default: false } },
});
const { labels: labelFile, root } = values;
if (!labelFile || !root) throw new Error("give --labels FILE and --root FOLDER");

const tallies = new Map<string, { alerts: number; found: number; clean: number; wrong: number }>();

async function measure(labelFile: string, root: string): Promise<void> {
  const labels: readonly Label[] = JSON.parse(readFileSync(labelFile, "utf8"));
  const parser = await testParser();

  for (const path of new Set(labels.map((label) => label.file))) {
    const own = labels.filter((label) => label.file === path);
    const file = join(root, path);
    if (!existsSync(file)) throw new Error(`${file} is not there`);
    const text = readFileSync(file, "utf8");
    const everyLine = text.split("\n").map((_, at) => at + 1);
    const lines = own.some((label) => label.line === 0) ? everyLine : [...new Set(own.map((label) => label.line))];
    const { answers = [] } = await analyse({
      ...memoryHost({ [path]: text }, parser),
      knowledge: builtinKnowledge,
      policies: Policies.everywhere(defaultPolicy),
      clock: { now: () => 0 },
      signal: { cancelled: false },
      prefilter: false,
      questions: lines.map((line) => ({ file: path, line })),
    });
    for (const label of own) {
      const tally = tallies.get(label.language) ?? { alerts: 0, found: 0, clean: 0, wrong: 0 };
      tallies.set(label.language, tally);
      const said = answers.filter(({ line }) => label.line === 0 || line === label.line).flatMap((answer) => answer.values);
      if (label.expect === "alert") tally.alerts++;
      else tally.clean++;
      if (label.expect === "alert" && said.length > 0) tally.found++;
      if (label.expect === "ok" && said.length > 0) tally.wrong++;
      if (!values.verbose || (label.expect === "alert") === said.length > 0) continue;
      const written = label.line === 0 ? "" : (text.split("\n")[label.line - 1] ?? "").trim();
      const types = said.map((one) => `${one.text}: ${one.classification.types.join(", ")}`).join("; ");
      console.log(`${label.expect === "alert" ? "missed" : "wrong "} ${path}:${label.line} ${label.expect === "alert" ? written : types}`);
    }
  }
}

function report(): void {
  const percent = (part: number, all: number): string => (all === 0 ? "–" : `${((100 * part) / all).toFixed(1)} %`);
  const all = { alerts: 0, found: 0, clean: 0, wrong: 0 };
  for (const tally of tallies.values()) for (const key of ["alerts", "found", "clean", "wrong"] as const) all[key] += tally[key];
  for (const [name, { alerts, found, clean, wrong }] of [...tallies, ["all", all] as const])
    console.log(
      `${name.padEnd(12)} recognised ${percent(found, alerts)} (${found}/${alerts})  wrongly ${percent(wrong, clean)} (${wrong}/${clean})`,
    );
}

void measure(labelFile, root).then(report);
