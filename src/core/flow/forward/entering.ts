/** Into functions of the workspace by their parameters, and into what constructors make. */
import { type FunctionFacts, NONE } from "../../facts/fileFacts.js";
import type { CallGraph } from "../../link/callGraph.js";
import type { CallSite } from "../../link/callSite.js";
import type { PointsTo } from "../../link/pointsTo.js";
import { fileOf, nodeOf, rowOf } from "../../link/program.js";
import type { ClassRef, FunctionRef } from "../../link/valueSet.js";
import { ELEMENT } from "../fields.js";
import { functionLabel } from "../functionLabel.js";
import { takePart } from "../parts.js";
import type { Frame } from "../task.js";
import { usesOf } from "../uses.js";
import type { ForwardWalk, Reached } from "./walk.js";

const MAXIMUM_FRAMES = 8;

export class Entering {
  constructor(
    private readonly walk: ForwardWalk,
    private readonly pointsTo: PointsTo,
    private readonly callGraph: CallGraph,
  ) {}

  enter(at: Reached, site: CallSite, ref: FunctionRef): void {
    const frame = this.frame(at, site, ref);
    if (!frame) return;
    const target = this.pointsTo.program.file(fileOf(ref));
    const facts = target.facts.functions[rowOf(ref)] as FunctionFacts;
    facts.parameters.forEach((parameter, index) => {
      for (const binding of this.callGraph.bindings.argumentsFor(site, ref, index)) {
        if (binding.value !== at.value) continue;
        const part = takePart(at.fields, binding.fields);
        if (!part) continue;
        const fields = binding.consume === null ? part : [binding.consume === "element" ? ELEMENT : binding.consume.key, ...part];
        this.walk.toFile(at, target, parameter.value, fields, frame, `passed to ${functionLabel(target, rowOf(ref))}`);
      }
    });
  }

  enterReceiver(at: Reached, site: CallSite, ref: FunctionRef): void {
    const frame = this.frame(at, site, ref);
    const target = this.pointsTo.program.file(fileOf(ref));
    if (frame)
      for (const value of usesOf(target).receiversIn(rowOf(ref)))
        this.walk.toFile(at, target, value, at.fields, frame, `read by ${functionLabel(target, rowOf(ref))}`);
  }

  private frame(at: Reached, site: CallSite, ref: FunctionRef): Frame | null {
    const depth = (at.frame?.depth ?? 0) + 1;
    if (depth > MAXIMUM_FRAMES) return null;
    for (let one = at.frame; one; one = one.parent) if (one.ref === ref) return null;
    return {
      site,
      ref,
      parent: at.frame,
      depth,
      isCallback: false,
      key: this.walk.seen.short(`${nodeOf(site.file.number, site.call)}>${at.frame?.key ?? ""}`),
    };
  }

  construct(at: Reached, site: CallSite, ref: ClassRef): void {
    const makers = this.pointsTo.calls.makers(site.file, site.call, ref);
    for (const maker of makers) this.enter(at, site, maker);
    if (makers.length > 0) return;
    // A data class: fields in the order of their declaration, or by name.
    const order = this.pointsTo.classes.declared(ref).filter((member) => member.function === NONE);
    let position = 0;
    for (const argument of site.file.arguments(site.call)) {
      const name = argument.name ?? order[position++]?.name ?? ELEMENT;
      if (argument.value === at.value) this.walk.to(at, site.call, argument.kind === 2 ? at.fields : [name, ...at.fields]);
    }
  }
}
