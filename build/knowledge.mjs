/**
 * Entry of the knowledge compile step for plain Node: exports compileKnowledge and, run as a program,
 * writes src/core/knowledge/knowledge.generated.json.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tsImport } from "tsx/esm/api";

const { compileKnowledge, KnowledgeError } = await tsImport("./knowledge/compile.ts", import.meta.url);

export { compileKnowledge };

/** Compiles all data files into the module that the product imports. Throws with file and line of every mistake. */
export function writeKnowledge() {
  const bundle = compileKnowledge();
  writeFileSync(new URL("../src/core/knowledge/knowledge.generated.json", import.meta.url), `${JSON.stringify(bundle)}\n`);
  return bundle;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { version, files } = writeKnowledge();
    process.stderr.write(`Knowledge ${version}: ${files.length} files\n`);
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
