/**
 * What a scan costs, beside what others cost on the same files in the same run:
 *
 *     npm run bench -- [--runs 3] [--json FILE] [--only repositories,changed,since,keys,growth,large] [FOLDER…]
 *
 * For each folder: a scan without cache, one with it, parsing all files on one core with the same parser, and ast-grep with one
 * pattern. Then, on generated workspaces: one changed file in the language server and on the command line, keys through the
 * language server, growth with files and with calls (as a picture too, beside the JSON), and 50,000 files in the language server.
 * Numbers of one run belong together; between runs and machines only the ratios can be compared.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { LanguageClient, uriOf } from "../support/languageClient.js";
import { generate, longFile, write } from "./generate.js";
import { type GrowthRow, plotGrowth } from "./plot.js";
import { median, percentile, type Run, runNode, runProgram } from "./measure.js";

const project = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const cli = join(project, "dist/cli.js");

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string", default: "3" },
    json: { type: "string" },
    keys: { type: "string", default: "60" },
    only: { type: "string" },
  },
});
const runs = Number(values.runs);
const LOOK_MS = 4000;
const IDENTITY = ["-c", "user.name=Parapet", "-c", "user.email=parapet@example.org", "-c", "commit.gpgsign=false"];
/** Files that change one after the other. */
const CHANGES = 60;

/** One pattern in each language: what a search for calls of one function costs. */
const PATTERNS: Readonly<Record<string, readonly [language: string, pattern: string]>> = {
  ".py": ["py", "print($$$A)"],
  ".pyi": ["py", "print($$$A)"],
  ".ts": ["ts", "console.log($$$A)"],
  ".tsx": ["tsx", "console.log($$$A)"],
  ".js": ["js", "console.log($$$A)"],
  ".java": ["java", "System.out.println($$$A)"],
  ".cs": ["cs", "Console.WriteLine($$$A)"],
  ".go": ["go", "fmt.Println($$$A)"],
};

interface Stats {
  readonly filesFound: number;
  readonly filesParsed: number;
  readonly phases: Readonly<Record<string, number>>;
}

async function scanOnce(
  folder: string,
  options: readonly string[],
  cache: string,
): Promise<Run & { readonly stats: Stats; readonly calls: number }> {
  const output = join(cache, "result.json");
  const args = [cli, "scan", folder, "--format", "json", "--fail-on", "none", "--output", output, ...options];
  const run = await runNode(args, { XDG_CACHE_HOME: cache });
  const { stats, calls } = JSON.parse(readFileSync(output, "utf8"));
  return { ...run, stats, calls: calls.length };
}

/** The binary itself: the launcher in between costs as much as a small search. */
function astGrep(): string | null {
  const { resolve: find } = createRequire(import.meta.url);
  for (const suffix of ["", "-gnu", "-msvc"]) {
    try {
      const manifest = find(`@ast-grep/cli-${process.platform}-${process.arch}${suffix}/package.json`);
      const binary = join(dirname(manifest), process.platform === "win32" ? "ast-grep.exe" : "ast-grep");
      if (existsSync(binary)) return binary;
    } catch {
      // Another platform's package.
    }
  }
  return null;
}

async function repository(folder: string, temporary: string): Promise<Record<string, unknown>> {
  const cache = mkdtempSync(join(temporary, "cache-"));
  const scans: (Run & { readonly stats: Stats; readonly calls: number })[] = [];
  const cold = await median(runs, async () => {
    const run = await scanOnce(folder, ["--no-cache"], cache);
    scans.push(run);
    return run;
  });
  await scanOnce(folder, [], cache);
  const warm = await median(runs, () => scanOnce(folder, [], cache));
  const parsed = await runProgram(process.execPath, [join(project, "test/bench/parseAll.mjs"), folder]);
  const parsing = JSON.parse(parsed.output) as { files: number; milliseconds: number; byExtension: Record<string, number> };
  const [extension] = Object.entries(parsing.byExtension).sort(([, left], [, right]) => right - left)[0] ?? [".ts"];
  const [language, pattern] = PATTERNS[extension] ?? ["ts", "console.log($$$A)"];
  const binary = astGrep();
  const search = binary === null ? null : await median(runs, () => runProgram(binary, ["run", "-p", pattern, "-l", language, folder]));
  const { stats, calls } = scans[0] as (typeof scans)[number];
  return {
    repository: basename(folder),
    files: stats.filesFound,
    parsed: stats.filesParsed,
    calls,
    coldMs: cold.milliseconds,
    warmMs: warm.milliseconds,
    peakMB: cold.peakMegabytes,
    parseAllMs: parsing.milliseconds,
    astGrepMs: search?.milliseconds ?? null,
    pattern: `${language}: ${pattern}`,
    warmToCold: ratio(warm.milliseconds, cold.milliseconds),
    coldToParseAll: ratio(cold.milliseconds, parsing.milliseconds),
    coldToAstGrep: search ? ratio(cold.milliseconds, search.milliseconds) : null,
    phases: stats.phases,
  };
}

