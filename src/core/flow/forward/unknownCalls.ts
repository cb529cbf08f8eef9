/** Calls that nothing is known about: names alone say whether the text is in the result. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import { isMutatorName } from "../../facts/mutatorNames.js";
import type { Knowledge } from "../../knowledge/knowledge.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { ELEMENT, type Fields } from "../fields.js";
import { ANSWER, readPart } from "../parts.js";
import { SELECTOR } from "./selector.js";
import type { SummaryEnds } from "./summaryEnds.js";
import type { ForwardWalk, Reached } from "./walk.js";

/** Methods of an answer that give the same answer in another form. */
const SAME_ANSWER =
  /^(?:json|parse|text|model_?dump|to_?dict|dict|copy|clone|values|items|tee|getReader|read|with_?raw_?response|stream|iter\w*|__aiter__|__enter__|__aenter__|asIterable|toReadableStream)$/;

export class UnknownCalls {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly ends: SummaryEnds,
  ) {}

  /** `row.get("name")` reads one entry of what has entries. */
  readsEntry(at: Reached, call: ValueId): boolean {
    const { file, fields } = at;
    const { view } = file;
    const key = file.arguments(call)[0]?.value;
    if (fields.length === 0 || !/^(?:get|pop|setdefault)$/.test(file.calleeName(call)) || key === undefined || view.op(key) !== Op.Literal)
      return false;
    const rest = readPart(fields, view.string(view.a(key)));
    if (rest) this.walk.to(at, call, rest);
    return true;
  }

  /** A method that nothing is known about, of something that holds the text. */
  throughReceiver(at: Reached, call: ValueId): void {
    const { file, fields } = at;
    const name = file.calleeName(call);
    const part = readPart(fields, name);
    if (part === null && fields.length > 0) return;
    const isSame = fields[0] === ANSWER && SAME_ANSWER.test(name);
    const rest = isSame ? fields : fields[0] === ANSWER || fields.length === 0 ? [] : (part as Fields);
    this.walk.to(at, call, rest);
    for (const argument of file.arguments(call)) {
      if (file.copies(argument.value).some((one) => file.view.op(one) === Op.Function))
        this.ends.intoCallback({ ...at, doubt: at.doubt + 1 }, argument.value, "*", fields);
    }
  }

  /** A call that nothing is known about, given the text: it may be in the result. */
  throughArgument(at: Reached, call: ValueId): void {
    const { file, fields } = at;
    const name = file.calleeName(call);
    const doubt = at.doubt + 1;
    if (isMutatorName(name)) this.ends.intoChanged({ ...at, doubt }, { file, call }, NONE, [ELEMENT, ...fields], at.frame);
    if (this.pointsTo.introduced(file, call).some((state) => this.knowledge.automaton(file.language).accepted(state).sources.length > 0))
      return;
    const hasCapitals = file.language === "csharp" || file.language === "go";
    if (!SELECTOR.test(hasCapitals ? name.charAt(0).toLowerCase() + name.slice(1) : name)) this.walk.to(at, call, [], { doubt });
  }

  /** `resolve(text)` settles its promise, `controller.enqueue(text)` fills its stream. */
  throughListener(at: Reached, call: ValueId): void {
    const { file } = at;
    if (file.language !== "javascript") return;
    const { view } = file;
    const callee = view.a(call);
    const isMember = view.op(callee) === Op.Field;
    if (isMember && !/^(?:enqueue|push|next|send|write)$/.test(view.string(view.b(callee)))) return;
    const made = isMember ? /^(?:ReadableStream|TransformStream)$/ : /^Promise$/;
    for (const origin of file.copies(isMember ? view.a(callee) : callee)) {
      if (view.op(origin) !== Op.Parameter || view.b(origin) > 1) continue;
      const start = (file.facts.functions[view.a(origin)] as FunctionFacts).start;
      const maker = file.calls.filter((one) => view.start(one) < start && start < view.end(one) && made.test(file.calleeName(one))).pop();
      if (maker !== undefined) this.walk.to(at, maker, isMember ? [ELEMENT, ...at.fields] : at.fields);
    }
  }
}
