/** Calls that nothing is known about: names alone say what may be in the result. */
import { CallFlag, Op, type ValueId } from "../../facts/fileFacts.js";
import { fieldRead } from "../../link/accessors.js";
import { builtField } from "../../link/builders.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { LoadedFile } from "../../link/program.js";
import { decapitalised } from "../decapitalised.js";
import { ELEMENT, type Fields, MESSAGE, MESSAGES, RESULT, TOOLS, UPLOAD } from "../fields.js";
import type { Task } from "../task.js";
import { usesOf } from "../uses.js";
import type { Walk } from "./walk.js";

/** Callees of unknown behaviour whose arguments select, and do not become, the result. */
const SELECTOR =
  /^(?:get|fetch|find|load|query|lookup|list|count|is|has|check|exists|select|read|retrieve|search|delete|remove|save|create|insert|update|use|open|connect|execute|validate|verify|authenticate|init|register|subscribe|require)(?:[A-Z_].*)?$/;

/** Names of library classes whose constructor takes content; others take settings, ids and keys. */
const CONTENT_CLASS =
  /(?:Message|Document|Prompt|Template|Part|Content|Blob|File|Form|FormData|URL|Map|Set|Array|Response|Request|Buffer|String|Input|Text|Node|Chunk|Item|Record|Event|Param|Block|Image|Audio|Dict|List|Dataset|Data|Tuple|Query|Body|Payload|Turn|Error|Exception|Sequence|Chain|Config|Property|Reference|Reader|Stream|Entity|Value|Pair|Entry|Optional)s?$|^Runnable/;

export class UnknownCalls {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
  ) {}

  /** A call that nothing is known about: its receiver and its arguments may be in the result. */
  visitUnknownCall(task: Task): void {
    const { file, value: call } = task;
    const { view } = file;
    const callee = view.a(call);
    const doubt = task.doubt + 1;
    const fields = throughUnknown(task.fields);
    const name = file.calleeName(call);
    if (view.op(callee) === Op.Field && this.pointsTo.of(file, view.a(callee)).modules.size === 0) {
      if (this.visitAccessor(task, name, view.a(callee))) return;
      // `self.tokenizer(text)`: of all that the receiver holds only the object that is called takes part.
      if (isObject(file, callee)) this.walk.to(task, callee, fields, { doubt });
      else this.walk.to(task, view.a(callee), fields, { doubt });
    }
    // Where functions begin with a capital as well, only `new` tells a class.
    const hasCapitals = file.language === "csharp" || file.language === "go";
    const constructed = file.language === "go" ? name.replace(/^New(?=[A-Z])/, "") : name;
    const constructs = hasCapitals ? (view.c(call) & CallFlag.New) !== 0 || constructed !== name : /^[A-Z]/.test(name);
    if (!(hasCapitals && constructs) && SELECTOR.test(hasCapitals ? decapitalised(name) : name)) return;
    if (constructs && !CONTENT_CLASS.test(constructed)) return;
    for (const argument of file.arguments(call)) {
      this.walk.to(task, argument.value, view.op(argument.value) === Op.Function ? [RESULT] : fields, { doubt });
    }
  }

  /** `request.getText()`, and `Answer.builder().text(t).build()` where the field `text` is asked for. */
  private visitAccessor(task: Task, name: string, receiver: ValueId): boolean {
    const { file, value: call, fields } = task;
    if (file.arguments(call).length > 0) return false;
    const field = fieldRead(name);
    if (field !== null) {
      this.walk.to(task, receiver, [field, ...fields]);
      return true;
    }
    const asked = fields[0];
    if (name !== "build" || asked === undefined || asked.startsWith("@") || asked === ELEMENT) return false;
    this.walk.to(task, receiver, [builtField(asked, { index: 0 }), ...fields.slice(1)]);
    return true;
  }

  /** `message.get("content")`, `map.get("x")`: one entry of the receiver, or the fallback that is given. */
  visitEntryCall(task: Task): boolean {
    const { file, value: call } = task;
    const { view } = file;
    const callee = view.a(call);
    if (view.op(callee) !== Op.Field || !/^(?:get|pop|setdefault)$/.test(view.string(view.b(callee)))) return false;
    const [key, fallback] = file.arguments(call);
    if (!key || view.op(key.value) !== Op.Literal || this.pointsTo.of(file, callee).size > 0) return false;
    this.walk.to(task, view.a(callee), [view.string(view.a(key.value)), ...task.fields]);
    if (fallback) this.walk.to(task, fallback.value, task.fields);
    return true;
  }
}

/** A member whose own members the file reads elsewhere: it is no method. */
function isObject(file: LoadedFile, callee: ValueId): boolean {
  const { view } = file;
  const uses = usesOf(file);
  return uses
    .readsOf(view.string(view.b(callee)))
    .some((read) => view.a(read) !== callee && uses.of(read).some((user) => view.op(user) === Op.Field && view.a(user) === read));
}

/** What is asked of the parts of something unknown: which field of it they are is not known, but tools stay tools. */
function throughUnknown(fields: Fields): Fields {
  if (fields.includes(TOOLS)) return [TOOLS];
  if (fields.includes(UPLOAD)) return [UPLOAD];
  return fields[0] === MESSAGES || fields[0] === MESSAGE ? fields : [];
}
