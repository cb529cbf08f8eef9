/**
 * How many findings of real code each kind of fix applies to, and how many of these fixes hold what they promise:
 * applied and analysed again, the finding is gone, nothing new has come, the file still parses, and the fix is not offered again.
 *
 *     npm run bench:fixes -- [--most N] [--with-helpers] FOLDER…
 *
 * Each folder is copied first. `--with-helpers` gives the copy a sanitiser and an audit function in TypeScript and Python and
 * declares them in its policy, as a team would; without them only fixes that need none apply. `--most`: fixes tried per kind and folder.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Engine } from "../../src/server/engine.js";
import type { EngineRequest, EngineResults, OpenDocument } from "../../src/server/engineMessages.js";
import type { LocatedFix } from "../../src/server/locatedFixes.js";
import type { LocatedFinding } from "../../src/server/protocol.js";
import { SharedState } from "../../src/server/sharedState.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: "string", default: "15" },
    "with-helpers": { type: "boolean", default: false },
  },
});

interface Tally {
  findings: number;
  sites: number;
  tried: number;
  held: number;
}

const tallies = new Map<string, Tally>();
const complaints: string[] = [];

const HELPERS: Readonly<Record<string, string>> = {
  "parapetHelpers.ts": `export function refuseOrders(text: string): string {
  if (/ignore .* instructions/i.test(text)) throw new Error("refused");
  return text;
}

export interface ModelCallRecord {
  requestId: string;
  actor: string;
  model?: string;
  outcome: string;
}

export const records: ModelCallRecord[] = [];

export function keepModelCall(record: ModelCallRecord): void {
  records.push(record);
}
`,
  "parapet_helpers.py": `RECORDS = []


def refuse_orders(text: str) -> str:
    if "ignore" in text:
        raise ValueError("refused")
    return text


def keep_model_call(request_id: str, actor: str, outcome: str, model: str = "") -> None:
    RECORDS.append((request_id, actor, outcome, model))
`,
  ".ai-risk/policy.yaml": `version: 1
sanitizers:
  - { name: refuseOrders, module: ./parapetHelpers, tier: removes }
  - { name: refuse_orders, module: parapet_helpers, tier: removes }
audit:
  - { name: keepModelCall, module: ./parapetHelpers }
  - { name: keep_model_call, module: parapet_helpers }
`,
};

class Project {
  private readonly engine = new Engine(new SharedState(), null);
  private id = 0;
  private version = 1;
  private opened: OpenDocument[] = [];
  private last: EngineResults | null = null;
  private readonly undos: (() => void)[] = [];

  constructor(private readonly folder: string) {}

  async analyse(changes: { documents?: readonly OpenDocument[]; reopen?: boolean } = {}): Promise<EngineResults> {
    const documents = changes.documents ?? [];
    const closed = this.opened.filter((one) => !documents.some(({ path }) => path === one.path)).map(({ path }) => path);
    this.opened = [...documents];
    const request: EngineRequest = {
      id: ++this.id,
      folders: [this.folder],
      workspaceFile: null,
      documents,
      closed,
      changedOnDisk: [],
      reopen: changes.reopen === true,
      forgetAll: false,
      leftOut: [],
      focus: null,
    };
    let failed = "no results";
    await this.engine.answer(request, (answer) => {
      if (answer.kind === "results") this.last = answer;
      // The same edits as before, for another finding.
      if (answer.kind === "results" || answer.kind === "unchanged") failed = "";
      if (answer.kind === "failed") failed = answer.message;
    });
    if (!this.last || failed !== "") throw new Error(failed);
    return this.last;
  }

  async fixes(results: EngineResults, findings: readonly LocatedFinding[]): Promise<readonly LocatedFix[]> {
    const calls = results.calls.map(({ call }) => call);
    return (await this.engine.fixes({ kind: "fixes", id: 0, findings: findings.map(({ finding }) => finding), calls })).fixes;
  }

  /** The workspace with this fix and no other: edited documents, and on disk what only the policy reads. */
  async analyseWith(fix: LocatedFix): Promise<EngineResults> {
    const wasOnDisk = this.undos.length > 0;
    for (const undo of this.undos.splice(0)) undo();
    const documents: OpenDocument[] = [];
    for (const uri of new Set(fix.edits.map((edit) => edit.uri))) {
      const path = fileURLToPath(uri);
      const edits = fix.edits.filter((edit) => edit.uri === uri);
      const isNew = edits.some((edit) => edit.create);
      const before = isNew ? "" : readFileSync(path, "utf8");
      const text = edited(before, edits);
      if (path.endsWith(".yaml")) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        this.undos.push(() => (isNew ? rmSync(path) : writeFileSync(path, before)));
      } else documents.push({ path, uri, version: this.version++, text });
    }
    return this.analyse({ documents, reopen: wasOnDisk || this.undos.length > 0 });
  }
}

function edited(text: string, edits: LocatedFix["edits"]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((found) => found.index + 1)];
  const offset = ({ line, character }: { line: number; character: number }): number => (starts[line] ?? text.length) + character;
  return [...edits]
    .sort((left, right) => offset(right.range.start) - offset(left.range.start))
    .reduce((now, edit) => now.slice(0, offset(edit.range.start)) + edit.text + now.slice(offset(edit.range.end)), text);
}

