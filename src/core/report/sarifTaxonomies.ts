/** Frameworks that rules and findings refer to, as SARIF taxonomies: each framework once, each requirement in it once. */
import type { ReportingDescriptorReference, ReportingDescriptorRelationship, ToolComponent, ToolComponentReference } from "sarif";
import { compareText } from "./order.js";

type References = Readonly<Record<string, readonly string[]>>;

export class SarifTaxonomies {
  readonly components: ToolComponent[];

  constructor(all: readonly References[]) {
    const ids = new Map<string, Set<string>>();
    for (const references of all) {
      for (const [framework, requirements] of Object.entries(references)) {
        const known = ids.get(framework) ?? new Set();
        for (const requirement of requirements) known.add(requirement);
        ids.set(framework, known);
      }
    }
    this.components = [...ids]
      .sort(([left], [right]) => compareText(left, right))
      .map(([name, requirements]) => ({
        name,
        shortDescription: { text: `Requirements of ${name} that rules refer to.` },
        isComprehensive: false,
        taxa: [...requirements].sort(compareText).map((id) => ({ id })),
      }));
  }

  references(): ToolComponentReference[] {
    return this.components.map(({ name }, index) => ({ name, index }));
  }

  taxaOf(references: References): ReportingDescriptorReference[] {
    return this.components.flatMap(({ name, taxa }, component) =>
      [...(references[name] ?? [])]
        .sort(compareText)
        .map((id) => ({ id, index: (taxa ?? []).findIndex((taxon) => taxon.id === id), toolComponent: { name, index: component } })),
    );
  }

  relationshipsOf(references: References): ReportingDescriptorRelationship[] {
    return this.taxaOf(references).map((target) => ({ target, kinds: ["relevant"] }));
  }
}
