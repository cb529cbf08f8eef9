// `node test/host/install.mjs`: installs the editors and the browser of this folder from the npm registry; quick when they are there.
//
// The packages' own install scripts stay off: they would compile and download what neither tests nor `npm start` need.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
/** Says which lock file, and which way to install, the installed packages belong to; written last, so that half an installation does not count. */
const stamp = join(here, "node_modules/.parapet-installed");
const wanted = createHash("sha256")
  .update(readFileSync(join(here, "package-lock.json")))
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest("hex");

function npm(folder, ...args) {
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const options = { cwd: folder, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" };
  execFileSync("npm", [...args, ...quiet], options);
}

if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== wanted) {
  console.error("Installing the editor and the browser, once (about 1.2 GB) …");
  rmSync(stamp, { force: true });
  npm(here, "ci");
  // The editor inside comes with its own lock file; `npm ci` of newer versions of npm is stricter than that file.
  // Its extensions share one package, TypeScript; without it the editor complains in every TypeScript file.
  for (const editor of ["oldest", "newest"]) {
    const folder = join(here, `node_modules/code-server-${editor}/lib/vscode`);
    npm(folder, "install", "--omit=dev");
    npm(join(folder, "extensions"), "install", "--omit=dev");
  }
  writeFileSync(stamp, wanted);
}
