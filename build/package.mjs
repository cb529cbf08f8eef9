// `npm run package`: builds small bundles and packs the extension into parapet-<version>.vsix, which installs in any VS Code.
//
//     npm run package [-- --output FILE]
//
// Everything that runs is bundled, so no node_modules go in; .vscodeignore names what does.
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));

/** Path of the package, or null when building or packing failed; what went wrong is on stderr by then. */
export function packageExtension(output) {
  const { version } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  const file = output ?? join(project, `parapet-${version}.vsix`);
  const run = (...command) => spawnSync(process.execPath, command, { cwd: project, stdio: ["ignore", "ignore", "inherit"] }).status === 0;
  if (!run(join(project, "esbuild.mjs"), "--minify")) return null;
  const vsce = createRequire(import.meta.url).resolve("@vscode/vsce/vsce");
  return run(vsce, "package", "--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository", "--out", file)
    ? file
    : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--output");
  const given = at < 0 ? undefined : process.argv[at + 1];
  const file = packageExtension(given === undefined ? undefined : resolve(process.env.INIT_CWD ?? process.cwd(), given));
  if (file === null) process.exit(1);
  console.log(`${file} (${(statSync(file).size / 1024 / 1024).toFixed(2)} MB)`);
}
