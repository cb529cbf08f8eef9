/** State of components: what sets it, and what reads it then. */
import { NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import { usesOf } from "./uses.js";

/** Reads of the state that a call sets: `const [text, setText] = useState("")`. */
export function stateSetBy(file: LoadedFile, call: ValueId): readonly ValueId[] {
  if (file.language !== "javascript") return [];
  const { view } = file;
  const isElement = (value: ValueId, index: string): boolean =>
    view.op(value) === Op.Element &&
    view.b(value) !== NONE &&
    view.op(view.b(value)) === Op.Literal &&
    view.string(view.a(view.b(value))) === index;
  return file.copies(view.a(call)).flatMap((setter) => {
    if (!isElement(setter, "1")) return [];
    const made = view.a(setter);
    if (view.op(made) !== Op.Call || file.calleeName(made) !== "useState") return [];
    return usesOf(file)
      .of(made)
      .filter((one) => isElement(one, "0"));
  });
}
