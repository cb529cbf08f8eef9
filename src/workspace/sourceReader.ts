/** Reads every discovered file once: is it text, what is it for, which words does it hold. */
import { join } from "node:path";
import { isDocument, openDocument } from "../core/documents/document.js";
import type { FileKey, SourceFile } from "../core/host.js";
import { wordsOfBytes, wordsOfText } from "../core/index/words.js";
import { languageOf } from "../core/languages/languages.js";
import type { ScanError, SkippedFile } from "../core/report/scanResult.js";
import { HEADER_LENGTH, scopeOf } from "../core/files/fileScope.js";
import { skipByLines, skipByName } from "../core/files/sourceShape.js";
import type { Cache } from "./cache.js";
import { decode, isPlainUtf8 } from "./decode.js";
import { type FileSystem, readProblem } from "./fileSystem.js";
import type { Root } from "./roots.js";

export interface ReadSource {
  /** null: skipped or unreadable. */
  readonly file: SourceFile | null;
  readonly words: Uint32Array | null;
  /** Also of a file that is read nonetheless, when something about it has to be said. */
  readonly skipped: SkippedFile | null;
  /** Name for people of the language of a document that no module reads; its words are known nonetheless. */
  readonly unread?: string;
  readonly error: ScanError | null;
}

const LINE_FEED = 10;
const REPLACED = "read, but not valid UTF-8: unreadable characters were replaced";
const NOTHING: ReadSource = { file: null, words: null, skipped: null, error: null };

export async function readSource(root: Root, path: string, key: FileKey, files: FileSystem, cache: Cache | null): Promise<ReadSource> {
  const absolute = join(root.path, path);
  const skip = (reason: string): ReadSource => ({ ...NOTHING, skipped: { file: key, reason } });
  const language = languageOf(path)?.language.id;
  if (language === undefined && !isDocument(path)) return NOTHING;
  let bytes: Uint8Array;
  try {
    // Asked first: a file that is too large is not even read.
    const { size } = await files.stat(absolute);
    const byName = skipByName(path, size);
    if (byName) return skip(byName);
    bytes = await files.readFile(absolute);
  } catch (error) {
    return { ...NOTHING, error: readProblem(key, error) };
  }
  if (language === undefined) return readDocument(root, path, key, bytes);
  const byLines = skipByLines(bytes.length, (from) => bytes.indexOf(LINE_FEED, from));
  if (byLines) return skip(byLines);
  const about = (head: string): SourceFile => ({ key, root: root.id, path, language, scope: scopeOf(path, head), size: bytes.length });
  if (isPlainUtf8(bytes)) {
    const words = cache ? cache.words(bytes, () => wordsOfBytes(bytes)) : wordsOfBytes(bytes);
    return { ...NOTHING, file: about(Buffer.from(bytes.subarray(0, HEADER_LENGTH)).toString("latin1")), words };
  }
  const { text, encoding } = decode(bytes);
  if (text === null) return skip("binary");
  const skipped = encoding === "utf-16" ? null : { file: key, reason: REPLACED };
  return { ...NOTHING, file: about(text.slice(0, HEADER_LENGTH)), words: wordsOfText(text), skipped };
}

/** What stands around the code of a document (outputs, styles) is none of its words, and says nothing about its shape. */
function readDocument(root: Root, path: string, key: FileKey, bytes: Uint8Array): ReadSource {
  const { text, encoding } = decode(bytes);
  if (text === null) return { ...NOTHING, skipped: { file: key, reason: "binary" } };
  const { code, language, unreadLanguage } = openDocument(path, text);
  const words = wordsOfText(code);
  if (language === null) return { ...NOTHING, words, unread: unreadLanguage };
  const byLines = skipByLines(code.length, (from) => code.indexOf("\n", from));
  if (byLines) return { ...NOTHING, skipped: { file: key, reason: byLines } };
  const skipped = encoding === "invalid utf-8" ? { file: key, reason: REPLACED } : null;
  return { ...NOTHING, file: { key, root: root.id, path, language, scope: scopeOf(path, code), size: bytes.length }, words, skipped };
}
