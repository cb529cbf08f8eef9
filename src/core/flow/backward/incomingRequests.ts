/**
 * Go has one type for requests that a server is given and for those that a program sends. A parameter of it is data from
 * outside where a server calls the function; where the workspace does, what it hands over says which of the two it is.
 */
import { B, type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, nodeOf } from "../../link/program.js";
import { usesOf } from "../uses.js";

/** What only a request has that a server was given. */
const SERVERS_PART =
  /^(?:FormValue|PostFormValue|FormFile|PathValue|ParseForm|ParseMultipartForm|MultipartReader|Form|PostForm|MultipartForm|RemoteAddr|RequestURI)$/;

/** Calls that send a request, and the methods that a program's own transports have. */
const SENDS = /^(?:Do|RoundTrip)$/;

export class IncomingRequests {
  constructor(private readonly pointsTo: PointsTo) {}

  /** False for a parameter, or a part of one, whose request the program may be sending itself. */
  holds(file: LoadedFile, value: ValueId): boolean {
    return parametersBehind(file, value).every((parameter) => this.isIncoming(file, parameter));
  }

  private isIncoming(file: LoadedFile, parameter: ValueId): boolean {
    const { view } = file;
    const id = view.a(parameter);
    const facts = file.facts.functions[id] as FunctionFacts;
    const type = typeOf(file, facts, view.b(parameter));
    if (!/(?:^|\W)http\.Request$/.test(type)) return true;
    if (facts.parameters.some((_, index) => /\bResponseWriter$/.test(typeOf(file, facts, index)))) return true;
    if (this.readsServersPart(file, id, parameter)) return true;
    const ref = nodeOf(file.number, id);
    const { callGraph } = this.pointsTo;
    if (SENDS.test(facts.name) || callGraph.callersOf(ref).length > 0) return false;
    return !file
      .callsIn(id)
      .some((call) => SENDS.test(file.calleeName(call)) && file.arguments(call).some((one) => file.copies(one.value).includes(parameter)));
  }

  private readsServersPart(file: LoadedFile, id: number, parameter: ValueId): boolean {
    const { view } = file;
    const uses = usesOf(file);
    return uses.readsOfMatching(SERVERS_PART).some((read) => {
      const inside = view.blockColumn(view.block(read), B.Function) === id;
      return inside && file.copies(view.a(read)).includes(parameter);
    });
  }
}

/** Parameters that a value is, or is a field of. */
function parametersBehind(file: LoadedFile, value: ValueId): readonly ValueId[] {
  const { view } = file;
  let values = [value];
  for (;;) {
    const origins = values.flatMap((one) => file.copies(one));
    if (!origins.some((one) => view.op(one) === Op.Field)) return origins.filter((one) => view.op(one) === Op.Parameter);
    values = origins.map((one) => (view.op(one) === Op.Field ? view.a(one) : one));
  }
}

function typeOf(file: LoadedFile, facts: FunctionFacts, index: number): string {
  const type = facts.parameters[index]?.type ?? NONE;
  return type === NONE ? "" : file.view.string(type);
}
