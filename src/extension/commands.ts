/** Registers and refers to commands by the typed map alone: a wrong name or argument does not compile. */
import * as vscode from "vscode";
import type { CommandArguments, CommandName } from "./commandNames.js";

export function registerCommand<Name extends CommandName>(
  name: Name,
  run: (...given: CommandArguments[Name]) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(name, run as (...given: unknown[]) => unknown);
}

/** A command for a tree item, a link or a light bulb. */
export function commandFor<Name extends CommandName>(name: Name, title: string, ...given: CommandArguments[Name]): vscode.Command {
  return { command: name, title, arguments: given };
}
