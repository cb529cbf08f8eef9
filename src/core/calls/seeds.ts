/** Where to begin: files whose words say that they may call a model, and files that those lead to. Nothing is parsed to find the first ones. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { FileKey, NameIndex, SourceFile, Workspace } from "../host.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { parseValuePath } from "../knowledge/paths.js";
import type { KnowledgeLanguage } from "../knowledge/schema.js";
import { isProjectFile, projectUsings } from "../link/csharpModules.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, baseWords, knowledgeLanguage, nodeOf } from "../link/program.js";
import { isDeclarationFile } from "./providerUses.js";
import { ValueSet } from "../link/valueSet.js";
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
  const add = (name: string, language: KnowledgeLanguage | null): void => {
    if (language !== null && !present.has(language)) return;
    for (const key of filesWithAll(index, name)) if ((language === null || languages.get(key) === language) && !isStub(key)) seeds.add(key);
  };
  const addUses = (name: string, language: KnowledgeLanguage | null): void => {
    if (language !== null && !present.has(language)) return;
    for (const key of filesWithAll(index, name))
      if ((language === null || languages.get(key) === language) && !isDeclarationFile(key)) seeds.add(key);
  };
  for (const language of present) {
    for (const { name, members } of knowledge.automaton(language).liveRoots()) {
      if (members === null) add(name, language);
      else for (const member of members) add(`${name} ${member}`, language);
      if (language === "csharp" && members !== null && isProjectWide(workspace, index, name))
        for (const member of members) add(member, language);
    }
  }
  let senders: ReadonlySet<FileKey> | null = null;
  const isSender = (key: FileKey): boolean => {
    senders ??= new Set(SENDING_WORDS.flatMap((word) => index.filesWith(word)));
    return senders.has(key);
  };
  for (const file of knowledge.files) {
    for (const row of file.calls ?? []) for (const chain of row.distinctive ?? []) add(chain, row.language);
    for (const row of file.packages ?? []) {
      for (const module of row.modules) for (const name of row.names ?? [""]) addUses(`${module} ${name}`, row.language);
    }
    for (const row of file.hosts ?? []) if (row.locality !== "local") addUses(row.path ?? row.host, null);
    for (const row of file.endpoints ?? []) for (const key of filesWithPath(index, row.path)) if (isSender(key)) seeds.add(key);
  }
  for (const key of declaringFiles(knowledge, policies, index)) seeds.add(key);
  return [...seeds];
}

/** True when a project file or a `global using` puts a namespace in scope: the files that use it need not name it. */
function isProjectWide(workspace: Workspace, index: NameIndex, namespace: string): boolean {
  if (workspace.configuration.some(({ path, text }) => isProjectFile(path) && projectUsings(text).includes(namespace))) return true;
  const directives = new Set(index.filesDeclaring("using"));
  return directives.size > 0 && filesWithAll(index, namespace).some((key) => directives.has(key));
}

/** Files that may say something about calls elsewhere: declarations count wherever they stand, records wherever they are kept. */
export function declaringFiles(knowledge: Knowledge, policies: Policies, index: NameIndex): readonly FileKey[] {
  const found = new Set<FileKey>();
  const add = (name: string): void => {
    for (const key of filesWithAll(index, name)) found.add(key);
  };
  for (const file of knowledge.files) {
    for (const row of file.audit ?? []) {
      if (row.level !== "record") continue;
      for (const path of row.injected ?? []) {
        const { root, steps } = parseValuePath(path);
        const names = steps.flatMap((step) => (step.kind === "member" && step.names !== "any" ? step.names : []));
        if (root.kind === "module") for (const name of names) add(name);
      }
      for (const path of row.callee) {
        const { root } = parseValuePath(path);
        if (root.kind === "module") for (const { name } of root.names) add(name);
      }
    }
  }
  for (const policy of policies.all) for (const own of policy.auditFunctions) add(own.name);
  for (const word of ["parapet", "classification"]) add(word);
  return [...found];
}

/** A stub says how the code beside it looks from outside; nothing in it runs. */
function isStub(key: FileKey): boolean {
  return key.endsWith(".pyi");
}

/** Files that hold every word of a path, and its last written segment after a slash: `/generate` is a word of many files. */
function filesWithPath(index: NameIndex, path: string): readonly FileKey[] {
  const found = filesWithAll(index, path);
  const segments = path.split("/").flatMap((segment) => /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(segment) ?? []);
  const last = segments[segments.length - 1];
  if (last === undefined) return found;
  const below = new Set(index.filesWithSegment(last));
  return found.filter((key) => below.has(key));
}

/** Files that contain every word of a name: `@langchain/openai`, `/v1/chat/completions`. */
const languagesOf = onceFor((files: readonly SourceFile[]) => {
  const languages = new Map<FileKey, KnowledgeLanguage>(files.map((file) => [file.key, knowledgeLanguage(file.language)]));
  return { languages, present: new Set(languages.values()) };
});

function filesWithAll(index: NameIndex, name: string): readonly FileKey[] {
  const words = name.replace(/\{[^}]*\}/g, " ").match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
  const asked = [...new Set(words)].map((word) => word.replace(/_+$/, "")).filter(Boolean);
  return asked.length === 0 ? [] : index.filesWith(asked.join(" "));
}

/**
 * Names by which a client, a model or something that holds one leaves a file: other files that use it must write one of
 * them, or import the file itself.
 */
