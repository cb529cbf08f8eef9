/**
 * `npm run metamorphic -- --corpus DIR [--seed N] [--per-cell N] [--only NAME] [--operator TEXT] [--verbose] [--show]`: changes real code in ways
 * whose effect is known, and compares what the analysis says with what it must say. Nothing is written: mutants live in memory.
 *
 * DIR (or PARAPET_CORPUS) holds one folder for each repository. Mutants are drawn by the seed, the same for the same corpus. What is not
 * as it should be must stand in `explained.json` with the idiom that is behind it; and 95 % must be as they should.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Analysis } from "../../src/core/analysis.js";
import { languageOf } from "../../src/core/languages/languages.js";
import type { ModelCall } from "../../src/core/report/scanResult.js";
import { auditOperators } from "./auditOperators.js";
import type { Mutant } from "./mutant.js";
import { Project, type Texts } from "./project.js";
import { Random } from "./random.js";
import { flowOperators } from "./sanitizerOperators.js";
import { Seeds } from "./seeds.js";
import { shapeOperators } from "./shapeOperators.js";
import { type Outcome, printTable } from "./table.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const { values } = parseArgs({
  options: {
    corpus: { type: "string" },
    seed: { type: "string", default: "1" },
    "per-cell": { type: "string", default: "10" },
    only: { type: "string" },
    operator: { type: "string" },
    verbose: { type: "boolean", default: false },
    show: { type: "boolean", default: false },
  },
});
const corpus = values.corpus ?? process.env["PARAPET_CORPUS"];
const perCell = Number(values["per-cell"]);

type Analyse = (changed: Texts, focus: readonly string[]) => Promise<Analysis>;

/** Calls of a repository that is analysed file by file. */
const LARGE = 400;

interface Repository {
  readonly project: Project;
  readonly analysis: Analysis;
  readonly languages: ReadonlySet<string>;
}

async function main(): Promise<number> {
  if (corpus === undefined || !existsSync(corpus)) {
    console.log("No corpus: give a folder of repositories with --corpus DIR or PARAPET_CORPUS.");
    return 2;
  }
  const repositories = await openAll(corpus);
  const outcomes: Outcome[] = [];
  for (const repository of repositories) outcomes.push(...(await mutate(repository, repositories)));
  const explained = JSON.parse(readFileSync(join(here, "explained.json"), "utf8")) as Record<string, string>;
  const wrong = outcomes.filter(({ problem }) => problem !== null);
  const unexplained = wrong.filter(({ mutant }) => explained[keyOf(mutant)] === undefined);
  printTable(outcomes);
  for (const { mutant, problem } of wrong) console.log(`${explained[keyOf(mutant)] ?? "NOT EXPLAINED"}: ${keyOf(mutant)}: ${problem}`);
  const right = outcomes.length - wrong.length;
  const share = outcomes.length === 0 ? 0 : (100 * right) / outcomes.length;
  console.log(`${right} of ${outcomes.length} mutants as they should be (${share.toFixed(1)} %), ${unexplained.length} not explained`);
  const failed = share < 95 ? Math.max(1, wrong.length) : unexplained.length;
  console.log(`${right} passed, ${failed} failed`);
  return failed === 0 && right > 0 ? 0 : 1;
}

async function openAll(folder: string): Promise<Repository[]> {
  const repositories: Repository[] = [];
  for (const name of readdirSync(folder).sort()) {
    if (values.only !== undefined && !name.includes(values.only)) continue;
    const project = await Project.open(join(folder, name), name);
    const analysis = await project.analyse();
    console.error(`${name}: ${analysis.calls.length} calls`);
    const languages = new Set(analysis.calls.map(({ file }) => languageNameOf(file)));
    if (analysis.calls.length > 0) repositories.push({ project, analysis, languages });
  }
  return repositories;
}

/** Languages as the table shows them. */
function languageNameOf(path: string): string {
  const id = languageOf(path)?.language.id ?? "other";
  return id === "javascript" ? "typescript" : id;
}

