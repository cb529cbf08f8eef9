/** What VS Code calls to run the tests inside its extension host; the report goes to the file that the environment names. */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import Mocha from "mocha";

export async function run(): Promise<void> {
  const { PARAPET_TEST_SUITES: suites, PARAPET_TEST_REPORT: report } = process.env;
  if (!suites || !report) throw new Error("The runner names the suites and the report in the environment.");
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, slow: 2_000, reporter: "spec", color: false });
  for (const file of readdirSync(suites)) if (file.endsWith(".js")) mocha.addFile(join(suites, file));
  const lines: string[] = [];
  Mocha.reporters.Base.consoleLog = (...words: unknown[]) => lines.push(format(words));
  const stats = await new Promise<Mocha.Stats>((done) => {
    const runner = mocha.run(() => done(runner.stats as Mocha.Stats));
  });
  writeFileSync(report, `${lines.join("\n")}\n${stats.passes} passed, ${stats.failures} failed\n`);
  if (stats.failures > 0) throw new Error(`${stats.failures} failed`);
}

function format([text = "", ...values]: unknown[]): string {
  return values.reduce<string>(
    (line, value) => line.replace(/%[sd]/, () => (typeof value === "string" ? value : inspect(value))),
    String(text),
  );
}
