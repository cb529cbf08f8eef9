/**
 * Runs an extension's tests in a VS Code server, seen through a browser without a screen; the environment names the editor.
 * Understands those arguments of VS Code that the test runner passes, and leaves out the ones that only concern a desktop.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startChromium } from "./chromium.js";
import { type EditorName, editor } from "./editors.js";
import { startServer } from "./server.js";
import { workbenchAddress } from "./workbench.js";

/** Which editor to run, whether its workspaces start untrusted, and how long a run may take. */
export const EDITOR_VARIABLE = "PARAPET_TEST_EDITOR";
export const RESTRICTED_VARIABLE = "PARAPET_TEST_RESTRICTED";
export const MINUTES_VARIABLE = "PARAPET_TEST_MINUTES";
const RUN_MINUTES = 5;
/** What the editor printed, in its folder for user data: much, and of use only when tests did not even start. */
export const LOG_FILE = "printed.log";

export async function runInServer(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    strict: false,
    options: {
      "user-data-dir": { type: "string" },
      extensionDevelopmentPath: { type: "string" },
      extensionTestsPath: { type: "string" },
    },
  });
  const data = await mkdtemp(join(tmpdir(), "parapet-editor-"));
  const server = await startServer({
    editor: editor((process.env[EDITOR_VARIABLE] ?? "oldest") as EditorName),
    data,
    trust: process.env[RESTRICTED_VARIABLE] === undefined,
    driver: true,
  });
  const browser = await startChromium();
  const printed: string[] = [];
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    const ended = new Promise<number>((done) => {
      void page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => printed.push([type, ...args].join(" ")));
      void page.exposeFunction("codeAutomationExit", done);
    });
    const address = workbenchAddress({
      port: server.port,
      ...(positionals[0] === undefined ? {} : { open: positionals[0] }),
      extensionDevelopmentPath: String(values["extensionDevelopmentPath"]),
      extensionTestsPath: String(values["extensionTestsPath"]),
    });
    await page.goto(address);
    const code = await Promise.race([ended, tooLong()]);
    const user = String(values["user-data-dir"]);
    await mkdir(user, { recursive: true });
    await writeFile(join(user, LOG_FILE), [...printed, server.log()].join("\n"));
    return code;
  } finally {
    await browser.close();
    await server.stop();
    await rm(data, { recursive: true, force: true });
  }
}

function tooLong(): Promise<number> {
  const minutes = Number(process.env[MINUTES_VARIABLE] ?? RUN_MINUTES);
  return new Promise((done) => {
    setTimeout(() => {
      console.error(`The tests did not end within ${minutes} minutes.`);
      done(1);
    }, minutes * 60_000).unref();
  });
}
