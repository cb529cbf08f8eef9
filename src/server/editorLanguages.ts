/** How editors name the languages that Parapet reads: for what is sent to the server, what starts the extension, and what is coloured. */
import type { LanguageId } from "../core/facts/fileFacts.js";

interface EditorLanguage {
  /** Language identifiers of documents. */
  readonly ids: readonly string[];
  /** Scopes of the TextMate grammars. */
  readonly scopes: readonly string[];
}

/** One for each language module, kept complete by the compiler. */
const LANGUAGES: Readonly<Record<LanguageId, EditorLanguage>> = {
  typescript: { ids: ["typescript", "typescriptreact"], scopes: ["source.ts", "source.tsx"] },
  javascript: { ids: ["javascript", "javascriptreact"], scopes: ["source.js", "source.js.jsx"] },
  python: { ids: ["python"], scopes: ["source.python"] },
  java: { ids: ["java"], scopes: ["source.java"] },
  csharp: { ids: ["csharp"], scopes: ["source.cs"] },
  go: { ids: ["go"], scopes: ["source.go"] },
};

/** Documents that hold code of these languages besides other things. */
const COMPONENTS: readonly EditorLanguage[] = [
  { ids: ["vue"], scopes: ["source.vue"] },
  { ids: ["svelte"], scopes: ["source.svelte"] },
];

const all = [...Object.values(LANGUAGES), ...COMPONENTS];
export const languageIds: readonly string[] = all.flatMap(({ ids }) => ids);
export const grammarScopes: readonly string[] = all.flatMap(({ scopes }) => scopes);

/** Name of the kind of notebook whose files are `.ipynb`. */
export const notebookType = "jupyter-notebook";
