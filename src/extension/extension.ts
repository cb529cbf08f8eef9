/** Entry of the extension: starts the language server and puts every surface on its results. Nothing is analysed in this process. */
import type * as vscode from "vscode";
import type { ExtensionApi } from "./api.js";
import { registerLightBulb } from "./actions/lightBulb.js";
import { CallsView } from "./calls/callsView.js";
import { Client, documentSelector } from "./client/client.js";
import { openPlace } from "./client/positions.js";
import { registerCommand } from "./commands.js";
import { registerExplain } from "./explain/explainCall.js";
import { FilterState } from "./filter/filterState.js";
import { FlowView } from "./flow/flowView.js";
import { registerEffectivePolicy } from "./policyFile/effectivePolicy.js";
import { registerPolicyFile } from "./policyFile/policyFile.js";
import { RegisterView } from "./register/registerView.js";
import { registerRulePage } from "./rulePage/rulePage.js";
import { LanguageStatus } from "./status/languageStatus.js";
import { announceViewState } from "./status/viewState.js";
import { openSample } from "./walkthrough/sample.js";

let client: Client | null = null;

export function activate(context: vscode.ExtensionContext): ExtensionApi {
  const filter = new FilterState(context.workspaceState);
  const started = new Client(context, filter);
  client = started;
  const register = new RegisterView(started.results, filter, context.workspaceState);
  context.subscriptions.push(
    filter,
    started,
    register,
    new CallsView(started.results),
    new FlowView(started.results, (fingerprint, index) => register.revealStep(fingerprint, index)),
    new LanguageStatus(documentSelector, started, filter),
    announceViewState(started, filter),
    registerLightBulb(started.results, documentSelector),
    registerExplain(started),
    registerRulePage(context.extensionUri),
    registerPolicyFile(context.extensionUri),
    registerEffectivePolicy(started),
    registerCommand("parapet.rescan", () => started.rescan()),
    registerCommand("parapet.restartServer", () => started.restart()),
    registerCommand("parapet.showLog", () => started.showLog()),
    registerCommand("parapet.openSample", () => openSample(context)),
    registerCommand("parapet.openPlace", (place) => place && openPlace(place)),
  );
  // Not awaited: the editor goes on while the server starts.
  void started.start();
  return { results: started.results };
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
