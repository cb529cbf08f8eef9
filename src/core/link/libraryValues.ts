/** Whether a value comes from outside of the workspace. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile, Program } from "./program.js";

/** Members of members are looked through this far. */
const MAXIMUM_DEPTH = 5;

/** True for what is made by, or a part of, something that is imported from outside of the workspace. */
export function isOfLibrary(program: Program, file: LoadedFile, value: ValueId, depth = 0): boolean {
  if (depth > MAXIMUM_DEPTH) return false;
  const { view } = file;
  return file.copies(value).some((origin) => {
    switch (view.op(origin)) {
      case Op.Import:
        return isImportedFromLibrary(program, file, origin);
      case Op.Call:
      case Op.Field:
      case Op.Element:
        return isOfLibrary(program, file, view.a(origin), depth + 1);
      default:
        return false;
    }
  });
}

/** True for the import of something from outside of the workspace. */
export function isImportedFromLibrary(program: Program, file: LoadedFile, value: ValueId): boolean {
  const imported = file.view.op(value) === Op.Import ? file.facts.imports[file.view.a(value)] : undefined;
  return imported !== undefined && program.modules.isLibrary(file.source, imported.module, imported.name);
}
