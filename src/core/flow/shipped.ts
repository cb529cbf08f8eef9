/** Files that come with the code: named in it, beside it, or read as a resource of the program. */
import { NONE, Op, type FunctionFacts, type ValueId } from "../facts/fileFacts.js";
import { constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "../link/program.js";

const RELATIVE_PATH = /^(?:\.\/)?[\w][\w ./\\-]*\.\w+$/;
/** Calls that look into what the program was packed with. */
const RESOURCE = /^(?:getResource(?:AsStream|AsURL)?|ClassPathResource|GetManifestResourceStream|findResource)$/;
/** Spring's loaders read what an address names: only some of them are packed. */
const ELSEWHERE = /^(?:file|https?|ftp|jdbc|s3):/i;
/** Where the code lies, or the program that was made of it. */
const HERE = /^(?:__file__|__dirname|__filename|import|AppContext|AppDomain|Assembly)$/;
/** What paths are put together with. */
const JOINS =
  /^(?:join|joinpath|resolve|dirname|abspath|realpath|normpath|Path|PurePath|URL|fileURLToPath|Combine|GetDirectoryName|GetFullPath|toPath|getFile|toURI|of|get|with_name|absolute|GetExecutingAssembly|getPath|str|fspath|toString)$/;
/** What knows a folder of templates, and what it gives: which of them is chosen, the folder stays the same. */
const TEMPLATES = /^(?:Environment|FileSystemLoader)$/;
const TEMPLATE = /^(?:get_template|select_template|get_or_select_template)$/;
const MAXIMUM_DEPTH = 24;
const MOST_STEPS = 300;

/** True for a call that reads such a file: its first argument says which. */
export function isShipped(pointsTo: PointsTo, file: LoadedFile, call: ValueId): boolean {
  if (file.view.op(call) !== Op.Call) return false;
  const [path] = file.arguments(call);
  if (!path) return false;
  const texts = constantTexts(pointsTo, file, path.value);
  if (texts.length > 0 && texts.every((text) => RELATIVE_PATH.test(text))) return true;
  return placeOf({ pointsTo, open: new Set(), steps: 0 }, file, path.value, 0) === "here";
}

/** One reading of a path, which ends after so many steps. */
interface Reading {
  readonly pointsTo: PointsTo;
  /** What is being read: a circle adds nothing. */
  readonly open: Set<number>;
  steps: number;
}

/** `here`: under the code or packed with it. `fixed`: a part that is written down. Null: whoever runs the program chooses. */
type Place = "here" | "fixed" | null;

function placeOf(reading: Reading, file: LoadedFile, value: ValueId, depth: number): Place {
  if (value === NONE || depth > MAXIMUM_DEPTH || reading.steps++ > MOST_STEPS) return null;
  const node = nodeOf(file.number, value);
  if (reading.open.has(node)) return "fixed";
  reading.open.add(node);
  const place = readPlace(reading, file, value, depth);
  reading.open.delete(node);
  return place;
}

function readPlace(reading: Reading, file: LoadedFile, value: ValueId, depth: number): Place {
  const { view, facts } = file;
  const all = (values: Iterable<ValueId>): Place => {
    let place: Place = "fixed";
    for (const one of values) {
      const part = placeOf(reading, file, one, depth + 1);
      if (part === null) return null;
      if (part === "here") place = "here";
    }
    return place;
  };
  switch (view.op(value)) {
    case Op.Literal:
      return "fixed";
    case Op.Global:
      return HERE.test(view.string(view.a(value))) ? "here" : null;
    case Op.Template:
      return all(view.list(view.a(value)));
    case Op.Choice: {
      const places = [...view.list(view.a(value))].map((one) => placeOf(reading, file, one, depth + 1));
      return places.length > 0 && places.every((one) => one === "here") ? "here" : null;
    }
    case Op.Capture: {
      const [definition, ...others] = facts.variables[view.a(value)]?.definitions ?? [];
      return definition === undefined || others.length > 0 ? null : placeOf(reading, file, definition, depth + 1);
    }
    case Op.Binary:
      return all([view.a(value), view.b(value)]);
    case Op.Field: {
      const entries = reading.pointsTo.entries.of(file, view.a(value), view.string(view.b(value)));
      return entries.length > 0 ? placeOfAll(reading, entries, depth) : placeOf(reading, file, view.a(value), depth + 1);
    }
    case Op.Import: {
      const imported = facts.imports[view.a(value)];
      if (!imported) return null;
      const { modules } = reading.pointsTo.program;
      const targets = modules.resolve(file.source, imported.module, imported.name);
      const values = targets.flatMap((one) => reading.pointsTo.exports.at(file, one, imported.name));
      return values.length > 0 ? placeOfAll(reading, values, depth) : null;
    }
    case Op.Parameter:
      return placeOfParameter(reading, file, value, depth);
    case Op.Element:
    case Op.Cast:
    case Op.Await:
      return placeOf(reading, file, view.a(value), depth + 1);
    case Op.AfterCall:
      return placeOf(reading, file, view.a(value), depth + 1);
    case Op.Call:
      return placeOfCall(reading, file, value, depth, all);
    default:
      return null;
  }
}

/** Nobody chooses any of the values, and at least one is here. */
function placeOfAll(reading: Reading, values: readonly { readonly file: LoadedFile; readonly value: ValueId }[], depth: number): Place {
  const places = values.map((one) => placeOf(reading, one.file, one.value, depth + 1));
  return places.includes(null) ? null : places.includes("here") ? "here" : "fixed";
}

/** What callers hand over, and the default where they leave it out. */
function placeOfParameter(reading: Reading, file: LoadedFile, value: ValueId, depth: number): Place {
  const { callGraph } = reading.pointsTo;
  const id = file.view.a(value);
  const index = file.view.b(value);
  const fallback = (file.facts.functions[id] as FunctionFacts).parameters[index]?.default ?? NONE;
  const ref = nodeOf(file.number, id);
  // What tests hand in says nothing about the product.
  const sites = callGraph.callersOf(ref).filter((site) => site.file.source.scope !== "test" || file.source.scope === "test");
  const given = sites.flatMap((site) =>
    callGraph.bindings
      .argumentsFor(site, ref, index)
      // A part of what is handed over may be anything.
      .map((one) => ({ file: site.file, value: one.fields.length === 0 && one.consume === null ? one.value : NONE })),
  );
  const values = fallback === NONE ? given : [...given, { file, value: fallback }];
  return values.length === 0 ? null : placeOfAll(reading, values, depth);
}

function placeOfCall(reading: Reading, file: LoadedFile, call: ValueId, depth: number, all: (values: Iterable<ValueId>) => Place): Place {
  const { view } = file;
  const { pointsTo } = reading;
  const callee = view.a(call);
  const name = file.calleeName(call);
  const args = file.arguments(call).map((argument) => argument.value);
  if (RESOURCE.test(name)) {
    const texts = args.slice(0, 1).flatMap((one) => constantTexts(pointsTo, file, one));
    return texts.length > 0 && texts.every((text) => text !== "" && !text.startsWith("\u0000") && !ELSEWHERE.test(text)) ? "here" : null;
  }
  for (const ref of pointsTo.of(file, callee).functions) {
    // `toPath("terms.txt")` of the application's own: what it looks into is told by what it does with its parameter.
    const target = pointsTo.program.file(fileOf(ref));
    const { returns, parameters } = target.facts.functions[rowOf(ref)] as FunctionFacts;
    const isResource = returns.length > 0 && returns.every((one) => readsResource(target, one, new Set(parameters.map((p) => p.value)), 0));
    if (isResource) return all(args) !== null ? "here" : null;
    return returns.length === 0
      ? null
      : placeOfAll(
          reading,
          returns.map((one) => ({ file: target, value: one })),
          depth,
        );
  }
  if (TEMPLATE.test(name) && view.op(callee) === Op.Field) return placeOf(reading, file, view.a(callee), depth + 1);
  if (TEMPLATES.test(name)) {
    const [first] = file.arguments(call);
    const folder = file.arguments(call).find((one) => one.name === "loader" || one.name === "searchpath") ?? first;
    return folder ? placeOf(reading, file, folder.value, depth + 1) : null;
  }
  if (name === "PackageLoader") return all(args) === null ? null : "here";
  if (!JOINS.test(name)) return null;
  const parts = all(args);
  if (parts === null || view.op(callee) !== Op.Field) return parts;
  const receiver = view.a(callee);
  // `path.join(…)`: the module is no part of the path.
  if (pointsTo.of(file, receiver).modules.size > 0 || view.op(receiver) === Op.Import || isLibrary(file, receiver)) return parts;
  const owner = placeOf(reading, file, receiver, depth + 1);
  return owner === null ? null : owner === "here" ? "here" : parts;
}

/** A class or module that is named where nothing of it is declared: `Path.Combine(…)`. */
function isLibrary(file: LoadedFile, receiver: ValueId): boolean {
  const { view } = file;
  return view.op(receiver) === Op.Global && !HERE.test(view.string(view.a(receiver)));
}

/** A resource whose name is a parameter, in whatever the function makes of it. */
function readsResource(file: LoadedFile, value: ValueId, parameters: ReadonlySet<ValueId>, depth: number): boolean {
  const { view } = file;
  if (value === NONE || depth > MAXIMUM_DEPTH) return false;
  if (view.op(value) === Op.Call) {
    const args = file.arguments(value).map((argument) => argument.value);
    if (RESOURCE.test(file.calleeName(value))) return args.length > 0 && file.copies(args[0] as ValueId).some((one) => parameters.has(one));
    const callee = view.a(value);
    return [...(view.op(callee) === Op.Field ? [view.a(callee)] : []), ...args].some((one) =>
      file.copies(one).some((copy) => readsResource(file, copy, parameters, depth + 1)),
    );
  }
  return file.copies(value).some((one) => one !== value && readsResource(file, one, parameters, depth + 1));
}
