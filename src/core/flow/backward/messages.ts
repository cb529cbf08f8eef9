/** Reads messages on the way: their roles are known here, and the walk goes on to their contents. */
import { LiteralKind, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { Role } from "../../knowledge/schema.js";
import { fieldRead } from "../../link/accessors.js";
import type { CallArgument } from "../../link/fileIndexes.js";
import type { LoadedFile } from "../../link/program.js";
import { decapitalised } from "../decapitalised.js";
import { MESSAGE, MESSAGES, sameName } from "../fields.js";
import { isRole } from "../roleTests.js";
import { CONTENT_KEYS, roleOfName } from "../roles.js";
import type { Task } from "../task.js";
import type { MessageRoles } from "./messageRoles.js";
import type { ToolResults } from "./toolResults.js";
import type { Walk } from "./walk.js";

export class Messages {
  constructor(
    private readonly walk: Walk,
    private readonly roles: MessageRoles,
    private readonly toolResults: ToolResults,
  ) {}

  /** Reads the role of a message; true when the walk has gone on. */
  visitMessage(task: Task, op: Op): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    switch (op) {
      case Op.Literal:
      case Op.Template:
        this.walk.push({ ...task, role: task.role ?? "user", fields: [] });
        return true;
      case Op.Binary:
        if (view.string(view.c(value)) === "|") {
          for (const side of [view.a(value), view.b(value)]) if (side !== NONE) this.walk.to(task, side, fields);
          return true;
        }
        if (this.isText(file, view.a(value)) || this.isText(file, view.b(value))) {
          this.walk.push({ ...task, role: task.role ?? "user", fields: [] });
          return true;
        }
        return false;
      case Op.Object:
        return this.visitMessageObject(task);
      case Op.Array: {
        if (fields[0] !== MESSAGE) return false;
        const items = view.list(view.a(value));
        const role =
          items.length === 2 && view.op(items[0] as ValueId) === Op.Literal ? roleOfName(view.string(view.a(items[0] as ValueId))) : null;
        if (role) this.walk.to(task, items[1] as ValueId, [], { role: this.listed(role) });
        else for (const item of items) this.walk.to(task, item, fields);
        return true;
      }
      case Op.Store:
        return fields[0] === MESSAGE && this.visitWrittenMessage(task);
      case Op.Call: {
        const made = this.roles.roleOfCall(file, value);
        if (!made) return false;
        const role = this.listed(made);
        const roleValue = this.roles.roleArgument(file, value)?.value;
        const args = file.arguments(value);
        const copied = role === "any" && roleValue !== undefined ? copiedInCall(file, args, roleValue) : NONE;
        if (copied !== NONE) {
          this.walk.to(task, copied, [MESSAGE]);
          return true;
        }
        const callee = view.a(value);
        // `UserMessage.builder().text(question).build()`: what the links were given.
        if (args.length === 0 && view.op(callee) === Op.Field) this.walk.to(task, view.a(callee), [], { role });
        for (const argument of args) {
          if (argument.name === "role" || argument.value === roleValue) continue;
          if (argument.name !== null && !CONTENT_KEYS.includes(argument.name.toLowerCase())) continue;
          if (role === "tool") this.toolResults.hitToolResult({ ...task, value: argument.value, fields: [], role, next: task });
          this.walk.to(task, argument.value, [], { role });
        }
        return true;
      }
      default:
        return false;
    }
  }

  /** Google takes no system messages in its lists, but as a setting of their own: what gets through such a list is the user's. */
  private listed(role: Role | "any"): Role | "any" {
    return role === "system" && this.walk.query.shape === "google" ? "user" : role;
  }

  private isText(file: LoadedFile, value: ValueId): boolean {
    return file.copies(value).some((one) => {
      const op = file.view.op(one);
      return op === Op.Template || (op === Op.Literal && file.view.b(one) === LiteralKind.String);
    });
  }

  /** `{ Role = …, Content = … }` written into a new object, in any order. */
  private visitWrittenMessage(task: Task): boolean {
    const { file, fields } = task;
    const { view } = file;
    const contents: ValueId[] = [];
    let role: Role | null = null;
    let hasRole = false;
    let base = task.value;
    for (; view.op(base) === Op.Store; base = view.a(base)) {
      const name = view.string(view.b(base)).toLowerCase();
      if (name === "role" && !hasRole) {
        hasRole = true;
        role = this.roles.roleOfValue(file, view.c(base));
      } else if (CONTENT_KEYS.includes(name)) contents.push(view.c(base));
    }
    if (contents.length === 0) return false;
    const known = role ?? (view.op(base) === Op.Call ? this.roles.roleOfCall(file, base) : null);
    for (const content of contents) {
      if (known === "tool") this.walk.hit({ ...task, value: content, fields: [], role: known, next: task }, "tool-result", null);
      this.walk.to(task, content, [], { role: this.listed(known ?? (hasRole ? "any" : "user")) });
    }
    if (!hasRole) this.walk.to(task, base, fields);
    return true;
  }

  private visitMessageObject(task: Task): boolean {
    const { file, value, fields } = task;
    const { view } = file;
    const entries = view.list(view.a(value));
    const copied = copiedMessage(file, value);
    if (copied !== NONE) {
      this.walk.to(task, copied, [MESSAGE]);
      return true;
    }
    let role: Role | null = null;
    let hasRole = false;
    let owner = NONE;
    for (let at = 0; at < entries.length; at += 2) {
      if ((entries[at] as number) < 0 || !sameName(view.string(entries[at] as number), "role")) continue;
      hasRole = true;
      role = this.roles.roleOfValue(file, entries[at + 1] as ValueId);
      if (role === null) owner = ownerOf(file, entries[at + 1] as ValueId, "role");
    }
    for (let at = 0; at < entries.length; at += 2) {
      const key = (entries[at] as number) >= 0 ? decapitalised(view.string(entries[at] as number)) : null;
      const entry = entries[at + 1] as ValueId;
      if (key === "role") continue;
      if (hasRole) {
        if (key === null) this.walk.to(task, entry, fields);
        else if (CONTENT_KEYS.includes(key)) {
          // A role that is data: whoever writes it may write any.
          if (role === "tool") this.toolResults.hitToolResult({ ...task, value: entry, fields: [], role, next: task });
          this.walk.to(task, entry, [], { role: this.listed(role ?? "any") });
          // `content: parts.length > 0 ? [...] : m.content` beside `role: m.role`: that part has the role of its message.
          if (owner !== NONE && holdsContentOf(file, entry, firstVersion(file, owner), 0)) this.walk.to(task, owner, [MESSAGE]);
        }
      } else if (key === "messages" || key === "chat_history" || key === "history") this.walk.to(task, entry, [MESSAGES]);
      else if (key === null) this.walk.to(task, entry, fields);
      // The same under a name of its own: `OfInputItemList: items`, `OfMessage: &Message{Role: …}`.
      else if (/^of[A-Z]\w*(?:List|Array|Messages)$/.test(key)) this.walk.to(task, entry, [MESSAGES]);
      else if (/^of[A-Z]?\w*Message$/.test(key)) this.walk.to(task, entry, [MESSAGE]);
      // One of several kinds of message, each under its own name: `OfUser: &UserMessage{…}`.
      else if (/^of[A-Z]/.test(key)) this.walk.to(task, entry, [], { role: roleOfName(key.slice(2)) ?? task.role ?? "user" });
      else this.walk.to(task, entry, [], { role: key === "systemInstruction" || key === "system" ? "system" : (task.role ?? "user") });
    }
    return true;
  }

  /** `("system", "You are {persona}.")`: what the call is given under that name takes the role of the template's message. */
  visitPlaceholders(task: Task, text: string): void {
    const { start, shape } = this.walk.query;
    if (shape !== "langchain" || task.role === null || task.role === "user") return;
    for (const [, name] of text.matchAll(/\{\s*([A-Za-z_]\w*)\s*\}/g)) {
      for (const { value, name: keyword } of start.file.arguments(start.call).slice(0, 1)) {
        if (keyword === null || keyword === "input") this.walk.toFile(task, start.file, value, [name as string], null, `fills {${name}}`);
      }
    }
  }
}

