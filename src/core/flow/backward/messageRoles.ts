/** Which role a message has, by what is written in its object or in the call that makes it. */
import { type FunctionFacts, NONE, Op, type ValueId } from "../../facts/fileFacts.js";
import type { Role } from "../../knowledge/schema.js";
import { constantTexts } from "../../link/constants.js";
import type { CallArgument } from "../../link/fileIndexes.js";
import { objectEntries } from "../../link/objectEntries.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { type LoadedFile, fileOf, rowOf } from "../../link/program.js";
import type { ClassRef, FunctionRef } from "../../link/valueSet.js";
import { sameName } from "../fields.js";
import { type OtherRole, isRole, otherRole } from "../roleTests.js";
import { roleOfConstant, roleOfConstructor, roleOfName } from "../roles.js";

export class MessageRoles {
  constructor(private readonly pointsTo: PointsTo) {}

  /** `any`: the role is data that stands beside the text. */
  roleOfCall(file: LoadedFile, call: ValueId): Role | "any" | null {
    const written = this.roleArgument(file, call);
    if (written) return this.roleOfValue(file, written.value) ?? (isRole(file, written.value) ? "any" : "user");
    const callee = file.view.a(call);
    const text = file.text.slice(file.view.start(callee), file.view.end(callee));
    const name = /(?:from_|from|as_|as)?_?(user|system|assistant|human|ai|developer)$/i.exec(file.calleeName(call));
    if (name && /message/i.test(text)) return roleOfName(name[1] as string);
    return roleOfConstructor(file.calleeName(call)) ?? roleOfConstructor(file.chainOf(call));
  }

  /** The argument of a message's constructor that says its role: by its name, or by being one: `new ChatMessage(ChatRole.User, text)`. */
  roleArgument(file: LoadedFile, call: ValueId): CallArgument | undefined {
    const args = file.arguments(call);
    const named = args.find((argument) => argument.name === "role");
    if (named) return named;
    const [first] = args;
    if (!first || args.length < 2) return undefined;
    const { view } = file;
    const isConstant = file.copies(first.value).some((one) => {
      if (view.op(one) !== Op.Field || roleOfName(view.string(view.b(one))) === null) return false;
      return file.copies(view.a(one)).some((owner) => /role$/i.test(file.nameOf(owner)));
    });
    if (isConstant) return first;
    // `llms.TextParts(llms.ChatMessageTypeSystem, text)`: a library's constant.
    if (this.pointsTo.of(file, view.a(call)).functions.size > 0) return undefined;
    return args.find(({ value }) => this.roleWritten(file, value) !== null) ?? args.find(({ value }) => isRole(file, value));
  }

  /** Role that an object is written with, where it is made: a literal, a new object with its fields, a constructor with a parameter `role`. */
  roleOfObject(file: LoadedFile, value: ValueId): Role | null {
    const written = this.writtenFor(file, value);
    return written === NONE ? null : this.roleOfValue(file, written);
  }

  /** The same for a role of the application's own. */
  otherRoleOfObject(file: LoadedFile, value: ValueId): OtherRole | null {
    const written = this.writtenFor(file, value);
    return otherRole(file, written);
  }

  /** What is written as the role of an object, NONE when nothing is. */
  private writtenFor(file: LoadedFile, value: ValueId): ValueId {
    const { view } = file;
    switch (view.op(value)) {
      case Op.Object:
        return [...objectEntries(file, value, "role"), ...objectEntries(file, value, "Role")][0] ?? NONE;
      case Op.Store:
        return sameName(view.string(view.b(value)), "role") ? view.c(value) : this.writtenFor(file, view.a(value));
      case Op.Call:
        return this.roleGiven(file, value);
      default:
        return NONE;
    }
  }

  /** What a constructor of the workspace is given as `role`. */
  private roleGiven(file: LoadedFile, call: ValueId): ValueId {
    const args = file.arguments(call);
    for (const ref of this.pointsTo.of(file, file.view.a(call)).classes) {
      const named = args.find((argument) => argument.name !== null && sameName(argument.name, "role"));
      if (named) return named.value;
      const makers = this.pointsTo.calls.makers(file, call, ref);
      const names = makers.length > 0 ? parameterNames(this.pointsTo, makers[0] as FunctionRef) : fieldNames(this.pointsTo, ref);
      const written = args[names.findIndex((name) => sameName(name, "role"))];
      if (written && written.name === null) return written.value;
    }
    return NONE;
  }

  /** Role of an argument that is written as the constant of one. */
  private roleWritten(file: LoadedFile, value: ValueId): Role | null {
    return file.view.op(value) === Op.Field ? roleOfConstant(file.view.string(file.view.b(value))) : null;
  }

  roleOfValue(file: LoadedFile, value: ValueId): Role | null {
    for (const one of file.copies(value)) {
      if (file.view.op(one) === Op.Literal) return roleOfName(file.view.string(file.view.a(one)));
      if (file.view.op(one) === Op.Field) {
        const written = file.view.string(file.view.b(one));
        const role = roleOfName(written) ?? roleOfConstant(written);
        if (role) return role;
      }
    }
    const [role, ...others] = new Set(constantTexts(this.pointsTo, file, value).map(roleOfName));
    return role && others.length === 0 ? role : null;
  }
}

/** Names of what a constructor takes, Python's receiver left out. */
function parameterNames(pointsTo: PointsTo, maker: FunctionRef): readonly string[] {
  const file = pointsTo.program.file(fileOf(maker));
  const names = (file.facts.functions[rowOf(maker)] as FunctionFacts).parameters.map((one) => file.view.string(one.name));
  return file.language === "python" ? names.slice(1) : names;
}

/** Fields in the order of a record's or a data class's components. */
function fieldNames(pointsTo: PointsTo, ref: ClassRef): readonly string[] {
  return pointsTo.classes
    .declared(ref)
    .filter((member) => member.function === NONE)
    .map((member) => member.name);
}
