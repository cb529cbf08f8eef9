/**
 * Entry of a web worker: the core analyses a project that lives in memory, inside the browser, without any server.
 *
 * The page sends one {@link ProjectRequest} and receives one {@link ProjectAnswer} for it; `id` tells them apart.
 */
import type { Analysis } from "../core/analysis.js";
import { analyse } from "../core/engine.js";
import { memoryHost } from "../core/memoryHost.js";
import { defaultPolicy } from "../core/policy/defaultPolicy.js";
import { Policies } from "../core/policy/policies.js";
import type { Policy } from "../core/policy/policy.js";
import { type GrammarBytes, SourceParser } from "../core/syntax/parser.js";
import { builtinKnowledge } from "../workspace/builtinKnowledge.js";

export interface ProjectRequest {
  readonly id: number;
  /** Path -> text. */
  readonly files: Readonly<Record<string, string>>;
  /** File name of a grammar or of the runtime -> its bytes, or the address to load it from. */
  readonly wasm: Readonly<Record<string, Uint8Array | string>>;
  readonly policy?: Policy;
}

export type ProjectAnswer =
  | { readonly id: number; readonly analysis: Analysis; readonly error: null }
  | { readonly id: number; readonly analysis: null; readonly error: string };

/** What this script needs of a worker's global scope; the project compiles without the types of a browser. */
interface WorkerScope {
  onmessage: ((event: { readonly data: ProjectRequest }) => void) | null;
  postMessage(answer: ProjectAnswer): void;
}

const scope = globalThis as unknown as WorkerScope;
let parser: Promise<SourceParser> | undefined;

scope.onmessage = async ({ data }) => {
  try {
    scope.postMessage({ id: data.id, analysis: await analyseProject(data), error: null });
  } catch (error) {
    scope.postMessage({ id: data.id, analysis: null, error: error instanceof Error ? `${error.message}\n${error.stack}` : String(error) });
  }
};

async function analyseProject({ files, wasm, policy }: ProjectRequest): Promise<Analysis> {
  parser ??= SourceParser.create(grammarsFrom(wasm));
  return analyse({
    ...memoryHost(files, await parser),
    knowledge: builtinKnowledge,
    policies: Policies.everywhere(policy ?? defaultPolicy),
    clock: performance,
    signal: { cancelled: false },
    prefilter: true,
  });
}

function grammarsFrom(wasm: ProjectRequest["wasm"]): GrammarBytes {
  const load = async (file: string): Promise<Uint8Array> => {
    const place = wasm[file];
    if (place === undefined) throw new Error(`The page has not handed in ${file}`);
    if (typeof place !== "string") return place;
    const response = await fetch(place);
    if (!response.ok) throw new Error(`${file} could not be loaded: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  return { runtime: () => load("web-tree-sitter.wasm"), grammar: ({ file }) => load(file) };
}
