/** The command line: reads arguments, runs a command, sets the exit code. What each command does is in its own file. */
import { Command, CommanderError } from "commander";
import packageJson from "../../package.json";
import words from "../../package.nls.json";
import { ExitCode } from "./exitCode.js";
import { explainCommand } from "./explainCommand.js";
import { lspCommand } from "./lspCommand.js";
import { survivePipeEnd } from "./output.js";
import { policyCommand } from "./policyCommand.js";
import { scanCommand } from "./scanCommand.js";
import { UsageError } from "./usageError.js";

async function main(argv: readonly string[]): Promise<number> {
  survivePipeEnd(process.stdout, process.stderr);
  let code: number = ExitCode.Clean;
  const program = new Command("parapet")
    .description(words.description)
    .version(packageJson.version)
    .showHelpAfterError("Run with --help to see what there is.")
    .exitOverride()
    .addCommand(
      scanCommand((result) => {
        code = result;
      }),
    )
    .addCommand(
      explainCommand((result) => {
        code = result;
      }),
    )
    .addCommand(
      policyCommand((result) => {
        code = result;
      }),
    )
    .addCommand(lspCommand());
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    // Commander has told its own errors; --help and --version end this way as well, with code 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.Clean : ExitCode.Usage;
    process.stderr.write(`parapet: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) return ExitCode.Usage;
    if (process.env["PARAPET_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return ExitCode.Incomplete;
  }
}

// Setting the code, and not exiting, lets what is written get out first.
void main(process.argv).then((code) => {
  process.exitCode = code;
});
