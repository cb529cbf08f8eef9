/** The knowledge that ships with Parapet, compiled into the bundle. */
import generated from "../core/knowledge/knowledge.generated.json";
import type { KnowledgeBundle } from "../core/knowledge/schema.js";

export const builtinKnowledge = generated as unknown as KnowledgeBundle;

/** Ids that a policy may name. */
export const builtinProviders: ReadonlySet<string> = new Set(
  builtinKnowledge.files.flatMap((file) => [
    ...(file.provider === undefined ? [] : [file.provider]),
    ...(file.packages ?? []).map((row) => row.provider),
  ]),
);
