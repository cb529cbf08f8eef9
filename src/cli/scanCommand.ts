/** `parapet scan`: a scan of the paths, written in the format that was asked for. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { PolicyOutcome } from "../core/policy/policy.js";
import { renderJson } from "../core/report/json.js";
import { neutralise } from "../core/report/neutralise.js";
import { PLAIN } from "../core/report/palette.js";
import { renderSarif } from "../core/report/sarif.js";
import type { ScanError, ScanResult } from "../core/report/scanResult.js";
import { renderText } from "../core/report/text.js";
import { rules } from "../core/rules/rules.js";
import { RevisionError } from "../workspace/changedFiles.js";
import { findingsSince } from "../workspace/findingsSince.js";
import { localDay } from "../workspace/localDay.js";
import { scan } from "../workspace/scan.js";
import { ExitCode, exitCodeOf, type FailLevel } from "./exitCode.js";
import { writeResult } from "./output.js";
import { Progress } from "./progress.js";
import { paletteFor, widthOf } from "./terminal.js";
import { UsageError } from "./usageError.js";

interface ScanArguments {
  readonly format: "text" | "json" | "sarif";
  readonly output?: string;
  readonly policy?: string;
  readonly failOn: FailLevel;
  readonly since?: string;
  readonly today?: string;
  readonly jobs?: number;
  readonly cache: boolean;
  readonly prefilter: boolean;
  readonly hints?: true;
  readonly stats?: true;
}

export function scanCommand(finish: (code: ExitCode) => void): Command {
  return new Command("scan")
    .description("Find model calls, what reaches them, and what is missing around them.")
    .argument("[path...]", "folders, files or *.code-workspace files; the current folder when none is named")
    .addOption(new Option("--format <format>", "how to write the result").choices(["text", "json", "sarif"]).default("text"))
    .option("--output <file>", "write the result to a file instead of standard output")
    .option("--policy <file>", "policy to use instead of the .ai-risk/policy.yaml of each root")
    .addOption(new Option("--fail-on <level>", "lowest severity that fails").choices(["error", "warning", "info", "none"]).default("error"))
    .option("--since <revision>", "only findings in, or with a path through, files that changed since the branch left this commit")
    .option("--today <date>", "day on which acceptances are judged (YYYY-MM-DD)", parseDay)
    .option("--jobs <number>", "most threads that read code", parseJobs)
    .option("--no-cache", "read every file afresh and keep nothing")
    .option("--no-prefilter", "read every file, also those that name no model; the result is the same")
    .option("--hints", "list hints in text as well; the other formats always hold them")
    .option("--stats", "say on standard error how long what took")
    .addHelpText("after", EXIT_CODES)
    .showHelpAfterError("Run with --help to see what there is.")
    .exitOverride()
    .action(async (paths: string[], options: ScanArguments) => finish(await runScan(paths.length > 0 ? paths : ["."], options)));
}

const EXIT_CODES = `
Exit codes:
  0  nothing at or above the fail level
  1  findings at or above the fail level
  2  wrong usage, or a policy that cannot be used
  3  something failed or was cancelled: the result is incomplete`;

async function runScan(paths: readonly string[], options: ScanArguments): Promise<ExitCode> {
  await checkPaths(paths);
  const signal = { cancelled: false, arrive: () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const progress = new Progress(process.stderr, () => performance.now());
  const interrupt = () => {
    if (signal.cancelled) process.exit(130);
    signal.cancelled = true;
  };
  process.on("SIGINT", interrupt);
  let result: ScanResult;
  try {
    result = await scan({
      paths,
      cache: options.cache,
      prefilter: options.prefilter,
      today: options.today ?? localDay(new Date()),
      signal,
      progress: (stage, done, total) => progress.report(stage, done, total),
      checkPolicy,
      ...(options.policy === undefined ? {} : { policyFile: options.policy }),
      ...(options.jobs === undefined ? {} : { jobs: options.jobs }),
    });
  } finally {
    progress.end();
    process.off("SIGINT", interrupt);
  }
  if (signal.cancelled) {
    process.stderr.write("parapet: cancelled, no result was written\n");
    return ExitCode.Incomplete;
  }
  if (options.since !== undefined) {
    const decisions = [
      ...paths.filter((path) => path.endsWith(".code-workspace")),
      ...(options.policy === undefined ? [] : [options.policy]),
    ];
    const absolute = decisions.map((file) => resolve(file));
    result = await findingsSince(result, options.since, absolute).catch((error) => {
      throw error instanceof RevisionError ? new UsageError(error.message) : error;
    });
  }
  await writeResult(render(result, options), options.output);
  if (options.format !== "text" || options.output !== undefined) process.stderr.write(result.errors.map(errorLine).join(""));
  if (options.stats) process.stderr.write(statsLines(result));
  return exitCodeOf(result, options.failOn);
}

function render(result: ScanResult, options: ScanArguments): string {
  switch (options.format) {
    case "json":
      return renderJson(result);
    case "sarif":
      return renderSarif(
        result,
        rules.map((rule) => rule.meta),
      );
    case "text": {
      if (options.output !== undefined)
        return renderText(result, { width: widthOf({}, {}), palette: PLAIN, hints: options.hints === true });
      const { env, stdout } = process;
      return renderText(result, { width: widthOf(stdout, env), palette: paletteFor(stdout, env), hints: options.hints === true });
    }
  }
}

async function checkPaths(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found === null) throw new UsageError(`${path} does not exist or cannot be read. Name a folder or a file that exists.`);
  }
}

function checkPolicy({ usable, errors }: PolicyOutcome): void {
  if (!usable) throw new UsageError(`the policy cannot be used\n${errors.map(errorLine).join("").trimEnd()}`);
}

function errorLine(error: ScanError): string {
  const place = error.file === null ? "" : `${error.file}${error.line === undefined ? "" : `:${error.line}`}: `;
  return `${neutralise(`${place}${error.message} ${error.remedy}`)}\n`;
}

function statsLines({ stats }: ScanResult): string {
  const phases = Object.entries(stats.phases).map(([phase, milliseconds]) => `${phase} ${milliseconds} ms`);
  return [
    `files: ${stats.filesFound} found, ${stats.filesRead} read, ${stats.filesParsed} parsed (${stats.bytesParsed} bytes), ${stats.skipped.length} skipped`,
    `time: ${stats.durationMs} ms (${phases.join(", ")})`,
    "",
  ].join("\n");
}

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (!Number.isInteger(jobs) || jobs < 1) throw new InvalidArgumentError("It is a whole number, 1 or more.");
  return jobs;
}

function parseDay(text: string): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  if (day === null || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new InvalidArgumentError("It is a day, written YYYY-MM-DD.");
  }
  return text;
}
