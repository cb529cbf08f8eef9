/** What is fuzzed: each target takes a number, makes its input from it, and throws when what comes out must not be. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { isSource, openDocument } from "../../src/core/documents/document.js";
import { analyse } from "../../src/core/engine.js";
import type { FileFacts } from "../../src/core/facts/fileFacts.js";
import { languageOf } from "../../src/core/languages/languages.js";
import { memoryHost } from "../../src/core/memoryHost.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { parsePolicy, parseSettings } from "../../src/core/policy/parsePolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import type { ScanResult } from "../../src/core/report/scanResult.js";
import { AnalysisSession } from "../../src/core/session.js";
import { lowerText } from "../../src/core/syntax/parserLowering.js";
import type { SourceParser } from "../../src/core/syntax/parser.js";
import { builtinKnowledge } from "../../src/workspace/builtinKnowledge.js";
import { decodeFacts, encodeFacts } from "../../src/workspace/factsFormat.js";
import { orderedBlindSpots, orderedCalls, orderedErrors, orderedFindings, orderedSkips } from "../../src/workspace/resultOrder.js";
import { testParser } from "../support/testParser.js";
import { Messages } from "./messages.js";
import { mutateByCharacters, mutateByGrammar, Random } from "./mutations.js";
import { paths } from "./paths.js";
import { report } from "./reports.js";
import { yaml } from "./yaml.js";

export interface Target {
  readonly name: string;
  /** Of a hundred executions, so many are of this target. */
  readonly share: number;
  run(seed: number): Promise<void> | void;
  dispose?(): void;
}

interface Sample {
  readonly path: string;
  readonly text: string;
}

/** Characters of a piece of a sample. */
const SMALLEST_PIECE = 30;
const LARGEST_PIECE = 300;
const FIXTURES = join(import.meta.dirname, "../fixtures");

export async function targets(): Promise<readonly Target[]> {
  const files = filesBelow(FIXTURES);
  const sources = samples(files.filter((path) => isSource(path)));
  const policies = samples(files.filter((path) => path.endsWith(".yaml")));
  const parser = await testParser();
  const session = new AnalysisSession();
  const pieces = await small(parser, sources);
  const encoded = new EncodedFacts(parser, pieces);
  const messages = new Messages();
  let results: readonly ScanResult[] | null = null;
  const made = async (): Promise<readonly ScanResult[]> =>
    (results ??= await Promise.all(
      Array.from({ length: 60 }, (_, at) => at + 1).map(async (seed) => (await analysed(new Random(seed), parser, pieces, session)).result),
    ));
  return [
    { name: "lowering", share: 1, run: (seed) => lowering(new Random(seed), parser, sources) },
    { name: "lowering of pieces", share: 14, run: (seed) => lowering(new Random(seed), parser, pieces) },
    { name: "analysis", share: 1, run: (seed) => analysis(new Random(seed), parser, pieces, session) },
    { name: "policies", share: 8, run: (seed) => policy(new Random(seed), policies) },
    { name: "hostile YAML", share: 13, run: (seed) => yaml(new Random(seed)) },
    { name: "cached facts", share: 20, run: (seed) => encoded.run(new Random(seed)) },
    { name: "reports", share: 12, run: async (seed) => report(new Random(seed), await made()) },
    { name: "paths", share: 30, run: (seed) => paths(new Random(seed)) },
    { name: "messages", share: 1, run: (seed) => messages.run(new Random(seed)), dispose: () => messages.dispose() },
  ];
}

/** A file gives facts that hold together, or one problem; it never throws. */
async function lowering(random: Random, parser: SourceParser, sources: readonly Sample[]): Promise<void> {
  const { path, text } = await mutant(random, parser, sources);
  const { code, codePath } = openDocument(path, text);
  const { facts, problem } = await lowerText(parser, codePath, path, code);
  if (facts) checkFacts(facts, code);
  else assert.ok(problem && problem.file === path && problem.remedy !== "", "a file without facts has a problem with a remedy");
}

/** A project gives a result that can be written in every format, with places inside of its files. */
async function analysis(random: Random, parser: SourceParser, sources: readonly Sample[], session: AnalysisSession): Promise<void> {
  const { result, texts } = await analysed(random, parser, sources, session);
  for (const { file, line, column, endLine, endColumn } of [...result.calls, ...result.findings]) {
    const lines = (texts[file] ?? "").split(/\r\n|\r|\n/).length;
    assert.ok(line >= 1 && column >= 1 && line <= lines, `${file}:${line}:${column} is a place`);
    assert.ok(endLine > line || (endLine === line && endColumn >= column), `${file}:${line} ends after its start`);
  }
  report(random, [result]);
}

