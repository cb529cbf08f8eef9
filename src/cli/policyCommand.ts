/** `parapet policy`: the policy in force, as YAML, with the place that each value comes from. */
import { Command } from "commander";
import { neutralise } from "../core/report/neutralise.js";
import { effectivePolicy } from "../workspace/effectivePolicy.js";
import { ExitCode } from "./exitCode.js";
import { writeResult } from "./output.js";

export function policyCommand(finish: (code: ExitCode) => void): Command {
  return new Command("policy")
    .description("Print the policy in force, defaults included, and where each value of it comes from.")
    .argument("[paths...]", "folders or workspace files", ["."])
    .option("--policy <file>", "use this policy in place of .ai-risk/policy.yaml of each folder")
    .showHelpAfterError("Run with --help to see what there is.")
    .exitOverride()
    .action(async (paths: readonly string[], { policy }: { readonly policy?: string }) => finish(await run(paths, policy)));
}

async function run(paths: readonly string[], policy: string | undefined): Promise<ExitCode> {
  const { yaml, errors } = await effectivePolicy(paths, policy);
  await writeResult(yaml, undefined);
  for (const { file, line, message, remedy } of errors) {
    const place = file === null ? "" : `${file}${line === undefined ? "" : `:${line}`}: `;
    process.stderr.write(`${neutralise(`${place}${message} ${remedy}`)}\n`);
  }
  return errors.length > 0 ? ExitCode.Incomplete : ExitCode.Clean;
}
