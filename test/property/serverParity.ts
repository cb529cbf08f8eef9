/**
 * The language server on real repositories: it must say what the program of the command line says, before and after edits that are undone.
 *
 *     npm run parity -- [--edits 20] FOLDER…
 *
 * Also says how long a person waits: for the open file, for everything, and from a key to the diagnostics of the text with it.
 */
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type BuiltServer, buildServer } from "../support/builtServer.js";
import { LanguageClient } from "../support/languageClient.js";
import { assertSame, commandLineSays, serverSays } from "../support/serverParity.js";

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { edits: { type: "string", default: "20" } }, allowPositionals: true });
  const built = await buildServer();
  let differences = 0;
  try {
    for (const folder of positionals) differences += await compare(built, resolve(folder), Number(values.edits));
  } finally {
    built.remove();
  }
  return differences === 0 ? 0 : 1;
}

async function compare(built: BuiltServer, folder: string, edits: number): Promise<number> {
  const expected = commandLineSays(built, [folder]);
  const file = join(folder, expected.calls[0]?.file ?? "");
  const started = performance.now();
  const client = await LanguageClient.start({ command: built.command, folders: [folder], initializationOptions: { debounceMs: 120 } });
  const said: string[] = [];
  const check = async (when: string): Promise<void> => {
    try {
      assertSame(await serverSays(client), expected);
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
