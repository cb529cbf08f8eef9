/**
 * Classes of the workspace that stand in for a model, as samples and tests write them: what they are asked is never looked at,
 * so a call to one of them sends nothing to anybody.
 */
import { B, type FunctionFacts, FunctionFlag, NONE, Op, type ValueId } from "../facts/fileFacts.js";
import { usesOf } from "../flow/uses.js";
import type { PointsTo } from "../link/pointsTo.js";
import type { LoadedFile } from "../link/program.js";
import type { ClassRef } from "../link/valueSet.js";

/** Layers that a library puts around a model one by one: `client.AsBuilder().UseLogging().Build()`. */
const MOST_LAYERS = 12;

export class StandIns {
  constructor(private readonly pointsTo: PointsTo) {}

  /** True for a call whose receiver is known to be such an object, or a library's layers around one. */
  answers(file: LoadedFile, call: ValueId): boolean {
    const name = file.calleeName(call);
    const made = this.madeOf(file, call, 0);
    return (
      made.length > 0 && made.every((ref) => this.isStandIn(ref, name) || this.wrapsStandIn(file, receiverOf(file, call), ref, name, 0))
    );
  }

  /** True for a call in a class around a model that hands on what the class itself is asked: whoever asks the class says what is sent. */
  handsOn(file: LoadedFile, call: ValueId): boolean {
    const { view } = file;
    const id = view.blockColumn(view.block(call), B.Function);
    const facts = file.facts.functions[id] as FunctionFacts;
    const name = file.calleeName(call);
    if (facts.owner === NONE || facts.name !== name) return false;
    const asked = question(file, facts);
    const [given] = file.arguments(call);
    if (asked === NONE || !given || !file.copies(given.value).includes(asked)) return false;
    return this.derivesFromModel(this.pointsTo.classRef(file, facts.owner), name);
  }

  /** `new Logging(new Canned())`: a class of the workspace around such an object, and around nothing that asks anybody. */
  private wrapsStandIn(file: LoadedFile, value: ValueId, wrapper: ClassRef, name: string, depth: number): boolean {
    if (depth > MOST_LAYERS || !this.derivesFromModel(wrapper, name)) return false;
    const { view } = file;
    const makers = file.copies(value);
    return makers.every((maker) => {
      if (view.op(maker) !== Op.Call || !this.pointsTo.of(file, view.a(maker)).classes.has(wrapper)) return false;
      const given = file.arguments(maker).map((argument) => ({ value: argument.value, set: this.pointsTo.of(file, argument.value) }));
      const models = given.filter(({ set }) => [...set.instances].some((ref) => this.derivesFromModel(ref, name)));
      const isAlone = given.every((one) => models.includes(one) || one.set.states.size === 0);
      return (
        isAlone &&
        models.length > 0 &&
        models.every((one) =>
          [...one.set.instances].every((ref) => this.isStandIn(ref, name) || this.wrapsStandIn(file, one.value, ref, name, depth + 1)),
        )
      );
    });
  }

  /** Classes that the receiver of a call was made of; empty when not all of it is known. */
  private madeOf(file: LoadedFile, call: ValueId, depth: number): readonly ClassRef[] {
    const { view } = file;
    const callee = view.a(call);
    if (view.op(callee) !== Op.Field || depth > MOST_LAYERS) return [];
    const receiver = view.a(callee);
    const { instances } = this.pointsTo.of(file, receiver);
    if (instances.size > 0) return [...instances];
    const inner = file
      .copies(receiver)
      .map((one) => (view.op(one) === Op.Call && this.isOfLibrary(file, one) ? this.madeOf(file, one, depth + 1) : []));
    return inner.every((one) => one.length > 0) ? inner.flat() : [];
  }

  private isOfLibrary(file: LoadedFile, call: ValueId): boolean {
    const { states, functions } = this.pointsTo.of(file, file.view.a(call));
    return states.size > 0 && functions.size === 0;
  }

  /** What answers the call is the class's own, and it does not read what it is asked. */
  private isStandIn(ref: ClassRef, name: string): boolean {
    const { classes } = this.pointsTo;
    if (classes.facts(ref).kind === "interface" || !this.derivesFromModel(ref, name)) return false;
    const methods = classes.parts(ref).flatMap((part) => {
      const file = classes.file(part);
      const own = classes.facts(part).members.filter((member) => member.function !== NONE);
      return own.map((member) => ({ file, name: member.name, facts: file.facts.functions[member.function] as FunctionFacts }));
    });
    const asked = methods.filter(({ file, facts }) => !(facts.flags & FunctionFlag.Constructor) && question(file, facts) !== NONE);
    // A library's base class calls the methods of the class by other names than it is called itself.
    const named = asked.filter((one) => one.name === name);
    const answering = named.length > 0 ? named : asked;
    return answering.length > 0 && answering.every(({ file, facts }) => facts.body !== NONE && isUnread(file, question(file, facts)));
  }

  /** The call is one to a model because of what a library says of a base; a base of the workspace may answer in the class's place. */
  private derivesFromModel(ref: ClassRef, name: string): boolean {
    const { classes } = this.pointsTo;
    let isModel = false;
    for (const { file, value } of classes.bases(ref)) {
      const base = this.pointsTo.of(file, value);
      for (const one of base.classes) if (classes.facts(one).kind !== "interface") return false;
      const automaton = this.pointsTo.automaton(file);
      const members = automaton.member(automaton.step(base.stateList, "call"), name);
      if (members.some((state) => automaton.accepted(state).calls.length > 0)) isModel = true;
    }
    return isModel;
  }
}

function receiverOf(file: LoadedFile, call: ValueId): ValueId {
  const callee = file.view.a(call);
  return file.view.op(callee) === Op.Field ? file.view.a(callee) : callee;
}

/** The first thing that a method is given. */
function question(file: LoadedFile, facts: FunctionFacts): ValueId {
  const hasReceiver = file.language === "python" && !(facts.flags & FunctionFlag.Static);
  return facts.parameters[hasReceiver ? 1 : 0]?.value ?? NONE;
}

/** Nothing is done with a value, or only as often as it has items. */
function isUnread(file: LoadedFile, value: ValueId): boolean {
  const uses = usesOf(file);
  if (uses.captures(value).length > 0 || uses.returns(value).length > 0) return false;
  return uses.of(value).every((user) => file.view.op(user) === Op.Element && isUnread(file, user));
}
