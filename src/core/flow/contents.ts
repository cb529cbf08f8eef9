/** What a source holds by what it is, where neither names nor declarations say more. */
import { type Classified, UNCLASSIFIED } from "../classification/classified.js";
import type { NameClassifier } from "../classification/nameClassifier.js";
import type { Role, SourceKind } from "../knowledge/schema.js";

/** Whoever wrote the program knows what these hold. */
const OWN: ReadonlySet<SourceKind> = new Set(["constant", "configuration", "environment", "repository-file", "model-output"]);

/**
 * Letters are private whatever they say. A data set that is chosen when the program runs, and rows whose columns nobody knows,
 * may hold anything: that much is said, and no class.
 */
export function contentOf(kind: SourceKind, role: Role, names: NameClassifier): Classified {
  if (kind === "email") {
    const letter = names.type("private-message");
    return letter ? { level: letter.classification, basis: "inferred", types: [letter.id], evidence: [] } : UNCLASSIFIED;
  }
  if (role === "training-data" && !OWN.has(kind)) return { ...UNCLASSIFIED, types: ["data-set"] };
  return kind === "database" ? { ...UNCLASSIFIED, types: ["database-rows"] } : UNCLASSIFIED;
}
