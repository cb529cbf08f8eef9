// Runs a script of the tests as the product runs, bundled: from source, what a module hands out is asked for anew on every
// use, and long runs take twice the time.
//
//     node build/runScript.mjs [--cpu-prof] test/fuzz/long.ts [ARGUMENT…]
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { serverBundles } from "../esbuild.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [script, ...rest] = process.argv.slice(2).filter((argument) => argument !== "--cpu-prof");
if (script === undefined) throw new Error("Name a script: node build/runScript.mjs test/fuzz/long.ts");

/** Scripts ask where they are; in a bundle that is said by the build. */
const ownPlaces = {
  name: "own places",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8")
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)))
        .replaceAll("__dirname", JSON.stringify(dirname(path))),
    }));
  },
};

const outfile = join(project, "dist/scripts", basename(script).replace(/\.ts$/, ".js"));
await build({
  ...serverBundles[0],
  entryPoints: [resolve(script)],
  outfile,
  plugins: [ownPlaces],
  external: ["esbuild", "playwright-core"],
});
const flags = process.argv.includes("--cpu-prof") ? ["--cpu-prof", "--cpu-prof-dir=dist/scripts"] : [];
process.exitCode = spawnSync(process.execPath, [...flags, outfile, ...rest], { stdio: "inherit" }).status ?? 1;
