/** Places where functions are called or handed on. */
import type { ValueId } from "../facts/fileFacts.js";
import { addByNode } from "./nodeLists.js";
import { type LoadedFile, nodeOf } from "./program.js";

export interface CallSite {
  readonly file: LoadedFile;
  /** Op.Call, or Op.Element_Markup for a component. */
  readonly call: ValueId;
}

/** A call that a function is handed to. */
export interface FunctionArgument {
  readonly file: LoadedFile;
  readonly call: ValueId;
  readonly index: number;
  readonly name: string | null;
}

/** Adds the sites that are new; true when there were any. */
export const addSites = addByNode(({ file, call }: CallSite) => nodeOf(file.number, call));
