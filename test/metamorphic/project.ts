/** A repository in memory that is analysed again and again with a few files changed. What did not change is read and lowered once. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Analysis } from "../../src/core/analysis.js";
import { analyse } from "../../src/core/engine.js";
import { isSource, openDocument } from "../../src/core/documents/document.js";
import { isConfigurationFile } from "../../src/core/files/configurationFiles.js";
import { scopeOf } from "../../src/core/files/fileScope.js";
import { skipByLines, skipByName } from "../../src/core/files/sourceShape.js";
import type { FactsProvider, LoweredFile, SourceFile } from "../../src/core/host.js";
import { WordIndex } from "../../src/core/index/wordIndex.js";
import { wordsOfText } from "../../src/core/index/words.js";
import { LoadedFile } from "../../src/core/link/program.js";
import { defaultPolicy } from "../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../src/core/policy/policies.js";
import type { Policy } from "../../src/core/policy/policy.js";
import type { Scope } from "../../src/core/report/scanResult.js";
import { AnalysisSession } from "../../src/core/session.js";
import { lowerText } from "../../src/core/syntax/parserLowering.js";
import { builtinKnowledge } from "../../src/workspace/builtinKnowledge.js";
import { discover } from "../../src/workspace/discovery.js";
import { nodeFileSystem } from "../../src/workspace/fileSystem.js";
import { compileGlobs } from "../../src/workspace/globs.js";
import { testParser } from "../support/testParser.js";
import { AUDIT_FUNCTION, SANITIZER } from "./dialect.js";

export type Texts = Readonly<Record<string, string>>;

const ROOT = "root";
const SCOPES: readonly Scope[] = ["product", "test", "example", "generated", "documentation"];

/** What the mutants insert is declared; every call counts, wherever it stands. */
const POLICY: Policy = {
  ...defaultPolicy,
  sanitizers: [SANITIZER, upper(SANITIZER)].map((name) => ({ name, module: null, tier: "removes" })),
  auditFunctions: [AUDIT_FUNCTION, upper(AUDIT_FUNCTION)].map((name) => ({ name, module: null })),
  scopes: new Set(SCOPES),
};

/** Names that are public begin with a capital in some languages. */
function upper(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

export class Project {
  private readonly files = new Map<string, SourceFile>();
  private readonly index = new WordIndex();
  private readonly lowered = new Map<string, Promise<LoweredFile>>();
  private readonly configuration: { root: string; path: string; text: string }[] = [];
  /** Compiled knowledge is all that it keeps. */
  private readonly session = new AnalysisSession();

  constructor(
    readonly name: string,
    readonly texts: Texts,
  ) {
    for (const [path, text] of Object.entries(texts)) {
      if (isConfigurationFile(path)) this.configuration.push({ root: ROOT, path, text });
      this.add(path, text);
    }
  }

  static async open(folder: string, name: string): Promise<Project> {
    const found = await discover({ id: ROOT, path: folder, only: null, workspaceFile: null }, compileGlobs([]), nodeFileSystem);
    const paths = [...new Set([...found.sources, ...found.configuration])].sort();
    return new Project(name, Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")])));
  }

  /** Facts of a file as it is in the repository; null when it is none that is read. */
  async loaded(path: string): Promise<LoadedFile | null> {
    const source = this.files.get(path);
    if (!source) return null;
    const { facts, text, map } = await this.lower(path, this.texts[path] as string);
    return facts ? new LoadedFile(0, source, facts, text, map) : null;
  }

  /** @param focus only the calls of these files. */
  async analyse(changed: Texts = {}, focus?: readonly string[]): Promise<Analysis> {
    for (const [path, text] of Object.entries(changed)) this.add(path, text);
    const texts = { ...this.texts, ...changed };
    const facts: FactsProvider = { lower: (keys) => Promise.all(keys.map((key) => this.lower(key, texts[key] as string))) };
    try {
      this.session.forgetAll();
      return await analyse(
        {
          workspace: {
            roots: [{ id: ROOT, path: "" }],
            files: [...this.files.values()],
            configuration: this.configuration,
            skipped: [],
            errors: [],
          },
          index: this.index,
          facts,
          knowledge: builtinKnowledge,
          policies: Policies.everywhere(POLICY),
          clock: { now: () => 0 },
          signal: { cancelled: false },
          prefilter: true,
          ...(focus ? { focus } : {}),
        },
        this.session,
      );
    } finally {
      for (const path of Object.keys(changed)) {
        const text = this.texts[path];
        if (text === undefined) this.remove(path);
        else this.add(path, text);
      }
    }
  }

  /** Files whose text has the word. */
  filesWith(word: string): readonly string[] {
    return this.index.filesWith(word);
  }

  private add(path: string, text: string): void {
    if (!isSource(path)) return;
    const { code, language } = openDocument(path, text);
    if (language === null || skipByName(path, text.length) || skipByLines(code.length, (from) => code.indexOf("\n", from))) return;
    this.files.set(path, { key: path, root: ROOT, path, language, scope: scopeOf(path, code), size: text.length });
    this.index.set(path, wordsOfText(code));
  }

  private remove(path: string): void {
    this.files.delete(path);
    this.index.delete(path);
  }

  private lower(path: string, text: string): Promise<LoweredFile> {
    const name = `${path}\0${text}`;
    let known = this.lowered.get(name);
    if (!known) {
      known = this.lowerNew(path, text);
      // Mutants are analysed once; what the repository holds is asked for again and again.
      if (this.texts[path] === text) this.lowered.set(name, known);
    }
    return known;
  }

  private async lowerNew(path: string, text: string): Promise<LoweredFile> {
    const { code, codePath, map } = openDocument(path, text);
    return { key: path, text: code, map, ...(await lowerText(await testParser(), codePath, path, code)) };
  }
}
