/** Which role a message has, by what is written in its object or in the call that makes it. */
import { Op, type ValueId } from "../../facts/fileFacts.js";
import type { Role } from "../../knowledge/schema.js";
import { constantTexts } from "../../link/constants.js";
import type { CallArgument } from "../../link/fileIndexes.js";
import type { PointsTo } from "../../link/pointsTo.js";
import type { LoadedFile } from "../../link/program.js";
import { roleOfConstant, roleOfConstructor, roleOfName } from "../roles.js";

export class MessageRoles {
  constructor(private readonly pointsTo: PointsTo) {}

  roleOfCall(file: LoadedFile, call: ValueId): Role | null {
    const written = this.roleArgument(file, call);
    if (written) return this.roleOfValue(file, written.value) ?? "user";
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
    const isRole = file.copies(first.value).some((one) => {
      if (view.op(one) !== Op.Field || roleOfName(view.string(view.b(one))) === null) return false;
      return file.copies(view.a(one)).some((owner) => /role$/i.test(file.nameOf(owner)));
    });
    if (isRole) return first;
    // `llms.TextParts(llms.ChatMessageTypeSystem, text)`: a library's constant.
    if (this.pointsTo.of(file, view.a(call)).functions.size > 0) return undefined;
    return args.find(({ value }) => this.roleWritten(file, value) !== null);
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