/** Files with and without calls, each four times as many as before. */
/** The command line on one changed file of 3,000, with a cache that knows the others: everything, and what concerns the change. */
async function since(temporary: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(temporary, "since-"));
  const cache = mkdtempSync(join(temporary, "cache-"));
  write(folder, generate({ files: 3000, calls: 20 }));
  for (const words of [
    ["init", "-q"],
    ["add", "-A"],
    [...IDENTITY, "commit", "-q", "-m", "generated"],
  ])
    execFileSync("git", ["-C", folder, ...words]);
  const cold = await scanOnce(folder, [], cache);
  const warm = await median(runs, () => scanOnce(folder, [], cache));
  const afterChange = (options: readonly string[]): Promise<Run> =>
    median(runs, () => {
      const path = join(folder, "ask0", "model0.ts");
      writeFileSync(path, `${readFileSync(path, "utf8")}// Once more.\n`);
      return scanOnce(folder, options, cache);
    });
  const changed = await afterChange([]);
  const sinceHead = await afterChange(["--since", "HEAD"]);
  return {
    files: 3000,
    coldMs: Math.round(cold.milliseconds),
    warmMs: Math.round(warm.milliseconds),
    oneChangedMs: Math.round(changed.milliseconds),
    sinceMs: Math.round(sinceHead.milliseconds),
  };
}

async function growth(temporary: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  const cache = mkdtempSync(join(temporary, "growth-cache-"));
  for (const [what, sizes] of [
    ["files", [1, 4, 16].map((factor) => ({ files: 500 * factor, calls: 20 }))],
    ["calls", [1, 4, 16].map((factor) => ({ files: 2000, calls: 20 * factor }))],
  ] as const) {
    for (const size of sizes) {
      const folder = mkdtempSync(join(temporary, "growth-"));
      write(folder, generate(size));
      const run = await median(runs, () => scanOnce(folder, ["--no-cache"], cache));
      rows.push({ growing: what, ...size, coldMs: run.milliseconds, peakMB: run.peakMegabytes });
    }
  }
  return rows;
}

/** Keys in a file whose call gets its data from another file: until the diagnostics of that version are there. */
async function keys(temporary: string): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (const lines of [200, 2000, 10_000]) {
    const folder = mkdtempSync(join(temporary, "keys-"));
    const texts = new Map([...generate({ files: 300, calls: 10 }), ...longFile(lines)]);
    write(folder, texts);
    const path = join(folder, "src/long.ts");
    const client = await LanguageClient.start({
      command: [process.execPath, cli, "lsp", "--stdio"],
      folders: [folder],
      initializationOptions: { debounceMs: 0 },
    });
    await client.scanned();
    await client.open(path, texts.get("src/long.ts") as string);
    await client.until("the file has diagnostics", () => client.diagnosticsOf(path).length > 0);
    // Whoever opens a file looks at it before the first key.
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const times: number[] = [];
    for (let key = 1; key <= Number(values.keys); key++) {
      const started = performance.now();
      // A line more, a line less: every diagnostic moves.
      await client.edit(
        path,
        key % 2 === 1 ? "export async function answer" : "\nexport async function answer",
        key % 2 === 1 ? "\nexport async function answer" : "export async function answer",
      );
      await client.until("they are those of the new text", () => client.diagnostics.get(uriOf(path))?.version === key + 1);
      times.push(performance.now() - started);
    }
    await client.stop();
    rows.push({ lines, keys: times.length, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), maxMs: percentile(times, 1) });
  }
  return rows;
}

/** A file that calls a model changes on disk, in a workspace of 3,000 files that is already known. */
async function changedFile(temporary: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(temporary, "changed-"));
  write(folder, generate({ files: 3000, calls: 20 }));
  const client = await LanguageClient.start({
    command: [process.execPath, cli, "lsp", "--stdio"],
    folders: [folder],
    initializationOptions: { debounceMs: 0 },
  });
  await client.scanned();
  const times: number[] = [];
  for (let round = 0; round < CHANGES; round++) {
    const path = join(folder, "ask0", `model${round % 20}.ts`);
    const before = client.results.length;
    const text = (generate({ files: 100, calls: 20 }).get(`ask0/model${round % 20}.ts`) as string).replace(
      "content: prompt",
      `content: prompt + suffix${round}`,
    );
    writeFileSync(path, text);
    const started = performance.now();
    await client.changedOnDisk(path, 2);
    await client.until("new results are there", () => client.results.length > before);
    times.push(performance.now() - started);
  }
  await client.stop();
  return { files: 3000, rounds: times.length, p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), maxMs: percentile(times, 1) };
}

