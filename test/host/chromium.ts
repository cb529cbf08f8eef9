/** A real Chromium, started without a screen from the npm package that brings its libraries along. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
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

/** The package brings one font, and none in which code is written: those of the machine are asked too. */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(tmpdir(), "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(tmpdir(), "parapet-fonts-cache")}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>
</fontconfig>
`;

export async function startChromium(): Promise<Browser> {
  execFileSync(process.execPath, [join(__dirname, "install.mjs")], { stdio: ["ignore", "inherit", "inherit"] });
  // Asked for in the words of the environment it is made for, the package also unpacks the libraries that it needs.
  process.env["AWS_EXECUTION_ENV"] = "AWS_Lambda_nodejs22.x";
  process.env["AWS_LAMBDA_JS_RUNTIME"] = "nodejs22.x";
  const { resolve } = createRequire(join(__dirname, "package.json"));
  const { default: chromium } = await import(pathToFileURL(resolve("@sparticuz/chromium")).href);
  const executablePath = await chromium.executablePath();
  const fonts = join(tmpdir(), "parapet-fonts.conf");
  writeFileSync(fonts, FONTS);
  return playwright.launch({
    executablePath,
    args: ARGUMENTS,
    timeout: START_SECONDS * 1000,
    env: { ...process.env, LD_LIBRARY_PATH: join(tmpdir(), "al2023", "lib"), FONTCONFIG_FILE: fonts },
  });
}
