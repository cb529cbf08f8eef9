/** A field of an object is read by the methods of its class. */
import { Op } from "../../facts/fileFacts.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { rowOf } from "../../link/program.js";
import type { ClassRef } from "../../link/valueSet.js";
import type { Fields } from "../fields.js";
import { usesOf } from "../uses.js";
import type { ForwardWalk, Reached } from "./walk.js";

export class FieldReads {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly pointsTo: PointsTo,
  ) {}

  /** A field of an object is read by the methods of its class. */
  readsOfField(at: Reached, owner: ClassRef, name: string, fields: Fields): void {
    for (const part of this.pointsTo.classes.parts(owner)) {
      const file = this.pointsTo.classes.file(part);
      for (const read of usesOf(file).readsOf(name)) {
        if (this.pointsTo.classes.ownerOfReceiver(file, file.view.a(read)) !== rowOf(part)) continue;
        const calls = usesOf(file)
          .of(read)
          .some((user) => file.view.op(user) === Op.Call && file.view.a(user) === read);
        if (!calls) this.walk.toFile(at, file, read, fields, null, `kept in ${name}`);
      }
    }
  }
}
