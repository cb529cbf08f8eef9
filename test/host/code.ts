/**
 * Runs an extension's tests in a VS Code server, seen through a browser without a screen; the environment names the editor.
 * Understands those arguments of VS Code that the test runner passes, and leaves out the ones that only concern a desktop.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChromium } from "./chromium.js";
import { type EditorName, editor } from "./editors.js";
import { startServer } from "./server.js";
import { workbenchAddress } from "./workbench.js";

/** Which editor to run, and whether its workspaces start untrusted. */
export const EDITOR_VARIABLE = "PARAPET_TEST_EDITOR";
export const RESTRICTED_VARIABLE = "PARAPET_TEST_RESTRICTED";
const RUN_MINUTES = 5;

export async function runInServer(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    options: { extensionDevelopmentPath: { type: "string" }, extensionTestsPath: { type: "string" } },
  });
  const data = await mkdtemp(join(tmpdir(), "parapet-editor-"));
  const server = await startServer({
    editor: editor((process.env[EDITOR_VARIABLE] ?? "oldest") as EditorName),
    data,
    trust: process.env[RESTRICTED_VARIABLE] === undefined,
    driver: true,
  });
  const browser = await startChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise<number>((done) => {
      void page.exposeFunction("codeAutomationLog", (type: "log" | "error", args: unknown[]) => console[type](...args));
      void page.exposeFunction("codeAutomationExit", done);
    });
    const address = workbenchAddress({
      port: server.port,
      ...(positionals[0] === undefined ? {} : { open: positionals[0] }),
      extensionDevelopmentPath: String(values["extensionDevelopmentPath"]),
      extensionTestsPath: String(values["extensionTestsPath"]),
    });
    await page.goto(address);
    return await Promise.race([ended, tooLong(() => server.log())]);
  } finally {
    await browser.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

function tooLong(log: () => string): Promise<number> {
  return new Promise((done) => {
    setTimeout(() => {
      console.error(`The tests did not end within ${RUN_MINUTES} minutes.\n${log()}`);
      done(1);
    }, RUN_MINUTES * 60_000).unref();
  });
}
