/** Where to begin: files whose words say that they may call a model, and files that those lead to. Nothing is parsed to find the first ones. */
import type { FileKey, NameIndex, SourceFile, Workspace } from "../host.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { parseValuePath } from "../knowledge/paths.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import { isProjectFile, projectUsings } from "../link/csharpModules.js";
import { COMMON, knowledgeLanguage } from "../link/program.js";
import { isLoopback } from "./hosts.js";
import { isDeclarationFile } from "./providerUses.js";
import { onceFor } from "../onceFor.js";
import type { Policies } from "../policy/policies.js";

/** One of these is near every address that something is sent to. */
const SENDING_WORDS = [
  "fetch",
  "post",
  "request",
  "requests",
  "http",
  "https",
  "axios",
  "urlopen",
  "url",
  "URL",
  "baseURL",
  "base_url",
  "endpoint",
  "api",
];

/** Files to lower first: knowledge of a language says something about the files of that language alone. */
export function seedFiles(knowledge: Knowledge, policies: Policies, index: NameIndex, workspace: Workspace): readonly FileKey[] {
  const seeds = new Set<FileKey>();
  const { languages, present } = languagesOf(workspace.files);
  const add = (files: readonly FileKey[], language: KnowledgeLanguage | null, isLeftOut: (key: FileKey) => boolean): void => {
    for (const key of files) if ((language === null || languages.get(key) === language) && !isLeftOut(key)) seeds.add(key);
  };
  for (const language of present) {
    for (const { name, isModule, members } of knowledge.automaton(language).liveRoots()) {
      const hold = (words: string): readonly FileKey[] =>
        isModule ? filesImporting(index, language, name, words) : filesWithAll(index, words);
      if (members === null) add(hold(name), language, isStub);
      else for (const member of members) add(hold(`${name} ${member}`), language, isStub);
      if (language === "csharp" && members !== null && isProjectWide(workspace, index, name))
        for (const member of members) add(filesWithAll(index, member), language, isStub);
    }
  }
  let senders: ReadonlySet<FileKey> | null = null;
  const isSender = (key: FileKey): boolean => {
    senders ??= new Set(SENDING_WORDS.flatMap((word) => index.filesWith(word)));
    return senders.has(key);
  };
  for (const file of knowledge.files) {
    for (const { language, distinctive = [] } of file.calls ?? [])
      if (present.has(language)) for (const chain of distinctive) add(filesWithAll(index, chain), language, isStub);
    for (const { language, modules, names = [""] } of file.packages ?? []) {
      for (const module of present.has(language) ? modules : [])
        for (const name of names) add(filesImporting(index, language, module, `${module} ${name}`), language, isDeclarationFile);
    }
    for (const { host, path, locality } of file.hosts ?? [])
      if (locality !== "local" && !isLoopback(host)) add(filesWithAll(index, path ?? host), null, isDeclarationFile);
    for (const row of file.endpoints ?? []) for (const key of filesWithPath(index, row.path)) if (isSender(key)) seeds.add(key);
  }
  for (const key of declaringFiles(knowledge, policies, index, workspace)) seeds.add(key);
  return [...seeds];
}

/**
 * Files that hold every word and may import a module. In JavaScript one that goes by a plain word (`ai`, `openai/resources`) is
 * written as a text: the word alone is in the comments and names of many other files.
 */
function filesImporting(index: NameIndex, language: KnowledgeLanguage, module: string, words: string): readonly FileKey[] {
  const found = filesWithAll(index, words);
  const plain = language === "javascript" ? /^[\w$]+(?=\/|$)/.exec(module) : null;
  if (plain === null || found.length === 0) return found;
  const importing = new Set(index.filesWith(plain[0], "imported"));
  return found.filter((key) => importing.has(key));
}

/** True when a project file or a `global using` puts a namespace in scope: the files that use it need not name it. */
function isProjectWide(workspace: Workspace, index: NameIndex, namespace: string): boolean {
  if (workspace.configuration.some(({ path, text }) => isProjectFile(path) && projectUsings(text).includes(namespace))) return true;
  const directives = new Set(index.filesWith("using", "declared"));
  return directives.size > 0 && filesWithAll(index, namespace).some((key) => directives.has(key));
}

/** Files that may say something about calls elsewhere: declarations count wherever they stand, records wherever they are kept. */
export function declaringFiles(knowledge: Knowledge, policies: Policies, index: NameIndex, workspace: Workspace): readonly FileKey[] {
  const found = new Set<FileKey>();
  const { languages, present } = languagesOf(workspace.files);
  const add = (files: readonly FileKey[], language: KnowledgeLanguage | null): void => {
    for (const key of files) if (language === null || (languages.get(key) === language && !isStub(key))) found.add(key);
  };
  for (const file of knowledge.files) {
    for (const { level, language, injected = [], callee } of file.audit ?? []) {
      if (level !== "record" || !present.has(language)) continue;
      for (const path of injected) {
        const { root, steps } = parseValuePath(path);
        const names = steps.flatMap((step) => (step.kind === "member" && step.names !== "any" ? step.names : []));
        if (root.kind === "module") for (const name of names) add(filesWithAll(index, name), language);
      }
      for (const path of callee) {
        const { root } = parseValuePath(path);
        if (root.kind === "module") for (const { name } of root.names) add(filesImporting(index, language, name, name), language);
      }
    }
  }
  for (const policy of policies.all) for (const own of policy.auditFunctions) add(filesWithAll(index, own.name), null);
  for (const word of ["parapet", "classification"]) add(filesWithAll(index, word), null);
  return [...found];
}

/** A stub says how the code beside it looks from outside; nothing in it runs. */
function isStub(key: FileKey): boolean {
  return key.endsWith(".pyi");
}

/**
 * Files that hold every word of a path, and its last written segment after a slash: `/generate` is a word of many files. None
 * where that one word is all that is written, and says nothing in this workspace: `/models/{owner}/{name}` beside a hundred
 * imports of `shared/models/…`. Such an address is found by its host.
 */
function filesWithPath(index: NameIndex, path: string): readonly FileKey[] {
  const found = filesWithAll(index, path);
  const segments = path.split("/").flatMap((segment) => /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(segment) ?? []);
  const last = segments[segments.length - 1];
  if (last === undefined) return found;
  const below = new Set(index.filesWith(last, "segment"));
  const held = found.filter((key) => below.has(key));
  return segments.length === 1 && path.includes("{") && held.length > COMMON ? [] : held;
}

const languagesOf = onceFor((files: readonly SourceFile[]) => {
  const languages = new Map<FileKey, KnowledgeLanguage>(files.map((file) => [file.key, knowledgeLanguage(file.language)]));
  return { languages, present: new Set(languages.values()) };
});

/** Names that are asked for in every analysis, with their words. */
const wordsOfNames = new Map<string, string>();

/** Files that contain every word of a name: `@langchain/openai`, `/v1/chat/completions`. */
function filesWithAll(index: NameIndex, name: string): readonly FileKey[] {
  let words = wordsOfNames.get(name);
  if (words === undefined) {
    const found = name.replace(/\{[^}]*\}/g, " ").match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
    words = [...new Set(found)].flatMap((word) => word.replace(/_+$/, "") || []).join(" ");
    wordsOfNames.set(name, words);
  }
  return words === "" ? [] : index.filesWith(words);
}