/** `{ role: m.role, content: m.content }`: the message that another is a copy of, field by field; NONE when it is none. */
function copiedMessage(file: LoadedFile, object: ValueId): ValueId {
  const { view } = file;
  const entries = view.list(view.a(object));
  let role = NONE;
  let content = NONE;
  for (let at = 0; at < entries.length; at += 2) {
    if ((entries[at] as number) < 0) return NONE;
    const key = view.string(entries[at] as number);
    const value = entries[at + 1] as ValueId;
    if (sameName(key, "role")) role = ownerOf(file, value, key);
    else if (sameName(key, "content")) content = ownerOf(file, value, key);
    else if (CONTENT_KEYS.includes(decapitalised(key))) return NONE;
  }
  return role !== NONE && content !== NONE && firstVersion(file, role) === firstVersion(file, content) ? content : NONE;
}

/** `message(m.content, m.role)`: the same where a call makes the message. */
function copiedInCall(file: LoadedFile, args: readonly CallArgument[], role: ValueId): ValueId {
  const written = unwrapped(file, role);
  const owner = written === NONE ? NONE : ownerOf(file, written, "role");
  if (owner === NONE) return NONE;
  for (const { value } of args) {
    for (const key of CONTENT_KEYS) {
      const other = ownerOf(file, value, key);
      if (other !== NONE && firstVersion(file, other) === firstVersion(file, owner)) return other;
    }
  }
  return NONE;
}