/**
 * Null when the fix holds. What it changed stays until the next analysis takes it back: analysing once more just to be where one
 * has been would take as long again.
 */
async function judge(project: Project, before: EngineResults, one: LocatedFinding, fix: LocatedFix): Promise<string | null> {
  const after = await project.analyseWith(fix);
  const [had, has] = [countsOf(before), countsOf(after)];
  const [own, now] = [had.get(keyOf(one)), has.get(keyOf(one))];
  if (now && own && now.findings >= own.findings && (fix.kind !== "record" || now.calls >= own.calls)) return "the finding is still there";
  for (const [key, { calls }] of has) {
    // Text in the user role is somebody's text still: a lesser finding of the same rule takes the place.
    if (fix.kind === "user-role" && key.startsWith(`${one.finding.rule} `)) continue;
    if (calls > (had.get(key)?.calls ?? 0)) return `new: ${key}`;
  }
  const broken = (results: EngineResults): number =>
    results.blindSpots.filter(({ blindSpot }) => /syntax/i.test(blindSpot.reason)).length + results.errors.length;
  if (broken(after) > broken(before)) return "a file does not parse any more";
  // Those that are left are alike, and each has a fix of its own.
  if (now && own && now.findings < own.findings) return null;
  const again = await project.fixes(
    after,
    after.findings.filter(
      ({ finding }) => finding.file === one.finding.file && finding.message === one.finding.message && finding.suppressed === null,
    ),
  );
  return again.some((other) => other.kind === fix.kind) ? "offered again" : null;
}

interface Count {
  findings: number;
  calls: number;
}

/**
 * Fingerprints of alike findings are told apart by their order, which a fix among them shifts: so alike ones are counted, and
 * the calls that they speak of. A record beside one of two calls in a function leaves a finding that speaks of the other.
 */
function countsOf(results: EngineResults): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const one of results.findings) {
    if (one.finding.suppressed !== null) continue;
    const key = keyOf(one);
    const known = counts.get(key) ?? { findings: 0, calls: 0 };
    const more = Number(/ and (\d+) more model calls?/.exec(one.finding.message)?.[1] ?? 0);
    counts.set(key, { findings: known.findings + 1, calls: known.calls + 1 + more });
  }
  return counts;
}

/** Lines move, and a finding that speaks of several calls names the first of those that are left, and the way out that is open then. */
function keyOf({ finding }: LocatedFinding): string {
  const message = finding.message
    .replace(/ (?:calls|reaches|starts training on|uploads data to) [^()]*\([\w-]+\)(?: and \d+ more model calls?)?/, "")
    .replace(/ when it (?:returns|throws|ends)/, "")
    .replace(/\d+/g, "");
  return `${finding.rule} ${finding.file} ${message}`;
}

async function measure(source: string): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "parapet-fixes-"));
  const folder = join(temporary, basename(source));
  cpSync(source, folder, { recursive: true, filter: (path) => !/[\\/](?:\.git|node_modules)$/.test(path) });
  if (values["with-helpers"]) {
    for (const [file, text] of Object.entries(HELPERS)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  try {
    const project = new Project(folder);
    const before = await project.analyse();
    const tried = new Map<string, number>();
    const chosen: { readonly one: LocatedFinding; readonly fix: LocatedFix }[] = [];
    for (const one of before.findings.filter(({ finding }) => finding.suppressed === null)) {
      const seen = new Set<string>();
      for (const fix of await project.fixes(before, [one])) {
        if (seen.has(fix.kind)) continue;
        seen.add(fix.kind);
        const tally = tallyOf(fix.kind);
        tally.sites++;
        const count = tried.get(fix.kind) ?? 0;
        if (count >= Number(values.most)) continue;
        tried.set(fix.kind, count + 1);
        tally.tried++;
        chosen.push({ one, fix });
      }
    }
    for (const { one, fix } of chosen) {
      const problem = await judge(project, before, one, fix);
      if (problem === null) tallyOf(fix.kind).held++;
      else
        complaints.push(
          `${fix.kind} ${basename(source)} ${one.finding.rule} ${one.finding.file}:${one.finding.line}: ${problem}`,
          ...fix.edits.map(
            ({ uri, range, text }) => `    ${basename(uri)}:${range.start.line + 1}:${range.start.character + 1} ${JSON.stringify(text)}`,
          ),
        );
    }
    for (const kind of tallies.keys()) tallyOf(kind).findings += before.findings.length;
  } finally {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

function tallyOf(kind: string): Tally {
  let tally = tallies.get(kind);
  if (!tally) tallies.set(kind, (tally = { findings: 0, sites: 0, tried: 0, held: 0 }));
  return tally;
}

async function main(): Promise<void> {
  for (const folder of positionals) {
    const started = performance.now();
    await measure(resolve(folder));
    const held = [...tallies].sort().map(([kind, { tried, held }]) => `${kind} ${held}/${tried}`);
    console.error(`${basename(folder)} ${Math.round((performance.now() - started) / 1000)} s; so far ${held.join(", ")}`);
  }
  console.log("| fix | sites | tried | held |\n| --- | ---: | ---: | ---: |");
  for (const [kind, { sites, tried, held }] of [...tallies].sort()) console.log(`| ${kind} | ${sites} | ${tried} | ${held} |`);
  for (const complaint of complaints) console.log(complaint);
  process.exit(0);
}

void main();