/** Each repository of a language gives its share of each cell. */
async function mutate({ project, analysis }: Repository, all: readonly Repository[]): Promise<Outcome[]> {
  const random = new Random(`${values.seed} ${project.name}`);
  const seeds = new Seeds(project);
  const flows = random.shuffled(await seeds.flows(analysis));
  const calls = random.shuffled(await seeds.calls(analysis)).sort((left, right) => Number(right.isAccused) - Number(left.isAccused));
  const outcomes: Outcome[] = [];
  const bases = new Map<string, Promise<Analysis>>();
  // A look at a few files is much faster, and may see less: only where everything together takes too long.
  const narrow = analysis.calls.length > LARGE;
  const analysisOf: Analyse = (changed, focus) => project.analyse(changed, narrow ? focus : undefined);
  const baseOf = (focus: readonly string[]): Promise<Analysis> => {
    if (!narrow) return Promise.resolve(analysis);
    const files = focus.filter((path) => project.texts[path] !== undefined);
    const key = files.join("\0");
    let known = bases.get(key);
    if (!known) {
      known = project.analyse({}, files);
      bases.set(key, known);
    }
    return known;
  };
  /** What a look at its file alone does not see cannot be judged by such a look. */
  const isSeen = async ({ code, call }: { readonly code: { readonly path: string }; readonly call: ModelCall }): Promise<boolean> =>
    !narrow ||
    (await baseOf([code.path])).calls.some(({ file, line, column }) => file === call.file && line === call.line && column === call.column);
  const draw = async <Seed extends { readonly code: { readonly path: string }; readonly call: ModelCall; readonly kind: string }>(
    operator: string,
    from: readonly Seed[],
    make: (seed: Seed, analysis: Analysis) => Promise<Mutant | null> | Mutant | null,
  ): Promise<void> => {
    if (values.operator !== undefined && !operator.includes(values.operator)) return;
    const taken = new Map<string, number>();
    for (const seed of from) {
      const language = languageNameOf(seed.code.path);
      const share = Math.ceil(perCell / Math.max(1, all.filter(({ languages }) => languages.has(language)).length));
      if ((taken.get(language) ?? 0) >= share) continue;
      if (seed.kind === "call" && !(await isSeen(seed))) continue;
      const mutant = await make(seed, analysis);
      if (!mutant) continue;
      const outcome = await judge(mutant, baseOf, analysisOf);
      if (!outcome) continue;
      taken.set(language, (taken.get(language) ?? 0) + 1);
      outcomes.push({ language, ...outcome });
      if (values.show) showChange(mutant);
      if (values.verbose)
        console.error(
          `${outcome.problem === null ? "ok   " : "WRONG"} ${keyOf(mutant)}${outcome.problem === null ? "" : `: ${outcome.problem}`}`,
        );
    }
  };
  for (const [operator, make] of Object.entries(flowOperators)) await draw(operator, flows, make);
  for (const [operator, make] of Object.entries({ ...auditOperators, ...shapeOperators })) await draw(operator, calls, make);
  return outcomes;
}

/** Null when the mutant's own precondition does not hold: it says nothing then. */
async function judge(
  mutant: Mutant,
  baseOf: (focus: readonly string[]) => Promise<Analysis>,
  analyse: Analyse,
): Promise<Omit<Outcome, "language"> | null> {
  const { base, changed, focus } = mutant;
  const before = await baseOf(focus);
  if (base) {
    const analysis = Object.keys(base.changed).length === 0 ? before : await analyse(base.changed, focus);
    if (base.check(analysis, before) !== null) return null;
  }
  const after = await analyse(changed, focus);
  return { mutant, problem: mutant.check(after, before) };
}

/** Lines of the mutated files that the repository does not have. */
function showChange({ project, changed }: Mutant): void {
  for (const [path, text] of Object.entries(changed)) {
    const before = new Set((project.texts[path] ?? "").split("\n"));
    const lines = text.split("\n").flatMap((line, index) => (before.has(line) ? [] : [`    ${index + 1}: ${line}`]));
    if (project.texts[path] !== undefined) console.error(`  ${path}\n${lines.join("\n")}`);
  }
}

function keyOf({ operator, project, path, line }: Mutant): string {
  return `${operator} ${project.name} ${path}:${line}`;
}

void main().then((code) => {
  process.exitCode = code;
});