export function escapingNames(knowledge: Knowledge, pointsTo: PointsTo, file: LoadedFile): ReadonlySet<string> {
  const automaton = knowledge.automaton(file.language);
  const names = new Set<string>();
  const isLive = (set: ValueSet): boolean => {
    for (const state of set.states) if (automaton.isLive(state)) return true;
    return false;
  };
  const liveIn = (at: LoadedFile, value: ValueId): boolean =>
    value !== NONE && !isLibrary(pointsTo, at, value) && isLive(pointsTo.of(at, value));
  const liveValue = (value: ValueId): boolean => liveIn(file, value);
  file.facts.functions.forEach((_facts, id) => {
    if (id === 0 || !isLive(pointsTo.calls.returned(nodeOf(file.number, id)))) return;
    for (const name of file.namesOf(id)) names.add(name);
  });
  file.facts.classes.forEach((facts, id) => {
    const set = new ValueSet();
    pointsTo.types.addInstance(set, pointsTo.classRef(file, id));
    if (facts.name && isLive(set)) names.add(facts.name);
    for (const member of facts.members)
      if (liveValue(member.value) || (member.type !== NONE && isLive(pointsTo.types.typed(file, file.view.string(member.type)))))
        names.add(member.name);
  });
  for (const [name, variable] of file.facts.moduleVariables) {
    if (file.facts.variables[variable]?.definitions.some(liveValue)) names.add(name);
  }
  for (const [name, stores] of file.storesByName) if (stores.some((store) => liveValue(file.view.c(store)))) names.add(name);
  for (const one of file.facts.exports) {
    const values = one.variable === NONE ? [one.value] : (file.facts.variables[one.variable]?.definitions ?? []);
    if (
      one.fromModule === "" &&
      values.some((value) => value !== NONE && (liveValue(value) || functionLive(pointsTo, file, value, isLive)))
    ) {
      names.add(one.name);
      if (one.name === "default" || one.name === "*") for (const word of baseWords(file.source.path)) names.add(word);
    }
    // Handed on under another name.
    if (
      one.fromModule !== "" &&
      one.name !== one.fromName &&
      pointsTo.exports.of(file.source.key, one.name).some((at) => liveIn(at.file, at.value))
    )
      names.add(one.name);
  }
  for (const call of file.calls) {
    const callee = pointsTo.states(file, file.view.a(call));
    file.arguments(call).forEach((argument, index) => {
      if (liveValue(argument.value)) names.add(file.calleeName(call));
      // A function or an interface that is handed to a framework: it may stand in another file.
      if (automaton.argument(callee, index, argument.name).some((state) => automaton.isLive(state))) names.add(file.nameOf(argument.value));
    });
  }
  for (let value = 0; value < file.view.valueCount; value++) {
    if (file.view.op(value) !== Op.Object) continue;
    const entries = file.view.list(file.view.a(value));
    for (let at = 0; at < entries.length; at += 2) {
      if ((entries[at] as number) >= 0 && liveValue(entries[at + 1] as ValueId)) names.add(file.view.string(entries[at] as number));
    }
  }
  addEndpointNames(knowledge, file, names);
  names.delete("");
  names.delete("default");
  return names;
}

/** What a library gives leaves its file under the library's own names. */
function isLibrary(pointsTo: PointsTo, file: LoadedFile, value: ValueId): boolean {
  const imported = file.view.op(value) === Op.Import ? file.facts.imports[file.view.a(value)] : undefined;
  return imported !== undefined && pointsTo.program.modules.isLibrary(file.source, imported.module, imported.name);
}

function functionLive(pointsTo: PointsTo, file: LoadedFile, value: ValueId, isLive: (set: ValueSet) => boolean): boolean {
  for (const ref of pointsTo.of(file, value).functions) if (isLive(pointsTo.calls.returned(ref))) return true;
  return false;
}

/** `const CHAT_URL = "https://…/v1/chat/completions"`: an address is a carrier like a client. */
function addEndpointNames(knowledge: Knowledge, file: LoadedFile, names: Set<string>): void {
  const { view } = file;
  const isEndpoint = (value: ValueId): boolean => {
    if (value === NONE || view.op(value) !== Op.Literal) return false;
    const text = view.string(view.a(value));
    return text.includes("/") && knowledge.endpoints.some((row) => text.includes(row.path.split(/[{*]/)[0] as string));
  };
  const holds = (value: ValueId): boolean => {
    if (value === NONE) return false;
    if (view.op(value) === Op.Template) return [...view.list(view.a(value))].some(isEndpoint);
    if (view.op(value) === Op.Binary) return holds(view.a(value)) || holds(view.b(value));
    return isEndpoint(value);
  };
  for (const variable of file.facts.variables) if (variable.definitions.some(holds)) names.add(variable.name);
  for (const [name, stores] of file.storesByName) if (stores.some((store) => holds(view.c(store)))) names.add(name);
  for (const one of file.facts.classes) for (const member of one.members) if (holds(member.value)) names.add(member.name);
  file.facts.functions.forEach((facts, id) => {
    if (facts.returns.some(holds)) for (const name of file.namesOf(id)) names.add(name);
  });
  for (let value = 0; value < view.valueCount; value++) {
    if (view.op(value) !== Op.Object) continue;
    const entries = view.list(view.a(value));
    for (let at = 0; at < entries.length; at += 2)
      if ((entries[at] as number) >= 0 && holds(entries[at + 1] as ValueId)) names.add(view.string(entries[at] as number));
  }
  for (const call of file.calls) if (file.arguments(call).some((argument) => holds(argument.value))) names.add(file.calleeName(call));
}
