/** Runs programs and says how long they took and how much memory they needed. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Run {
  readonly milliseconds: number;
  /** Peak of the process with its threads; null for programs that do not run on node. */
  readonly peakMegabytes: number | null;
  readonly code: number;
  readonly output: string;
}

/** Loaded before a program: writes down its peak when it ends. */
const PEAK = `process.on("exit", () => require("node:fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));`;

export async function runNode(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "parapet-peak-"));
  const [preload, peak] = [join(folder, "peak.cjs"), join(folder, "peak.txt")];
  try {
    writeFileSync(preload, PEAK);
    const run = await runProgram(process.execPath, ["--require", preload, ...args], { ...environment, PEAK_FILE: peak });
    return { ...run, peakMegabytes: Math.round(Number(readFileSync(peak, "utf8")) / 1024) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function runProgram(program: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (chunk: string) => {
      // Enough for every answer that is read; matches of a pattern are only counted by time.
      if (output.length < 1_000_000) output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ milliseconds: Math.round(performance.now() - started), peakMegabytes: null, code: code ?? 1, output }),
    );
  });
}

/** The run in the middle, by time. */
export async function median(times: number, run: () => Promise<Run>): Promise<Run> {
  const runs: Run[] = [];
  for (let count = 0; count < times; count++) runs.push(await run());
  runs.sort((left, right) => left.milliseconds - right.milliseconds);
  return runs[Math.floor(runs.length / 2)] as Run;
}

/** Value below which a share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
}