/** Loaded into the server: how late its protocol thread was for a timer, and its peak of memory. */
const DELAY = `const { monitorEventLoopDelay } = require("node:perf_hooks");
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on("exit", () => require("node:fs").writeFileSync(process.env.DELAY_FILE, JSON.stringify({
  p99: delay.percentile(99) / 1e6, max: delay.max / 1e6, peak: process.resourceUsage().maxRSS / 1024 })));`;

/** Opened and typed into while the server reads it all. */
async function large(temporary: string): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(temporary, "large-"));
  const texts = generate({ files: 50_000, calls: 50 });
  write(folder, texts);
  const [preload, measured] = [join(temporary, "delay.cjs"), join(temporary, "delay.json")];
  writeFileSync(preload, DELAY);
  process.env["DELAY_FILE"] = measured;
  const started = performance.now();
  const client = await LanguageClient.start({
    command: [process.execPath, "--require", preload, cli, "lsp", "--stdio"],
    folders: [folder],
    initializationOptions: { debounceMs: 0 },
    silenceMs: 600_000,
  });
  const path = join(folder, "ask0", "model0.ts");
  await client.open(path, texts.get("ask0/model0.ts") as string);
  await client.scanned();
  const scanMs = Math.round(performance.now() - started);
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  const times: number[] = [];
  for (let key = 1; key <= Number(values.keys); key++) {
    const at = performance.now();
    const [from, to] = ["const client", "\nconst client"];
    await client.edit(path, key % 2 === 1 ? from : to, key % 2 === 1 ? to : from);
    await client.until("they are those of the new text", () => client.diagnostics.get(uriOf(path))?.version === key + 1);
    times.push(performance.now() - at);
  }
  await client.stop();
  const { p99, max, peak } = JSON.parse(readFileSync(measured, "utf8"));
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return {
    files: 50_000,
    scanMs,
    peakMB: Math.round(peak),
    loopDelayP99Ms: rounded(p99),
    loopDelayMaxMs: rounded(max),
    keyP50Ms: percentile(times, 0.5),
    keyP95Ms: percentile(times, 0.95),
  };
}

function ratio(one: number, other: number): number {
  return Math.round((one / Math.max(1, other)) * 100) / 100;
}

function table(title: string, rows: readonly Record<string, unknown>[]): void {
  if (rows.length === 0) return;
  const columns = Object.keys(rows[0] as object).filter((name) => name !== "phases");
  const texts = [columns, ...rows.map((row) => columns.map((name) => String(row[name] ?? "–")))];
  const widths = columns.map((_, at) => Math.max(...texts.map((row) => (row[at] as string).length)));
  console.log(`\n${title}`);
  for (const row of texts)
    console.log(
      row
        .map((text, at) => text.padEnd(widths[at] as number))
        .join("  ")
        .trimEnd(),
    );
}

async function main(): Promise<void> {
  const temporary = mkdtempSync(join(tmpdir(), "parapet-bench-"));
  const wanted = (part: string): boolean => values.only === undefined || values.only.split(",").includes(part);
  try {
    const result: Record<string, unknown> = { node: process.version, runs };
    const repositories: Record<string, unknown>[] = [];
    for (const folder of wanted("repositories") ? positionals : []) repositories.push(await repository(resolve(folder), temporary));
    result["repositories"] = repositories;
    table("Scans, medians", repositories);
    for (const [part, title, measure] of [
      ["changed", "One changed file that calls a model, through the language server", async () => [await changedFile(temporary)]],
      ["since", "One changed file, on the command line", async () => [await since(temporary)]],
      ["keys", "From a key to its diagnostics, through the language server", () => keys(temporary)],
      ["growth", "Growth of generated workspaces", () => growth(temporary)],
      ["large", "A workspace of 50,000 files in the language server", async () => [await large(temporary)]],
    ] as const) {
      if (!wanted(part)) continue;
      const rows = await measure();
      result[part] = rows;
      table(title, rows);
    }
    if (values.json !== undefined && result["growth"] !== undefined)
      plotGrowth(values.json.replace(/(?:\.json)?$/, ".svg"), result["growth"] as GrowthRow[]);
    if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

void main();
