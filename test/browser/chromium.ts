/** A real Chromium from the npm project beside this folder, installed there the first time it is asked for. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const HOST = join(__dirname, "..", "host");

/** The part of playwright that the tests use. */
export interface Page {
  goto(address: string): Promise<unknown>;
  evaluate<Argument, Result>(inPage: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--single-process",
  "--no-zygote",
  "--headless=shell",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export async function startChromium(): Promise<Browser> {
  if (!existsSync(join(HOST, "node_modules", "playwright-core"))) {
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: HOST,
      stdio: "ignore",
      shell: process.platform === "win32",
    });
  }
  // Asked for in the words of the environment it is made for, the package also unpacks the libraries that it needs.
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
  process.env["AWS_LAMBDA_JS_RUNTIME"] = "nodejs22.x";
  const { resolve } = createRequire(join(HOST, "package.json"));
  const { default: chromium } = await import(pathToFileURL(resolve("@sparticuz/chromium")).href);
  const { chromium: playwright } = createRequire(join(HOST, "package.json"))("playwright-core");
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ARGUMENTS,
    env: { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib") },
  });
}
