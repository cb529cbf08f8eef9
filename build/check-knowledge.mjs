// `npm run check:knowledge [-- PACKAGE…]`: looks up every JavaScript model call of the knowledge base in the type declarations of the
// SDK that it names, in old and new major versions. Needs the npm registry; what it installs is kept in the user's cache folder.
import { tsImport } from "tsx/esm/api";

const { checkDeclarations } = await tsImport("./knowledge/declarations/check.ts", import.meta.url);
process.exitCode = await checkDeclarations(process.argv.slice(2));
