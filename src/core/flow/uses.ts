/**
 * Who uses a value, inside of one file: the edges of the facts turned round, built when a file is first asked.
 * What a user does with the value is read from the user's own row.
 */
import {
  type ClassId,
  type FunctionFacts,
  FunctionFlag,
  type FunctionId,
  NONE,
  Op,
  type ValueId,
  type VariableId,
} from "../facts/fileFacts.js";
import { Groups } from "../facts/groups.js";
import type { LoadedFile } from "../link/program.js";

/** The state in which a function leaves a parameter; `parameter` is -1 for JavaScript's `this`. */
export interface Exit {
  readonly function: FunctionId;
  readonly parameter: number;
}

export class Uses {
  private readonly users: Groups;
  private readonly capturesOfVariable = new Map<VariableId, ValueId[]>();
  private readonly variablesOfValue: Groups;
  private readonly returnedBy = new Map<ValueId, FunctionId[]>();
  private readonly exits = new Map<ValueId, Exit[]>();
  private readonly after = new Map<ValueId, ValueId[]>();
  private readonly reads = new Map<string, ValueId[]>();
  private readonly receivers = new Map<FunctionId, ValueId[]>();
  private readonly fields = new Map<ValueId, { readonly owner: ClassId; readonly name: string }[]>();

  constructor(private readonly file: LoadedFile) {
    const { valueCount } = file.view;
    this.users = new Groups(valueCount, (add) => {
      /** Whoever uses a value twice is one user. */
      const last = new Int32Array(valueCount);
      let user = 0;
      const use = (operand: ValueId): void => {
        if (operand === NONE || last[operand] === user + 1) return;
        last[operand] = user + 1;
        add(operand, user);
      };
      for (; user < valueCount; user++) this.eachOperand(user, use);
    });
    this.variablesOfValue = new Groups(valueCount, (add) => {
      file.facts.variables.forEach((variable, id) => {
        for (const value of variable.definitions) add(value, id);
      });
    });
    for (let value = 0; value < valueCount; value++) this.indexValue(value);
    file.facts.functions.forEach((facts, id) => {
      this.indexFunction(facts, id);
    });
    file.facts.classes.forEach((facts, owner) => {
      for (const member of facts.members) if (member.value !== NONE) push(this.fields, member.value, { owner, name: member.name });
    });
  }

  /** Values that have this one as an operand. */
  of(value: ValueId): readonly ValueId[] {
    return this.users.get(value);
  }

  /** Reads, from inner functions, of variables that hold the value. */
  captures(value: ValueId): readonly ValueId[] {
    return this.variablesOfValue.get(value).flatMap((variable) => this.capturesOfVariable.get(variable) ?? []);
  }

  returns(value: ValueId): readonly FunctionId[] {
    return this.returnedBy.get(value) ?? [];
  }

  exitsOf(value: ValueId): readonly Exit[] {
    return this.exits.get(value) ?? [];
  }

  /** Receiver and arguments as they are after a call. */
  afterCall(call: ValueId): readonly ValueId[] {
    return this.after.get(call) ?? [];
  }

  readsOf(name: string): readonly ValueId[] {
    return this.reads.get(name) ?? [];
  }

  /** The same for all names of a kind. */
  readsOfMatching(name: RegExp): readonly ValueId[] {
    return [...this.reads].flatMap(([one, reads]) => (name.test(one) ? reads : []));
  }

  /** `this` as a function sees it. */
  receiversIn(id: FunctionId): readonly ValueId[] {
    return this.receivers.get(id) ?? [];
  }

  /** Class fields that are declared with the value. */
  fieldsOf(value: ValueId): readonly { readonly owner: ClassId; readonly name: string }[] {
    return this.fields.get(value) ?? [];
  }

  private indexFunction(facts: FunctionFacts, id: FunctionId): void {
    for (const value of new Set(facts.returns)) push(this.returnedBy, value, id);
    facts.parameters.forEach((parameter, index) => {
      if (parameter.exit !== NONE && parameter.exit !== parameter.value)
        push(this.exits, parameter.exit, { function: id, parameter: index });
    });
    if (facts.thisExit !== NONE && !(facts.flags & FunctionFlag.Arrow)) push(this.exits, facts.thisExit, { function: id, parameter: NONE });
  }

  private indexValue(value: ValueId): void {
    const { view } = this.file;
    switch (view.op(value)) {
      case Op.Field:
        push(this.reads, view.string(view.b(value)), value);
        break;
      case Op.AfterCall:
        push(this.after, view.b(value), value);
        break;
      case Op.Capture:
        push(this.capturesOfVariable, view.a(value), value);
        break;
      case Op.This:
        push(this.receivers, view.a(value), value);
        break;
      default:
    }
  }

  private eachOperand(value: ValueId, use: (operand: ValueId) => void): void {
    const { view } = this.file;
    const { lists } = view;
    switch (view.op(value)) {
      case Op.Unknown:
      case Op.Template:
      case Op.Choice:
      case Op.Array: {
        const list = view.a(value);
        for (let at = 1; at <= view.listLength(list); at++) use(lists[list + at] as ValueId);
        break;
      }
      case Op.Binary:
      case Op.Element:
        use(view.a(value));
        use(view.b(value));
        break;
      case Op.Field:
      case Op.Await:
      case Op.Cast:
      case Op.Spread:
      case Op.AfterCall:
        use(view.a(value));
        break;
      case Op.Object:
      case Op.Element_Markup: {
        const list = view.op(value) === Op.Object ? view.a(value) : view.c(value);
        for (let at = 2; at <= view.listLength(list); at += 2) use(lists[list + at] as ValueId);
        break;
      }
      case Op.Call: {
        use(view.a(value));
        // Triples of name, value and kind.
        const list = view.b(value);
        for (let at = 2; at <= view.listLength(list); at += 3) use(lists[list + at] as ValueId);
        break;
      }
      case Op.Store:
      case Op.StoreElement:
        use(view.a(value));
        use(view.c(value));
        break;
      default:
    }
  }
}

const known = new WeakMap<LoadedFile, Uses>();

export function usesOf(file: LoadedFile): Uses {
  let uses = known.get(file);
  if (!uses) {
    uses = new Uses(file);
    known.set(file, uses);
  }
  return uses;
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
