/** Calls that a function is handed to, and objects that hold it in a field. */
import { type FunctionFacts, FunctionFlag } from "../facts/fileFacts.js";
import { type FunctionArgument, addSites } from "./callSite.js";
import type { TypedEntry } from "./fileIndexes.js";
import type { FunctionNames } from "./functionNames.js";
import { addByNode } from "./nodeLists.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";
import { NodeMemo } from "./solver.js";
import type { FunctionRef } from "./valueSet.js";

interface FieldUse extends TypedEntry {
  readonly file: LoadedFile;
}

export class FunctionUses {
  private readonly uses: NodeMemo<FunctionArgument[]>;
  private readonly fieldUses: NodeMemo<FieldUse[]>;

  constructor(
    private readonly pointsTo: PointsTo,
    private readonly names: FunctionNames,
  ) {
    const functions = (file: number): number => pointsTo.program.file(file).facts.functions.length;
    this.uses = new NodeMemo<FunctionArgument[]>(
      pointsTo.solver,
      () => [],
      addSites,
      functions,
      (ref) => this.findUses(ref),
    );
    this.fieldUses = new NodeMemo<FieldUse[]>(
      pointsTo.solver,
      () => [],
      addByNode(({ file, value }) => nodeOf(file.number, value)),
      functions,
      (ref) => this.findFieldUses(ref),
    );
  }

  /** Calls anywhere that a function is handed to: callbacks, handlers, wrappers. */
  usesOf(ref: FunctionRef): readonly FunctionArgument[] {
    return this.uses.get(ref);
  }

  private findUses(ref: FunctionRef): FunctionArgument[] {
    const file = this.pointsTo.program.file(fileOf(ref));
    const id = rowOf(ref);
    const found = new Map<number, FunctionArgument>();
    for (const use of file.functionUses.get(id) ?? []) {
      if (use.kind === "argument") found.set(nodeOf(file.number, use.call), { file, call: use.call, index: use.index, name: use.name });
    }
    const facts = file.facts.functions[id] as FunctionFacts;
    if (facts.flags & FunctionFlag.Constructor) return [...found.values()];
    for (const name of this.names.namesOf(file, id)) {
      for (const other of this.names.filesHandingOn(name, file, id)) {
        for (const { call, index, name: keyword, value } of other.argumentsByName.get(name) ?? []) {
          const node = nodeOf(other.number, call);
          if (!found.has(node) && this.pointsTo.of(other, value).functions.has(ref))
            found.set(node, { file: other, call, index, name: keyword });
        }
      }
    }
    return [...found.values()];
  }

  /** Fields of typed object literals that hold a function: `cobra.Command{RunE: run}`. */
  fieldUsesOf(ref: FunctionRef): readonly FieldUse[] {
    return this.fieldUses.get(ref);
  }

  private findFieldUses(ref: FunctionRef): FieldUse[] {
    const file = this.pointsTo.program.file(fileOf(ref));
    const found: FieldUse[] = [...(file.typedEntriesByValue.get(rowOf(ref)) ?? [])].map((one) => ({ ...one, file }));
    const facts = file.facts.functions[rowOf(ref)] as FunctionFacts;
    if (facts.name === "" || facts.flags & FunctionFlag.Constructor) return found;
    for (const other of this.names.filesHandingOn(facts.name, file, rowOf(ref))) {
      for (const entry of other.typedEntriesByValue.get(facts.name) ?? [])
        if (this.pointsTo.of(other, entry.value).functions.has(ref)) found.push({ ...entry, file: other });
    }
    return found;
  }
}
