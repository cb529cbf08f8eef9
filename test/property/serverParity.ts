/**
 * The language server on real repositories: it must say what the program of the command line says, before and after edits that are undone.
 *
 *     npm run parity -- [--edits 20] [FOLDER | FILE.code-workspace]…
 *
 * The fixture with two roots, their policies and settings, a workspace file and suppressions is always compared too.
 * Also says how long a person waits: for the open file, for everything, and from a key to the diagnostics of the text with it.
 */
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse } from "jsonc-parser";
import { type BuiltServer, buildServer } from "../support/builtServer.js";
import { LanguageClient } from "../support/languageClient.js";
import { assertSame, commandLineSays, serverSays } from "../support/serverParity.js";

const FIXTURE = join(__dirname, "..", "fixtures", "workspaces", "two-roots");
const DEBOUNCE_MS = 120;
/** Some files of some repositories take long, and a machine may have much else to do. */
const SILENCE_MS = 600_000;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ options: { edits: { type: "string", default: "20" } }, allowPositionals: true });
  const built = await buildServer();
  // What lies below a folder of tests counts as a test; a copy elsewhere is a workspace like any other.
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "parapet-parity-")));
  cpSync(FIXTURE, copy, { recursive: true });
  const rows: Row[] = [];
  try {
    for (const path of [join(copy, "two.code-workspace"), ...positionals]) {
      const row = await compare(built, resolve(path), Number(values.edits));
      rows.push(row);
      const { name, differences } = row;
      console.error(`${rows.length}/${positionals.length + 1} ${name}: ${differences.length === 0 ? "same" : differences.join("\n")}`);
    }
  } finally {
    built.remove();
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log("| workspace | files | calls | findings | at first | after edits | open file | everything | key to diagnostics p50 / p95 |");
  console.log("| --- | ---: | ---: | ---: | --- | --- | ---: | ---: | ---: |");
  for (const row of rows) {
    const { name, files, calls, findings, atFirst, afterEdits, openFile, everything, keys } = row;
    const times = keys === null ? "-" : `${keys.p50} / ${keys.p95}`;
    const said = [name, files, calls, findings, atFirst, afterEdits, openFile ?? "-", everything, times];
    console.log(`| ${said.join(" | ")} |`);
  }
  const same = rows.filter(({ differences }) => differences.length === 0).length;
  console.log(
    `\n${same} of ${rows.length} workspaces: server and command line say the same. Milliseconds; ${DEBOUNCE_MS} of each key are waiting.`,
  );
  return same === rows.length ? 0 : 1;
}

interface Row {
  readonly name: string;
  readonly files: number;
  readonly calls: number;
  readonly findings: number;
  readonly atFirst: string;
  readonly afterEdits: string;
  readonly differences: readonly string[];
  readonly openFile: number | null;
  readonly everything: number;
  readonly keys: { readonly p50: number; readonly p95: number } | null;
}

async function compare(built: BuiltServer, path: string, edits: number): Promise<Row> {
  const expected = commandLineSays(built, [path]);
  const folders = foldersOf(path);
  const first = expected.calls[0];
  const differences: string[] = [];
  const started = performance.now();
  const client = await LanguageClient.start({
    command: built.command,
    folders,
    initializationOptions: { debounceMs: DEBOUNCE_MS, ...(folders[0] === path ? {} : { workspaceFile: path }) },
    silenceMs: SILENCE_MS,
  });
  const check = async (when: string): Promise<string> => {
    try {
      assertSame(await serverSays(client), expected);
      return "same";
    } catch (error) {
      differences.push(`${when}: ${String(error).slice(0, 1500)}`);
      return "DIFFERS";
    }
  };
  const since = (): number => Math.round(performance.now() - started);
  const times: number[] = [];
  let openFile: number | null = null;
  const file = first ? join(folders.find((folder) => basename(folder) === first.root) ?? path, first.file) : null;
  const text = file === null ? "" : readFileSync(file, "utf8");
  if (file !== null) {
    await client.open(file, text);
    await client.codeLenses(file);
    openFile = since();
  }
  await client.scanned();
  const everything = since();
  const atFirst = await check("at first");
  const word = /[A-Za-z_]\w{4,}/.exec(text)?.[0];
  if (file !== null && word !== undefined) {
    const idle = (): boolean => client.statuses.at(-1)?.state === "idle";
    for (let count = 0; count < edits; count++) {
      const [from, to] = count % 2 === 0 ? [word, `${word}x`] : [`${word}x`, word];
      const at = performance.now();
      await client.edit(file, from, to);
      await client.codeLenses(file);
      times.push(performance.now() - at);
      // Sometimes the next key comes before everything is analysed.
      if (count % 3 === 0) await client.until("all is done", idle);
    }
    if (edits % 2 === 1) await client.edit(file, `${word}x`, word);
    const heard = client.statuses.length;
    await client.edit(file, word, `${word}x`);
    await client.edit(file, `${word}x`, word);
    await client.until("all is done", () => client.statuses.length > heard && idle());
  }
  const afterEdits = await check("after edits");
  await client.stop();
  times.sort((left, right) => left - right);
  const share = (part: number): number => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0);
  return {
    name: basename(path),
    files: expected.filesFound,
    calls: expected.calls.length,
    findings: expected.findings.length,
    atFirst,
    afterEdits,
    differences,
    openFile,
    everything,
    keys: times.length === 0 ? null : { p50: share(0.5), p95: share(0.95) },
  };
}

/** A workspace file names its folders, from where it lies. */
function foldersOf(path: string): readonly string[] {
  if (!path.endsWith(".code-workspace")) return [path];
  const { folders } = parse(readFileSync(path, "utf8")) as { readonly folders: readonly { readonly path: string }[] };
  return folders.map((folder) => resolve(dirname(path), folder.path));
}

void main().then((code) => {
  process.exitCode = code;
});
