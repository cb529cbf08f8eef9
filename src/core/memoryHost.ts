/**
 * A host whose files are texts in memory: for the browser, for unsaved documents and for tests.
 *
 * It offers what the node host offers (workspace, name index, facts) by the same rules, without a file system.
 */
import { isSource, openDocument } from "./documents/document.js";
import type { FactsProvider, FileKey, LoweredFile, NameIndex, SourceFile, UnreadFile, Workspace } from "./host.js";
import { holdsName, WordIndex } from "./index/wordIndex.js";
import { wordsOfText } from "./index/words.js";
import type { SkippedFile } from "./report/scanResult.js";
import type { SourceParser } from "./syntax/parser.js";
import { lowerText } from "./syntax/parserLowering.js";
import { isConfigurationFile } from "./files/configurationFiles.js";
import { scopeOf } from "./files/fileScope.js";
import { skipByLines, skipByName } from "./files/sourceShape.js";

export interface MemoryHost {
  readonly workspace: Workspace;
  readonly index: NameIndex;
  readonly facts: FactsProvider;
}

/**
 * One root, named `root`; paths are relative to it, with `/`. Keys are the paths.
 * @param isEdited the texts are being typed in: the next host with the same parser has most of them again.
 */
export function memoryHost(texts: Readonly<Record<string, string>>, parser: SourceParser, root = "root", isEdited = false): MemoryHost {
  const files: SourceFile[] = [];
  const skipped: SkippedFile[] = [];
  const unread: UnreadFile[] = [];
  const configuration: { root: string; path: string; text: string }[] = [];
  const index = new WordIndex();
  for (const path of Object.keys(texts).sort()) {
    const text = texts[path] as string;
    if (isConfigurationFile(path)) configuration.push({ root, path, text });
    if (!isSource(path)) continue;
    const { code, language, unreadLanguage } = openDocument(path, text);
    if (language === null) {
      const words = wordsOfText(code);
      unread.push({ root, path, language: unreadLanguage, holds: (name) => holdsName(words, name) });
      continue;
    }
    const reason = skipByName(path, text.length) ?? skipByLines(code.length, (from) => code.indexOf("\n", from));
    if (reason) {
      skipped.push({ file: path, reason });
      continue;
    }
    files.push({ key: path, root, path, language, scope: scopeOf(path, code), size: text.length });
    index.set(path, wordsOfText(code));
  }
  const lower = async (key: FileKey): Promise<LoweredFile> => {
    const text = texts[key];
    if (text === undefined) {
      const problem = { file: key, message: "The file is not in this project", remedy: "Hand in its text" };
      return { key, facts: null, text: "", map: null, problem };
    }
    const { code, codePath, map } = openDocument(key, text);
    return { key, text: code, map, ...(await lowerText(parser, codePath, key, code, isEdited)) };
  };
  return {
    workspace: { roots: [{ id: root, path: "" }], files, configuration, unread, skipped, errors: [] },
    index,
    facts: {
      async lower(keys, signal) {
        const lowered: LoweredFile[] = [];
        for (const key of keys) {
          if (signal.cancelled) break;
          lowered.push(await lower(key));
        }
        return lowered;
      },
    },
  };
}
