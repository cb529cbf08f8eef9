/**
 * What a file holds for a language module to read. Most files are code from the first character to the last; a *document*
 * holds code of another language: a notebook in its cells, a component in its scripts. Its code is taken out together
 * with a {@link CodeMap} back into the file, and from then on is read like a file of its own under
 * {@link Document.codePath}.
 */
import type { LanguageId } from "../facts/fileFacts.js";
import { languageOf } from "../languages/languages.js";
import type { CodeMap } from "./codeMap.js";
import { readComponent } from "./component.js";
import { readNotebook } from "./notebook.js";

export interface Document {
  readonly code: string;
  /** `App.vue.ts`: tells language modules what the code is. */
  readonly codePath: string;
  /** Null when no module reads it. */
  readonly language: LanguageId | null;
  /** Name for people of a language that no module reads; "" otherwise. */
  readonly unreadLanguage: string;
  /** Null when the file is the code. */
  readonly map: CodeMap | null;
}

/** Code that was taken out of a file, before it is known whether a module reads it. */
export interface EmbeddedCode {
  readonly code: string;
  readonly map: CodeMap;
  /** What a file of this language ends with, "" when no module reads any such. */
  readonly extension: string;
  /** Name of the language for people. */
  readonly language: string;
}

const FORMATS: Readonly<Record<string, (text: string) => EmbeddedCode>> = {
  ".ipynb": readNotebook,
  ".vue": (text) => readComponent(text, "vue"),
  ".svelte": (text) => readComponent(text, "svelte"),
};

/** True when the file holds code of a language besides other things. */
export function isDocument(path: string): boolean {
  return formatOf(path) !== undefined;
}

/** True when the name says that a language module can read the file, or what is in it. */
export function isSource(path: string): boolean {
  return isDocument(path) || languageOf(path) !== null;
}

/** Never throws on any text: a document that is nested too deeply to be read holds no code, and is broken at its start. */
export function openDocument(path: string, text: string): Document {
  const read = formatOf(path);
  if (!read) return { code: text, codePath: path, language: languageOf(path)?.language.id ?? null, unreadLanguage: "", map: null };
  const { code, map, extension, language } = read(text);
  const codePath = `${path}${extension}`;
  const reader = extension === "" ? null : languageOf(codePath);
  return { code, codePath, language: reader?.language.id ?? null, unreadLanguage: reader ? "" : language, map };
}

function formatOf(path: string): ((text: string) => EmbeddedCode) | undefined {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? undefined : FORMATS[path.slice(dot).toLowerCase()];
}
