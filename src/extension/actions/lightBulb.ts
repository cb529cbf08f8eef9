/** What the light bulb offers besides the server's fixes: look at the flow, read the rule. Computed from what is known already. */
import * as vscode from "vscode";
import { codeOf, dataOf } from "../client/problems.js";
import type { Results } from "../client/results.js";
import { commandFor } from "../commands.js";

const { t } = vscode.l10n;

export function registerLightBulb(results: Results, selector: vscode.DocumentSelector): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions(_document, _range, context) {
        const actions: vscode.CodeAction[] = [];
        for (const diagnostic of context.diagnostics) {
          const data = dataOf(diagnostic);
          if (data === null) continue;
          const rule = codeOf(diagnostic);
          const steps = results.finding(data.fingerprint)?.finding.path.length ?? 0;
          if (steps > 0) {
            const { fingerprint } = data;
            actions.push(
              action(
                t("Show the {0} steps of {1}", steps, rule),
                diagnostic,
                commandFor("parapet.showFlow", t("Show Flow"), { fingerprint }),
              ),
            );
          }
          actions.push(action(t("Explain {0}", rule), diagnostic, commandFor("parapet.showRule", t("Show Rule"), rule)));
        }
        return actions;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

function action(title: string, diagnostic: vscode.Diagnostic, command: vscode.Command): vscode.CodeAction {
  const found = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  found.diagnostics = [diagnostic];
  found.command = command;
  return found;
}
