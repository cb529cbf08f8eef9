/**
 * The language server on a real repository: it must find what the command line finds, before and after edits that are undone.
 *
 *     npx tsx test/property/serverParity.ts [--edits 20] DIR…
 *
 * Also says how long a person waits: for the open file, for everything, and from a key to the diagnostics of the text with it.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { type CallsResult, type FindingsResult, methods } from "../../src/server/protocol.js";
import { localDay } from "../../src/workspace/localDay.js";
import { scan } from "../../src/workspace/scan.js";
import { type BuiltServer, buildServer } from "../support/builtServer.js";
import { LanguageClient } from "../support/languageClient.js";

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { edits: { type: "string", default: "20" } }, allowPositionals: true });
  const built = await buildServer();
  let differences = 0;
  try {
    for (const folder of positionals) differences += await compare(built, folder, Number(values.edits));
  } finally {
    built.remove();
  }
  return differences === 0 ? 0 : 1;
}

async function compare(built: BuiltServer, folder: string, edits: number): Promise<number> {
  const expected = await scan({
    paths: [folder],
    cache: false,
    today: localDay(new Date()),
  });
  const file = join(folder, expected.calls[0]?.file ?? "");
  const started = performance.now();
  const client = await LanguageClient.start({ command: built.command, folders: [folder], initializationOptions: { debounceMs: 120 } });
  const said: string[] = [];
  const check = async (when: string): Promise<void> => {
    const findings = await client.connection.sendRequest<FindingsResult>(methods.findings, {});
    const calls = await client.connection.sendRequest<CallsResult>(methods.calls, {});
    try {
      assert.deepEqual(
        findings.findings.map(({ finding }) => finding),
        expected.findings,
      );
      assert.deepEqual(
        calls.calls.map(({ call }) => call),
        expected.calls,
      );
      assert.deepEqual(findings.errors, expected.errors);
      said.push(`${when}: same`);
    } catch (error) {
      said.push(`${when}: DIFFERS ${String(error).slice(0, 1500)}`);
    }
  };
  const times: number[] = [];
  if (expected.calls.length > 0) {
    const text = readFileSync(file, "utf8");
    await client.open(file, text);
    await client.codeLenses(file);
    said.push(`open file ${Math.round(performance.now() - started)} ms`);
    await client.scanned();
    said.push(`everything ${Math.round(performance.now() - started)} ms`);
    await check("at first");
    const word = /[A-Za-z_]\w{4,}/.exec(text)?.[0] ?? "";
    for (let count = 0; count < edits && word !== ""; count++) {
      const [from, to] = count % 2 === 0 ? [word, `${word}x`] : [`${word}x`, word];
      const at = performance.now();
      await client.edit(file, from as string, to as string);
      await client.codeLenses(file);
      times.push(performance.now() - at);
      // Sometimes the next key comes before everything is analysed.
      if (count % 3 === 0) await client.until("all is done", () => client.statuses.at(-1)?.state === "idle");
    }
    const heard = client.statuses.length;
    await client.edit(file, word, `${word}x`);
    await client.edit(file, `${word}x`, word);
    await client.until("all is done", () => client.statuses.length > heard && client.statuses.at(-1)?.state === "idle");
  } else {
    await client.scanned();
    said.push(`everything ${Math.round(performance.now() - started)} ms`);
  }
  await check("after edits");
  times.sort((left, right) => left - right);
  const share = (part: number): number => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0);
  console.log(
    `${basename(folder)}: ${said.join("; ")}; key to diagnostics p50 ${share(0.5)} ms, p95 ${share(0.95)} ms (120 ms of it waiting)`,
  );
  await client.stop();
  return said.filter((one) => one.includes("DIFFERS")).length;
}

void main().then((code) => {
  process.exitCode = code;
});
