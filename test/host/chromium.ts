/** A real Chromium, started without a screen from the npm package that brings its libraries along. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium as playwright } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--no-zygote",
  "--disable-gpu",
  // Containers often have little memory to share.
  "--disable-dev-shm-usage",
  "--headless=shell",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const START_SECONDS = 120;

export async function startChromium(): Promise<Browser> {
  execFileSync(process.execPath, [join(__dirname, "install.mjs")], { stdio: ["ignore", "inherit", "inherit"] });
  // Asked for in the words of the environment it is made for, the package also unpacks the libraries that it needs.
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
  process.env["AWS_LAMBDA_JS_RUNTIME"] = "nodejs22.x";
  const { resolve } = createRequire(join(__dirname, "package.json"));
  const { default: chromium } = await import(pathToFileURL(resolve("@sparticuz/chromium")).href);
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ARGUMENTS,
    timeout: START_SECONDS * 1000,
    env: { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib") },
  });
}
