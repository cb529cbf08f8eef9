/** `parapet lsp`: the language server of every editor, over standard input and output. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Command } from "commander";

export function lspCommand(): Command {
  return new Command("lsp")
    .description("Run the language server, for editors.")
    .requiredOption("--stdio", "speak over standard input and output")
    .exitOverride()
    .action(async () => {
      // A program of its own beside this one: scans do not carry it along. It reads the same arguments.
      await import(pathToFileURL(join(__dirname, "server.js")).href);
      // It ends the process itself when its client is gone.
      await new Promise(() => undefined);
    });
}
