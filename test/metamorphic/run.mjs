// Starts metamorphic.ts, which is TypeScript.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("metamorphic.ts", import.meta.url));
process.exit(spawnSync(process.execPath, ["--import", "tsx", script, ...process.argv.slice(2)], { stdio: "inherit" }).status ?? 1);
