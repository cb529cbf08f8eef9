/** What React's components hold: state is what was set, a context is what its providers give. */
import { NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, type Node, nodeOf } from "../../link/program.js";
import { type Fields, RESULT, ofElement } from "../fields.js";
import type { Task } from "../task.js";
import { usesOf } from "../uses.js";
import type { Walk } from "./walk.js";

export class Components {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
  ) {}

  /** Goes on to what a component put into the state or the context that a call reads. */
  visit(task: Task): void {
    const { file, value: call } = task;
    if (file.language !== "javascript") return;
    const name = file.calleeName(call);
    if (name === "useState") this.visitState(task);
    else if (name === "useContext" || name === "use") this.visitContext(task);
  }

  /** `const [text, setText] = useState("")`: whatever `setText` is called with. */
  private visitState(task: Task): void {
    const { file, value: made } = task;
    const { view } = file;
    const fields = ofElement(task.fields, 0);
    if (!fields) return;
    for (const setter of usesOf(file)
      .of(made)
      .filter((one) => isElementOne(file, one))) {
      for (const call of file.callsByName.get(nameOfSetter(file, setter)) ?? []) {
        if (!file.copies(view.a(call)).includes(setter)) continue;
        const [given] = file.arguments(call);
        if (given) this.walk.to(task, given.value, view.op(given.value) === Op.Function ? [RESULT, ...fields] : fields, { frame: null });
      }
    }
  }

  /** `useContext(Chat)`: the value of every `<Chat.Provider value={…}>`. */
  private visitContext(task: Task): void {
    const [context] = task.file.arguments(task.value);
    const wanted = context ? this.madeBy(task.file, context.value) : null;
    if (wanted === null) return;
    for (const file of this.pointsTo.program.filesWith("Provider", task.file)) {
      const { view } = file;
      for (let element = 0; element < view.valueCount; element++) {
        if (view.op(element) !== Op.Element_Markup) continue;
        const tag = view.a(element);
        if (tag === NONE || view.op(tag) !== Op.Field || view.string(view.b(tag)) !== "Provider") continue;
        if (this.madeBy(file, view.a(tag)) === wanted) this.visitAttribute(task, file, element, task.fields);
      }
    }
  }

  private visitAttribute(task: Task, file: LoadedFile, element: ValueId, fields: Fields): void {
    const attributes = file.view.list(file.view.c(element));
    for (let at = 0; at < attributes.length; at += 2)
      if ((attributes[at] as number) >= 0 && file.view.string(attributes[at] as number) === "value")
        this.walk.toFile(task, file, attributes[at + 1] as ValueId, fields, null, "given by the provider of a context");
  }

  /** The call of `createContext` that a name stands for. */
  private madeBy(file: LoadedFile, value: ValueId): Node | null {
    const { view } = file;
    for (const one of file.copies(value)) {
      if (view.op(one) === Op.Call && file.calleeName(one) === "createContext") return nodeOf(file.number, one);
      const imported = view.op(one) === Op.Import ? file.facts.imports[view.a(one)] : undefined;
      if (!imported) continue;
      for (const target of this.pointsTo.program.modules.resolve(file.source, imported.module, imported.name)) {
        if (target.kind === "library") continue;
        for (const found of this.pointsTo.exports.at(file, target, imported.name))
          for (const made of found.file.copies(found.value))
            if (found.file.view.op(made) === Op.Call && found.file.calleeName(made) === "createContext")
              return nodeOf(found.file.number, made);
      }
    }
    return null;
  }
}

function isElementOne(file: LoadedFile, value: ValueId): boolean {
  const { view } = file;
  const key = view.op(value) === Op.Element ? view.b(value) : NONE;
  return key !== NONE && view.op(key) === Op.Literal && view.string(view.a(key)) === "1";
}

function nameOfSetter(file: LoadedFile, setter: ValueId): string {
  return file.facts.variables.find((variable) => variable.definitions.includes(setter))?.name ?? "";
}
