/** Files that come with the code: named in it, beside it, or read as a resource of the program. */
import { NONE, Op, type FunctionFacts, type ValueId } from "../facts/fileFacts.js";
import { constantTexts } from "../link/constants.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "../link/program.js";

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
const MAXIMUM_DEPTH = 12;

/** True for a call that reads such a file: its first argument says which. */
export function isShipped(pointsTo: PointsTo, file: LoadedFile, call: ValueId): boolean {
  if (file.view.op(call) !== Op.Call) return false;
  const [path] = file.arguments(call);
  if (!path) return false;
  const texts = constantTexts(pointsTo, file, path.value);
  if (texts.length > 0 && texts.every((text) => RELATIVE_PATH.test(text))) return true;
  return placeOf(pointsTo, file, path.value, 0) === "here";
}

/** `here`: under the code or packed with it. `fixed`: a part that is written down. Null: whoever runs the program chooses. */
type Place = "here" | "fixed" | null;

function placeOf(pointsTo: PointsTo, file: LoadedFile, value: ValueId, depth: number): Place {
  const { view, facts } = file;
  if (value === NONE || depth > MAXIMUM_DEPTH) return null;
  const all = (values: Iterable<ValueId>): Place => {
    let place: Place = "fixed";
    for (const one of values) {
      const part = placeOf(pointsTo, file, one, depth + 1);
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
      const places = [...view.list(view.a(value))].map((one) => placeOf(pointsTo, file, one, depth + 1));
      return places.length > 0 && places.every((one) => one === "here") ? "here" : null;
    }
    case Op.Capture: {
      const [definition, ...others] = facts.variables[view.a(value)]?.definitions ?? [];
      return definition === undefined || others.length > 0 ? null : placeOf(pointsTo, file, definition, depth + 1);
    }
    case Op.Binary:
      return all([view.a(value), view.b(value)]);
    case Op.Field:
    case Op.Element:
    case Op.Cast:
    case Op.Await:
      return placeOf(pointsTo, file, view.a(value), depth + 1);
    case Op.AfterCall:
      return placeOf(pointsTo, file, view.a(value), depth + 1);
    case Op.Call:
      return placeOfCall(pointsTo, file, value, depth, all);
    default:
      return null;
  }
}

function placeOfCall(pointsTo: PointsTo, file: LoadedFile, call: ValueId, depth: number, all: (values: Iterable<ValueId>) => Place): Place {
  const { view } = file;
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
    return isResource && all(args) !== null ? "here" : null;
  }
  if (!JOINS.test(name)) return null;
  const parts = all(args);
  if (parts === null || view.op(callee) !== Op.Field) return parts;
  const receiver = view.a(callee);
  // `path.join(…)`: the module is no part of the path.
  if (pointsTo.of(file, receiver).modules.size > 0 || view.op(receiver) === Op.Import || isLibrary(file, receiver)) return parts;
  const owner = placeOf(pointsTo, file, receiver, depth + 1);
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
