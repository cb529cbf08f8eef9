/** Why a view is empty, as a context key: the manifest's welcome texts hang on it. */
import * as vscode from "vscode";
import type { Client } from "../client/client.js";
import { passes } from "../filter/filter.js";
import type { FilterState } from "../filter/filterState.js";

/** The values that `when` clauses of the manifest compare with. */
export type ViewState = "scanning" | "failed" | "no-files" | "no-calls" | "clean" | "hidden" | "findings";

export function announceViewState(client: Client, filter: FilterState): vscode.Disposable {
  let failed = false;
  const update = (): void => {
    const { results } = client;
    const shown = results.findings.some(({ finding }) => passes(filter.current, finding));
    let state: ViewState = "findings";
    if (!results.complete) state = failed ? "failed" : "scanning";
    else if (!shown) {
      if (results.findings.length > 0) state = "hidden";
      else if (results.filesFound === 0) state = "no-files";
      else state = results.calls.length === 0 ? "no-calls" : "clean";
    }
    void vscode.commands.executeCommand("setContext", "parapet.state", state);
  };
  update();
  return vscode.Disposable.from(
    client.results.onDidChange(update),
    filter.onDidChange(update),
    client.onDidChangeStatus((status) => {
      failed = status.state === "failed";
      update();
    }),
  );
}
