/** The language server as it is shipped, bundled into a folder of its own for a test. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

export interface BuiltServer {
  readonly folder: string;
  readonly command: readonly string[];
  /** The same through the command line. */
  readonly cliCommand: readonly string[];
  remove(): void;
}

export async function buildServer(): Promise<BuiltServer> {
  const folder = mkdtempSync(join(tmpdir(), "parapet-server-"));
  const builder = await import(pathToFileURL(join(__dirname, "..", "..", "esbuild.mjs")).href);
  builder.copyWasm(join(folder, "wasm"));
  const [server] = builder.serverBundles;
  const cli = { ...server, entryPoints: ["src/cli/main.ts"], outfile: "dist/cli.js" };
  const bundles = [...builder.serverBundles, builder.workerBundle, cli];
  await Promise.all(
    bundles.map((bundle: { outfile: string }) =>
      build({ ...bundle, sourcemap: false, outfile: join(folder, bundle.outfile.replace("dist/", "")) }),
    ),
  );
  return {
    folder,
    command: [process.execPath, join(folder, "server.js"), "--stdio"],
    cliCommand: [process.execPath, join(folder, "cli.js"), "lsp", "--stdio"],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