/** Somewhere in a value is the text of the message whose first version is given. */
function holdsContentOf(file: LoadedFile, value: ValueId, owner: ValueId, depth: number): boolean {
  const { view } = file;
  if (value === NONE || depth > 5) return false;
  if (CONTENT_KEYS.some((key) => isVersionOf(file, ownerOf(file, value, key), owner))) return true;
  const within = (values: Iterable<ValueId>): boolean => [...values].some((one) => holdsContentOf(file, one, owner, depth + 1));
  switch (view.op(value)) {
    case Op.Choice:
    case Op.Array:
    case Op.Template:
      return within(view.list(view.a(value)));
    case Op.Binary:
      return within([view.a(value), view.b(value)]);
    case Op.Cast:
    case Op.Spread:
      return within([view.a(value)]);
    case Op.Object:
      return within([...view.list(view.a(value))].filter((_, index) => index % 2 === 1));
    default:
      return false;
  }
}

function isVersionOf(file: LoadedFile, value: ValueId, owner: ValueId): boolean {
  return value !== NONE && firstVersion(file, value) === owner;
}

/** An object before its fields were written or calls may have changed them. */
function firstVersion(file: LoadedFile, value: ValueId): ValueId {
  const { view } = file;
  let at = value;
  while (view.op(at) === Op.Store || view.op(at) === Op.StoreElement || view.op(at) === Op.AfterCall) at = view.a(at);
  return at;
}

/** The one value that a role is read from, through variables and conversions to another type. */
function unwrapped(file: LoadedFile, role: ValueId): ValueId {
  const [only, ...others] = file.copies(role);
  if (only === undefined || others.length > 0) return NONE;
  const [argument, ...more] = file.view.op(only) === Op.Call ? file.arguments(only) : [];
  return argument !== undefined && more.length === 0 && isRole(file, argument.value) ? argument.value : only;
}

/** What a field is read of: `m.role`, `m["role"]`, `m.get("role")`, `m.getRole()`; NONE when it is something else. */
function ownerOf(file: LoadedFile, value: ValueId, name: string): ValueId {
  const { view } = file;
  switch (view.op(value)) {
    case Op.Field:
      return sameName(view.string(view.b(value)), name) ? view.a(value) : NONE;
    case Op.Element: {
      const key = view.b(value);
      return key !== NONE && view.op(key) === Op.Literal && view.string(view.a(key)) === name ? view.a(value) : NONE;
    }
    case Op.Call: {
      const callee = view.a(value);
      if (view.op(callee) !== Op.Field) return NONE;
      const called = file.calleeName(value);
      const [key] = file.arguments(value);
      const isRead =
        key === undefined
          ? sameName(fieldRead(called) ?? called, name)
          : called === "get" && view.op(key.value) === Op.Literal && view.string(view.a(key.value)) === name;
      return isRead ? view.a(callee) : NONE;
    }
    default:
      return NONE;
  }
}
