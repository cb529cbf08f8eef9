/** `parapet explain FILE:LINE`: what the analysis knows about a line, and why each rule did or did not find anything there. */
import { stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { renderExplanation } from "../core/explain/renderExplanation.js";
import { localDay } from "../workspace/localDay.js";
import { explain } from "../workspace/scan.js";
import { ExitCode } from "./exitCode.js";
import { writeResult } from "./output.js";
import { Progress } from "./progress.js";
import { UsageError } from "./usageError.js";

interface ExplainArguments {
  readonly format: "text" | "json";
  readonly root: string;
  readonly cache: boolean;
}

interface Place {
  readonly file: string;
  readonly line: number;
}

export function explainCommand(finish: (code: ExitCode) => void): Command {
  return new Command("explain")
    .description("Say what is known about the model call on a line, and why each rule did or did not find anything there.")
    .argument("<file:line>", "a line of a file, such as src/chat.ts:42", parsePlace)
    .addOption(new Option("--format <format>", "how to write the answer").choices(["text", "json"]).default("text"))
    .option("--root <folder>", "folder of the whole project, which is analysed", ".")
    .option("--no-cache", "read every file afresh and keep nothing")
    .showHelpAfterError("Run with --help to see what there is.")
    .exitOverride()
    .action(async (place: Place, options: ExplainArguments) => finish(await run(place, options)));
}

async function run({ file, line }: Place, { format, root, cache }: ExplainArguments): Promise<ExitCode> {
  const folder = resolve(root);
  const path = relative(folder, resolve(file));
  if (path.startsWith(`..${sep}`) || path === "..")
    throw new UsageError(`${file} is not in ${root}. Name the project's folder with --root.`);
  if (!(await stat(resolve(file)).catch(() => null))?.isFile())
    throw new UsageError(`${file} is no file that can be read. Name one that exists.`);
  const progress = new Progress(process.stderr, () => performance.now());
  try {
    const explanation = await explain(
      { paths: [folder], cache, today: localDay(new Date()), progress: (stage, done, total) => progress.report(stage, done, total) },
      { file: path.split(sep).join("/"), line },
    );
    progress.end();
    await writeResult(format === "json" ? `${JSON.stringify(explanation, null, 2)}\n` : renderExplanation(explanation), undefined);
    return ExitCode.Clean;
  } finally {
    progress.end();
  }
}

function parsePlace(text: string): Place {
  const [, file, line] = /^(.+):([1-9]\d*)$/.exec(text) ?? [];
  if (file === undefined) throw new InvalidArgumentError("It is a file and a line, such as src/chat.ts:42.");
  return { file, line: Number(line) };
}
