/** What the data goes by at one place of a flow: the name of the variable, field, parameter or key, with the names of its owners. */
import { CallFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import { isName } from "./fields.js";
import type { Task } from "./task.js";

export interface PlaceName {
  /** From the outermost owner to the data itself: `order`, `customer`, `email`. */
  readonly path: readonly string[];
  /** Declared type of the last one, "" when it has none. */
  readonly type: string;
  /** What stands beside it: other parameters of the function. */
  readonly beside: readonly string[];
}

/** Owners of owners that are named. */
const MAXIMUM_OWNERS = 3;
/** What is read by a key: `rs.getString("email")`, `row.get("email")`, `r.FormValue("email")`. */
const KEYED = /^(?:get\w*|Get\w*|fetch|field|column|value|FormValue|PostFormValue|Query|Param|Cookie|Header|input|opt\w*)$/;
/** An accessor is named after what it gives. */
const ACCESSOR = /^(?:get|Get|fetch|Fetch|load|Load|read|Read|find|Find|current|is|Is)_?(?=[A-Z]|(?<=_)[a-z])/;

/** Names of a place; the fields that are asked for there stand at the end of each path. */
export function namesAt({ file, value, fields }: Pick<Task, "file" | "value" | "fields">): readonly PlaceName[] {
  const rest = fields.filter(isName);
  const beside = rest.length === 0 ? siblings(file, value) : [];
  const found: PlaceName[] = [];
  const add = (path: readonly string[], type: string): void => {
    const all = [...path, ...rest];
    if (all.length > 0) found.push({ path: all, type: rest.length === 0 ? type : "", beside });
  };
  const own = ownPath(file, value, 0);
  if (own.length > 0) add(own, typeOf(file, value));
  const variable = variableAt(file, value);
  if (variable && (own.length !== 1 || own[0] !== variable.name)) add([variable.name], variable.type);
  if (found.length === 0) add([], "");
  return found;
}

function siblings(file: LoadedFile, value: ValueId): string[] {
  if (file.view.op(value) !== Op.Parameter) return [];
  const parameters = file.facts.functions[file.view.a(value)]?.parameters ?? [];
  return parameters.filter((one) => one.value !== value && one.name >= 0).map((one) => file.view.string(one.name));
}

/** The path by which a value is read, without the variable that holds it. */
function ownPath(file: LoadedFile, value: ValueId, depth: number): string[] {
  const { view } = file;
  if (depth > MAXIMUM_OWNERS) return [];
  switch (view.op(value)) {
    case Op.Field:
      return [...ownerPath(file, view.a(value), depth), view.string(view.b(value))];
    case Op.Element: {
      const key = view.b(value);
      const owners = ownerPath(file, view.a(value), depth);
      return key !== NONE && view.op(key) === Op.Literal ? [...owners, ...[view.string(view.a(key))].filter(isName)] : owners;
    }
    case Op.Parameter: {
      const parameter = file.facts.functions[view.a(value)]?.parameters[view.b(value)];
      if (!parameter || parameter.name < 0) return [];
      const name = view.string(parameter.name);
      return isRoleText(name, parameter.type === NONE ? "" : view.string(parameter.type)) ? [] : [name];
    }
    case Op.Call:
      return callPath(file, value, depth);
    case Op.Await:
    case Op.Cast:
      return ownPath(file, view.a(value), depth);
    default:
      return [];
  }
}

/** Key by which a call reads: `rs.getString("email")`; null for other calls. */
export function keyRead(file: LoadedFile, call: ValueId): string | null {
  const { view } = file;
  const [key] = file.arguments(call);
  if (!key || !KEYED.test(file.calleeName(call)) || view.op(key.value) !== Op.Literal) return null;
  const name = view.string(view.a(key.value));
  return isName(name) ? name : null;
}

/** `patient.getEmail()`, `row.get("email")`, `currentUser()`. */
function callPath(file: LoadedFile, call: ValueId, depth: number): string[] {
  const { view } = file;
  const callee = view.a(call);
  const name = file.calleeName(call);
  if (name === "") return [];
  const owners = view.op(callee) === Op.Field ? ownerPath(file, view.a(callee), depth) : [];
  const key = keyRead(file, call);
  if (key !== null) return [...owners, key];
  if (view.c(call) & CallFlag.New || (file.language !== "csharp" && file.language !== "go" && /^[A-Z]/.test(name))) return owners;
  const given = name.replace(ACCESSOR, "");
  return given === name && view.op(callee) === Op.Field && file.arguments(call).length > 0 ? owners : [...owners, given];
}

function ownerPath(file: LoadedFile, value: ValueId, depth: number): string[] {
  const own = ownPath(file, value, depth + 1);
  if (own.length > 0) return own;
  const { view } = file;
  switch (view.op(value)) {
    case Op.Capture:
    case Op.Import:
    case Op.Global:
    case Op.Function:
    case Op.Class:
      return [file.nameOf(value)].filter(isName);
    case Op.Choice:
    case Op.AfterCall:
    case Op.Store:
    case Op.StoreElement: {
      const variable = variableAt(file, value);
      return variable
        ? [variable.name]
        : ownerPath(file, view.op(value) === Op.Choice ? (view.list(view.a(value))[0] as ValueId) : view.a(value), depth + 1);
    }
    default: {
      const variable = variableAt(file, value);
      return variable ? [variable.name] : [];
    }
  }
}

function variableAt(file: LoadedFile, value: ValueId): { readonly name: string; readonly type: string } | null {
  const id = file.variableOf.get(value);
  const variable = id === undefined ? undefined : file.facts.variables[id];
  if (!variable || variable.name === "this" || variable.name === "self") return null;
  const type = variable.type === NONE ? "" : file.view.string(variable.type);
  return isRoleText(variable.name, type) ? null : { name: variable.name, type };
}

function typeOf(file: LoadedFile, value: ValueId): string {
  const { view, facts } = file;
  if (view.op(value) === Op.Parameter) {
    const type = facts.functions[view.a(value)]?.parameters[view.b(value)]?.type ?? NONE;
    return type === NONE ? "" : view.string(type);
  }
  return "";
}

/** `user: string` is the text for that role of a chat, not somebody's record. */
function isRoleText(name: string, type: string): boolean {
  return (
    /^(?:user|system|assistant|human)$/i.test(name) &&
    /^(?:str|string)$/i.test(type.replace(/\s|None|null|undefined|Optional|[|[\]?]/g, ""))
  );
}
