/**
 * What is written to the fields of a class outside of its own methods: in literals of its type (`Service{client: c}`, which
 * is how Go makes objects) and through variables that hold an instance.
 */
import { NONE, type ValueId } from "../facts/fileFacts.js";
import type { PointsTo } from "./pointsTo.js";
import { addByNode } from "./nodeLists.js";
import { type LoadedFile, type Program, nodeOf } from "./program.js";
import { Memo } from "./solver.js";
import type { ClassRef } from "./valueSet.js";

export interface FieldWrite {
  readonly file: LoadedFile;
  readonly value: ValueId;
  /** Written where the object is made. */
  readonly inLiteral: boolean;
}

const addWrites = addByNode(({ file, value }: FieldWrite) => nodeOf(file.number, value));

/** Embedded types inside of embedded types. */
const DEEPEST_BASE = 5;

export class FieldWrites {
  private readonly known: Memo<string, FieldWrite[]>;
  private readonly fromOutside: Memo<string, FieldWrite[]>;

  constructor(
    private readonly program: Program,
    private readonly pointsTo: PointsTo,
  ) {
    this.known = new Memo<string, FieldWrite[]>(pointsTo.solver, () => [], addWrites);
    this.fromOutside = new Memo<string, FieldWrite[]>(pointsTo.solver, () => [], addWrites);
  }

  of(ref: ClassRef, name: string): readonly FieldWrite[] {
    return this.known.get(`${ref}.${name}`, () => this.find(ref, name));
  }

  /** `session.history = …` anywhere, through what holds an object of that very class. */
  throughHolders(ref: ClassRef, name: string): readonly FieldWrite[] {
    return this.fromOutside.get(`${ref}.${name}`, () => {
      const found: FieldWrite[] = [];
      for (const file of this.pointsTo.callGraph.names.filesWithMember(name, ref)) {
        for (const store of file.storesByName.get(name) ?? []) {
          if (this.pointsTo.of(file, file.view.a(store)).instances.has(ref))
            found.push({ file, value: file.view.c(store), inLiteral: false });
        }
      }
      return found;
    });
  }

  private find(ref: ClassRef, name: string): FieldWrite[] {
    const { classes } = this.pointsTo;
    const owner = classes.file(ref);
    const type = classes.facts(ref).name;
    const found: FieldWrite[] = [];
    for (const file of type === "" ? [] : this.program.filesWithAll([name, type], owner)) {
      for (const { cast, value } of file.typedEntries.get(name) ?? []) {
        for (const made of this.pointsTo.types.typed(file, file.view.string(file.view.b(cast))).instances)
          if (made === ref) found.push({ file, value, inLiteral: true });
      }
    }
    for (const file of this.program.filesWith(name, owner)) {
      for (const store of file.storesByName.get(name) ?? []) {
        const base = file.view.a(store);
        if (classes.ownerOfReceiver(file, base) !== NONE) continue;
        for (const one of this.pointsTo.of(file, base).instances)
          if (this.isA(one, ref, 0)) {
            found.push({ file, value: file.view.c(store), inLiteral: false });
            break;
          }
      }
    }
    return found;
  }

  /** The class itself, or one that embeds or derives from it. */
  private isA(ref: ClassRef, wanted: ClassRef, depth: number): boolean {
    if (ref === wanted) return true;
    if (depth > DEEPEST_BASE) return false;
    for (const { file, value } of this.pointsTo.classes.bases(ref))
      for (const base of this.pointsTo.of(file, value).classes) if (this.isA(base, wanted, depth + 1)) return true;
    return false;
  }
}