async function analysed(
  random: Random,
  parser: SourceParser,
  sources: readonly Sample[],
  session: AnalysisSession,
): Promise<{ readonly result: ScanResult; readonly texts: Readonly<Record<string, string>> }> {
  const texts: Record<string, string> = {};
  for (let count = 1 + random.below(3); count > 0; count--) {
    const { path, text } = await mutant(random, parser, sources);
    texts[`src/${random.pick(["", "\u001b[2J", "__proto__/", "a b/", "<img src=x onerror=1>/", "`|**/"])}${path.split("/").slice(-1)[0]}`] =
      text;
  }
  const host = memoryHost(texts, parser);
  session.forgetAll();
  const found = await analyse(
    {
      ...host,
      knowledge: builtinKnowledge,
      policies: Policies.everywhere(defaultPolicy),
      clock: { now: () => 0 },
      signal: { cancelled: false },
      prefilter: random.below(2) === 0,
    },
    session,
  );
  const result: ScanResult = {
    schemaVersion: 1,
    tool: { name: "parapet", version: "0.0.0", knowledge: builtinKnowledge.version },
    policyHash: null,
    commit: null,
    roots: host.workspace.roots,
    stats: { filesFound: 0, filesRead: 0, filesParsed: 0, bytesParsed: 0, durationMs: 0, phases: {}, skipped: orderedSkips(found.skipped) },
    calls: orderedCalls(found.calls),
    findings: orderedFindings(found.findings),
    blindSpots: orderedBlindSpots(found.blindSpots),
    errors: orderedErrors(found.errors),
  };
  return { result, texts };
}

/** A policy gives what of it can be used and problems at its lines; it never throws, and changes no prototype. */
async function policy(random: Random, policies: readonly Sample[]): Promise<void> {
  let { text } = random.pick(policies);
  for (let count = 1 + random.below(5); count > 0; count--) {
    text =
      random.below(3) === 0
        ? `${text}\n${random.pick(["__proto__: {polluted: true}", "a: &a [*a, *a]", "rules: !!js/function x", "constructor: {prototype: {polluted: 1}}", "? [1, 2]", "--- |", "exclude: ['**/**/**/**/(a+)+$']"])}`
        : mutateByCharacters(random, text, [random.pick(policies).text]);
  }
  const providers = new Set(["openai", "anthropic"]);
  for (const { errors } of [parsePolicy(text, "policy.yaml", providers), parseSettings(text, "settings.json", providers)])
    for (const { message, remedy } of errors) assert.ok(message !== "" && remedy !== "", "a problem says what to do");
  assert.equal((Object.prototype as Record<string, unknown>)["polluted"], undefined);
}

/** What the cache wrote is read again as it was; anything else is refused, or at least harmless. */
class EncodedFacts {
  private readonly known = new Map<string, Uint8Array | null>();

  constructor(
    private readonly parser: SourceParser,
    private readonly sources: readonly Sample[],
  ) {}

  async run(random: Random): Promise<void> {
    const encoded = await this.of(random.pick(this.sources));
    if (!encoded) return;
    const bytes = encoded.slice();
    for (let count = 1 + random.below(4); count > 0; count--) bytes[random.below(bytes.length)] = random.below(256);
    try {
      decodeFacts(random.below(3) === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes);
    } catch (error) {
      assert.ok(error instanceof Error);
    }
  }

  private async of({ path, text }: Sample): Promise<Uint8Array | null> {
    const name = `${path}\0${text}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const { code, codePath } = openDocument(path, text);
    const { facts } = await lowerText(this.parser, codePath, path, code);
    const encoded = facts ? encodeFacts(facts) : null;
    if (encoded) assert.deepEqual(decodeFacts(encoded), facts);
    this.known.set(name, encoded);
    return encoded;
  }
}

/** Statements and declarations of the samples on their own: thousands of them run where one whole file would. */
async function small(parser: SourceParser, sources: readonly Sample[]): Promise<readonly Sample[]> {
  const pieces: Sample[] = [];
  for (const { path, text } of sources) {
    const { code, codePath } = openDocument(path, text);
    const reader = languageOf(codePath);
    const table = reader && code === text ? await parser.parse(text, reader.grammar) : null;
    if (!table) continue;
    for (let node = 1; node < table.nodeCount; node++) {
      const [start, end] = [table.start(node), table.end(node)];
      const parent = table.parent(node);
      const stands = /statement|declaration|definition/.test(table.kind(node)) || parent === table.root;
      if (stands && end - start >= SMALLEST_PIECE && end - start <= LARGEST_PIECE) pieces.push({ path, text: text.slice(start, end) });
    }
  }
  return pieces;
}

async function mutant(random: Random, parser: SourceParser, sources: readonly Sample[]): Promise<Sample> {
  const { path, text } = random.pick(sources);
  const donors = [random.pick(sources).text, text];
  const { code, codePath } = openDocument(path, text);
  const reader = languageOf(codePath);
  // Notebooks and components are mutated as they are written; plain code by its grammar.
  if (!reader || code !== text) return { path, text: mutateByCharacters(random, text, donors) };
  return { path, text: await mutateByGrammar(random, parser, reader.grammar, text, donors) };
}

/** Rows point at rows that exist, and texts at places of the file. */
function checkFacts(facts: FileFacts, code: string): void {
  assert.ok(facts.functions.length > 0, "the file itself is a function");
  for (const { start, end } of [...facts.functions, ...facts.classes])
    assert.ok(start >= 0 && start <= end && end <= code.length, `${start} to ${end} lies in the file`);
  assert.equal(facts.lineStarts[0], 0);
  for (let at = 1; at < facts.lineStarts.length; at++)
    assert.ok((facts.lineStarts[at] as number) > (facts.lineStarts[at - 1] as number), "lines begin one after the other");
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path) : [path];
    });
}

function samples(paths: readonly string[]): readonly Sample[] {
  return paths.map((path) => ({ path: path.slice(FIXTURES.length + 1), text: readFileSync(path, "utf8") }));
}
