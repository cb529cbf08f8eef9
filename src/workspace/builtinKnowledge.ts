/** The knowledge that ships with Parapet, compiled into the bundle. */
import generated from "../core/knowledge/knowledge.generated.json";
import type { KnowledgeBundle } from "../core/knowledge/schema.js";

export const builtinKnowledge = generated as unknown as KnowledgeBundle;
