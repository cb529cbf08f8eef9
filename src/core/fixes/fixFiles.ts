/** The files that fixes look at: lowered when asked for, and found by path or by a name in them. */
import { type FunctionFacts, NONE, type Op, type ValueId } from "../facts/fileFacts.js";
import { pointOf } from "../flow/steps.js";
import type { SourceFile } from "../host.js";
import { createModuleResolver, type ModuleResolver } from "../link/modules.js";
import { LoadedFile } from "../link/program.js";
import type { FixInput } from "./fix.js";

/** Files in which a name is looked up; a name in more of them is too common to be the team's own function. */
const MOST_FILES = 20;

export class FixFiles {
  private readonly loaded = new Map<string, LoadedFile | null>();
  readonly modules: ModuleResolver;

  constructor(readonly input: FixInput) {
    this.modules = createModuleResolver(input.workspace, input.index, (key) => this.loaded.get(key)?.facts ?? null);
  }

  async at(root: string, path: string): Promise<LoadedFile | null> {
    const source = this.input.workspace.files.find((file) => file.root === root && file.path === path);
    return source ? ((await this.load([source]))[0] ?? null) : null;
  }

  /** Files of the same language that contain the identifier. */
  async withName(name: string, language: string): Promise<readonly LoadedFile[]> {
    const keys = new Set(this.input.index.filesWith(name));
    const sources = this.input.workspace.files.filter(
      (file) => keys.has(file.key) && (file.language === "python") === (language === "python"),
    );
    return sources.length > MOST_FILES ? [] : this.load(sources);
  }

  private async load(sources: readonly SourceFile[]): Promise<LoadedFile[]> {
    const missing = sources.filter(({ key }) => !this.loaded.has(key));
    if (missing.length > 0) {
      const lowered = await this.input.facts.lower(
        missing.map(({ key }) => key),
        this.input.signal,
      );
      for (const { key, facts, text, map } of lowered) {
        const number = this.input.workspace.files.findIndex((file) => file.key === key);
        const source = this.input.workspace.files[number];
        this.loaded.set(key, facts && source ? new LoadedFile(number, source, facts, text, map) : null);
      }
    }
    return sources.map(({ key }) => this.loaded.get(key) ?? null).filter((file) => file !== null);
  }
}

/** Offset in the code of a line and column of the file, both from 1. */
export function offsetOf(file: LoadedFile, line: number, column: number): number {
  if (file.map) return file.map.offsetAt(line, column);
  return (file.facts.lineStarts[line - 1] ?? file.text.length) + column - 1;
}

/** The call whose last name stands at an offset. */
export function callAt(file: LoadedFile, offset: number): ValueId {
  return file.calls.find((call) => pointOf(file, call) === offset) ?? NONE;
}

/** The smallest value of these kinds that is pointed at there, or begins there as sources do. */
export function valueAt(file: LoadedFile, offset: number, ops: readonly Op[]): ValueId {
  const { view } = file;
  let best = NONE;
  for (let value = 0; value < view.valueCount; value++) {
    if (!ops.includes(view.op(value)) || (pointOf(file, value) !== offset && view.start(value) !== offset)) continue;
    if (best === NONE || view.end(value) - view.start(value) < view.end(best) - view.start(best)) best = value;
  }
  return best;
}

/** Innermost function around an offset; 0 is the module. */
export function functionAt(file: LoadedFile, offset: number): number {
  let best = 0;
  file.facts.functions.forEach((one, id) => {
    const around = id !== 0 && one.start < offset && offset < one.end;
    if (around && (best === 0 || one.end - one.start < widthOf(file.facts.functions[best]))) best = id;
  });
  return best;
}

function widthOf(one: FunctionFacts | undefined): number {
  return one ? one.end - one.start : Number.POSITIVE_INFINITY;
}
