/** Arguments for the team's audit function, by the names of its parameters: ids, model, outcome. Never content. */
import { NONE } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { ModelCall } from "../report/scanResult.js";
import type { FixEdit } from "./fix.js";
import { importLibrary } from "./imports.js";
import type { OwnFunctionSite } from "./ownFunctions.js";

export interface RecordArguments {
  readonly text: string;
  readonly edits: readonly FixEdit[];
  /** Statement before the call that makes the id; null when none is needed. */
  readonly before: string | null;
}

/** What is known at the place of the call. */
export interface RecordPlace {
  readonly file: LoadedFile;
  readonly call: ModelCall;
  /** Text of the model call, arguments included. */
  readonly callText: string;
  readonly functionName: string;
  /** Names that have a value there. */
  readonly names: ReadonlySet<string>;
  /** Variable that holds `completed` or `failed`, or the latter as a text where nothing else can be. */
  readonly outcome: string;
}

interface Wanted {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
}

/** Null when the function wants something that only a person knows. */
export function recordArguments(site: OwnFunctionSite, place: RecordPlace): RecordArguments | null {
  const shape = wantedBy(site);
  if (!shape) return null;
  const edits: FixEdit[] = [];
  let before: string | null = null;
  const given: { name: string; value: string }[] = [];
  for (const wanted of shape.wanted) {
    const plain = wanted.name.replace(/[_-]/g, "").toLowerCase();
    let value = valueFor(plain, wanted, place);
    if (value === null && REQUEST_ID.test(plain) && isText(wanted.type)) {
      const made = newId(place.file);
      if (!made) return null;
      edits.push(...made.edits);
      const variable = place.file.language === "python" ? "request_id" : "requestId";
      if (place.names.has(variable)) return null;
      before = place.file.language === "python" ? `${variable} = ${made.expression}` : `const ${variable} = ${made.expression}`;
      value = variable;
    }
    if (value === null) {
      if (!wanted.optional) return null;
      continue;
    }
    given.push({ name: wanted.name, value });
  }
  if (given.length === 0) return null;
  return { text: written(given, shape.style), edits, before };
}

const REQUEST_ID = /^(?:request|trace|call|correlation|event|run|record)?id$/;
const ACTOR =
  /^(?:actor|actorid|user|userid|caller|principal|feature|operation|action|purpose|service|task|usecase|source|event|name|component)$/;
const MODEL = /^(?:model|modelname|modelid|deployment|engine)$/;
const OUTCOME = /^(?:outcome|status|result|state)$/;
const SUCCESS = /^(?:success|succeeded|ok|successful)$/;

function valueFor(plain: string, wanted: Wanted, place: RecordPlace): string | null {
  const { file, call } = place;
  if (SUCCESS.test(plain) || (OUTCOME.test(plain) && /^bool(?:ean)?$/.test(wanted.type))) {
    if (place.outcome.startsWith('"')) return file.language === "python" ? "False" : "false";
    return file.language === "python" ? `${place.outcome} == "completed"` : `${place.outcome} === "completed"`;
  }
  if (!isText(wanted.type)) return null;
  if (OUTCOME.test(plain)) return place.outcome;
  if (MODEL.test(plain)) return modelText(place);
  if (plain === "provider" || plain === "vendor") return quoted(call.provider);
  // A name that means the same here: the same word, with or without underscores.
  const same = [...place.names].find((name) => name.replaceAll("_", "").toLowerCase() === plain);
  if (REQUEST_ID.test(plain)) return same ?? null;
  if (ACTOR.test(plain)) return same ?? (place.functionName === "" ? null : quoted(place.functionName));
  return null;
}

/** The call's own model argument, so that the record follows when it changes. */
function modelText({ call, callText, names }: RecordPlace): string | null {
  const found = /\bmodel(?:_?[iI]d|_?[nN]ame)?["']?\s*[:=]\s*([A-Za-z_$][\w$.]*|"[^"\n]*"|'[^'\n]*')\s*(?=[,)}\n])/.exec(callText)?.[1];
  if (found !== undefined) return found;
  if (/[{,]\s*model\s*[,}]/.test(callText) && names.has("model")) return "model";
  return call.model === null ? null : quoted(call.model.value);
}

function newId(file: LoadedFile): { readonly expression: string; readonly edits: readonly FixEdit[] } | null {
  const imported = file.language === "python" ? importLibrary(file, "uuid", "uuid4") : importLibrary(file, "node:crypto", "randomUUID");
  if (!imported) return null;
  return { expression: file.language === "python" ? `str(${imported.local}())` : `${imported.local}()`, edits: imported.edits };
}

type Style = "positional" | "keywords" | "object";

function wantedBy({ file, facts }: OwnFunctionSite): { readonly wanted: readonly Wanted[]; readonly style: Style } | null {
  const { view } = file;
  const parameters = facts.parameters.filter((one) => one.kind !== "rest" && one.kind !== "keyword-rest");
  const [first] = parameters;
  if (!first) return null;
  if (file.language !== "python" && parameters.length === 1) {
    const members = membersOf(file, view.string(first.type));
    if (members) return { wanted: members, style: "object" };
  }
  if (parameters.some((one) => one.name === NONE)) return null;
  const wanted = parameters.map((one) => ({ name: view.string(one.name), type: view.string(one.type), optional: one.default !== NONE }));
  return { wanted, style: file.language === "python" ? "keywords" : "positional" };
}

/** Members of an object type, written in place or declared in the same file. */
function membersOf(file: LoadedFile, type: string): readonly Wanted[] | null {
  const name = /^:?\s*([A-Za-z_$][\w$]*)$/.exec(type)?.[1];
  if (name !== undefined) {
    const declared = file.facts.classes.find((one) => one.name === name && (one.kind === "interface" || one.kind === "type"));
    if (!declared || declared.bases.length > 0) return null;
    return declared.members.map((member) => ({
      name: member.name,
      type: file.view.string(member.type).replace(/^:\s*/, ""),
      optional: /^[^:]*\?\s*:/.test(file.text.slice(member.start, member.end)),
    }));
  }
  const inline = /^:?\s*\{([^{}]*)\}$/.exec(type)?.[1];
  if (inline === undefined) return null;
  return [...inline.matchAll(/(?:readonly\s+)?([A-Za-z_$][\w$]*)(\?)?\s*:\s*([^;,]+)/g)].map(([, member = "", optional, written = ""]) => ({
    name: member,
    type: written.trim(),
    optional: optional !== undefined,
  }));
}

function written(given: readonly { name: string; value: string }[], style: Style): string {
  switch (style) {
    case "positional":
      return given.map(({ value }) => value).join(", ");
    case "keywords":
      return given.map(({ name, value }) => `${name}=${value}`).join(", ");
    case "object":
      return `{ ${given.map(({ name, value }) => (name === value ? name : `${name}: ${value}`)).join(", ")} }`;
  }
}

function isText(type: string): boolean {
  return /^:?\s*(?:string|str|any|unknown|object|Optional\[str\]|str\s*\|\s*None|string\s*\|\s*(?:null|undefined)|)$/.test(type);
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
