// `npm start [-- FOLDER] [--port N] [--no-serve]`: scans the folder, then shows it in VS Code in the browser with the extension installed.
//
// The folder is the sample application by default. Where nobody can look (the variable CI is set) it ends after the scan,
// as with `--no-serve`. The editor listens on this machine only and wants the token of the printed address.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { require } from "tsx/cjs/api";
import { packageExtension } from "./package.mjs";
import { buildAndScan, targetFolder } from "./scan.mjs";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = readArguments();
const target = targetFolder(positionals[0], "npm start");
if (target === null) process.exit(2);
const scanned = buildAndScan(target, []);
// 3: the result is incomplete, and said so; the editor can show the rest all the same.
if (scanned !== 0 && scanned !== 3) process.exit(scanned);
if (values["no-serve"] || process.env.CI) process.exit(scanned);

mkdirSync(join(project, "out"), { recursive: true });
const vsix = packageExtension(join(project, "out/parapet.vsix"));
if (vsix === null) process.exit(2);
const { serve } = require("../test/host/serve.ts", import.meta.url);
const address = await serve({ folder: target, vsix, port: values.port === undefined ? undefined : Number(values.port) });
console.log(`\n${target} is open in VS Code at\n\n    ${address}\n\nCtrl+C ends it.`);

function readArguments() {
  try {
    return parseArgs({ allowPositionals: true, options: { port: { type: "string" }, "no-serve": { type: "boolean" } } });
  } catch (error) {
    console.error(`${error.message}\nUsage: npm start [-- FOLDER] [--port N] [--no-serve]`);
    process.exit(2);
  }
}
