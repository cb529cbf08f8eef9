/** What code writes at a value, without asking where its parts come from: `constants.ts` asks. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import { UNKNOWN_PART } from "./constants.js";
import type { LoadedFile } from "./program.js";

/** Text of literals, with a gap for every other part. */
export function writtenText(file: LoadedFile, value: ValueId): string {
  const { view } = file;
  switch (view.op(value)) {
    case Op.Literal:
      return view.string(view.a(value));
    case Op.Template:
      return [...view.list(view.a(value))].map((part) => writtenText(file, part)).join("");
    case Op.Binary:
      return writtenText(file, view.a(value)) + writtenText(file, view.b(value));
    default:
      return UNKNOWN_PART;
  }
}
