/**
 * Single-file components of Vue and Svelte: their scripts, in the order in which they run, then what their markup does with
 * names of the scripts: bindings that a person types into, listeners, and text shown as HTML without escaping.
 */
import { CodeBuilder } from "./codeMap.js";
import type { EmbeddedCode } from "./document.js";
import { attributesIn } from "./markup.js";
import { writeSvelteMarkup } from "./svelteMarkup.js";
import { writeVueMarkup } from "./vueMarkup.js";

export type Framework = "vue" | "svelte";

/** What `lang` says -> how files with such code end. Everything else is no script that runs here. */
const LANGUAGES: Readonly<Record<string, string>> = {
  "": ".js",
  js: ".js",
  javascript: ".js",
  babel: ".js",
  module: ".js",
  "text/javascript": ".js",
  jsx: ".jsx",
  ts: ".ts",
  typescript: ".ts",
  "text/typescript": ".ts",
  tsx: ".tsx",
};
/** The language that reads all of several scripts. */
const WIDEST = [".js", ".jsx", ".ts", ".tsx"];

interface Script {
  readonly start: number;
  readonly end: number;
  readonly extension: string;
  /** Runs once for the module, before those of each instance. */
  readonly isModule: boolean;
}

export function readComponent(text: string, framework: Framework): EmbeddedCode {
  const blocks = blocksOf(text);
  const scripts = blocks.flatMap((block) => scriptOf(block, framework) ?? []);
  const builder = new CodeBuilder(text);
  for (const { start, end } of [...scripts].sort((left, right) => Number(right.isModule) - Number(left.isModule))) {
    builder.region({ cell: null, encode: null }, () => builder.copy(start, end));
    builder.write("\n", end, end);
  }
  const markup = markupOf(text, blocks, framework);
  if (framework === "vue") writeVueMarkup(builder, markup);
  else writeSvelteMarkup(builder, markup);
  const extension = WIDEST[Math.max(0, ...scripts.map((script) => WIDEST.indexOf(script.extension)))] as string;
  return { ...builder.finish(), extension, language: framework === "vue" ? "Vue" : "Svelte" };
}

/** An element that is no markup (a script, a style, a comment) with its content. */
interface Block {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly start: number;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly end: number;
}

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  const opening = /<!--|<(script|style)(?=[\s>])/gi;
  for (let found = opening.exec(text); found; found = opening.exec(text)) {
    const tag = found[1]?.toLowerCase() ?? "";
    const attributes = tag === "" ? [] : [...attributesIn(text, opening.lastIndex)];
    const close = text.indexOf(">", attributes.at(-1)?.end ?? opening.lastIndex);
    const contentStart = tag === "" ? opening.lastIndex : close + 1;
    const closing = tag === "" ? /-->/g : tag === "script" ? /<\/script\s*>/gi : /<\/style\s*>/gi;
    closing.lastIndex = contentStart;
    const end = close < 0 && tag !== "" ? null : closing.exec(text);
    // What is never closed goes on to the end of the file.
    if (!end) return blocks;
    opening.lastIndex = closing.lastIndex;
    const named = new Map(attributes.map((one) => [one.name.toLowerCase(), one.value]));
    blocks.push({ tag, attributes: named, start: found.index, contentStart, contentEnd: end.index, end: closing.lastIndex });
  }
  return blocks;
}

function scriptOf({ tag, attributes, contentStart, contentEnd }: Block, framework: Framework): Script | null {
  const extension = LANGUAGES[(attributes.get("lang") ?? attributes.get("type") ?? "").toLowerCase()];
  if (tag !== "script" || extension === undefined) return null;
  const isModule = framework === "vue" ? !attributes.has("setup") : attributes.has("module") || attributes.get("context") === "module";
  return { start: contentStart, end: contentEnd, extension, isModule };
}

/** The text with everything but markup blanked out, so that offsets stay. */
function markupOf(text: string, blocks: readonly Block[], framework: Framework): string {
  let markup = "";
  for (const { start, end } of blocks) markup += text.slice(markup.length, start) + " ".repeat(end - start);
  markup += text.slice(markup.length);
  if (framework === "svelte") return markup;
  const open = /<template(?=[\s>])/i.exec(markup);
  const close = markup.toLowerCase().lastIndexOf("</template");
  if (!open || close < open.index) return "";
  const attributes = [...attributesIn(markup, open.index + open[0].length)];
  // Markup in another notation (Pug) is not read.
  if (attributes.some((one) => one.name === "lang" && one.value !== "html")) return "";
  const start = open.index + open[0].length;
  return " ".repeat(start) + markup.slice(start, close);
}
