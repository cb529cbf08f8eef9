/** What the language server says about folders, held against what the command line says about the same: they must not differ in anything. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import type { ScanResult } from "../../src/core/report/scanResult.js";
import { type CallsResult, type FindingsResult, methods } from "../../src/server/protocol.js";
import type { BuiltServer } from "./builtServer.js";
import type { LanguageClient } from "./languageClient.js";

export type Said = Pick<ScanResult, "calls" | "findings" | "blindSpots" | "errors"> & { readonly filesFound: number };

/** Through the command line's own program; `paths` as somebody would name them. */
export function commandLineSays(built: BuiltServer, paths: readonly string[]): Said {
  const [program = "", cli = ""] = built.cliCommand;
  const args = [cli, "scan", ...paths, "--format", "json", "--fail-on", "none", "--no-cache"];
  const { stdout, stderr, status } = spawnSync(program, args, { encoding: "utf8", maxBuffer: 1 << 30 });
  // 3: something is wrong in a policy or a file, and the result says so.
  if (status !== 0 && status !== 3) throw new Error(`The command line ended with ${status}.\n${stderr}`);
  const { calls, findings, blindSpots, errors, stats }: ScanResult = JSON.parse(stdout);
  return { calls, findings, blindSpots, errors, filesFound: stats.filesFound };
}

/** Once everything is analysed. */
export async function serverSays(client: LanguageClient): Promise<Said> {
  const findings = await client.connection.sendRequest<FindingsResult>(methods.findings, {});
  const calls = await client.connection.sendRequest<CallsResult>(methods.calls, {});
  return {
    calls: calls.calls.map(({ call }) => call),
    findings: findings.findings.map(({ finding }) => finding),
    blindSpots: calls.blindSpots.map(({ blindSpot }) => blindSpot),
    errors: findings.errors,
    filesFound: findings.filesFound,
  };
}

/** Of long lists it shows the first entry that differs. */
export function assertSame(server: Said, commandLine: Said): void {
  for (const part of ["calls", "findings", "blindSpots", "errors"] as const) {
    const said: readonly unknown[] = server[part];
    const expected: readonly unknown[] = commandLine[part];
    for (let at = 0; at < Math.max(said.length, expected.length); at++) assert.deepEqual(said[at], expected[at], `${part}, number ${at}`);
  }
  assert.equal(server.filesFound, commandLine.filesFound);
}
