/** One language status item: what Parapet is doing, or what it found. Nothing pops up; whoever wants to know looks here. */
import * as vscode from "vscode";
import type { StatusNotification } from "../../server/protocol.js";
import type { Client } from "../client/client.js";
import { commandFor } from "../commands.js";
import { passes } from "../filter/filter.js";
import type { FilterState } from "../filter/filterState.js";
import { counted } from "../register/registerItems.js";

export class LanguageStatus implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly subscriptions: vscode.Disposable[];
  private status: StatusNotification = { state: "scanning", message: "Starting", done: 0, total: 0 };

  constructor(
    selector: vscode.DocumentSelector,
    private readonly client: Client,
    private readonly filter: FilterState,
  ) {
    this.item = vscode.languages.createLanguageStatusItem("parapet.status", selector);
    this.item.name = "Parapet";
    this.subscriptions = [
      this.item,
      client.onDidChangeStatus((status) => {
        this.status = status;
        this.update();
      }),
      client.results.onDidChange(() => this.update()),
      filter.onDidChange(() => this.update()),
    ];
    this.update();
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  private update(): void {
    const { item, status } = this;
    const { results } = this.client;
    const shown = results.findings.filter(({ finding }) => finding.suppressed === null && passes(this.filter.current, finding));
    item.busy = status.state === "scanning";
    item.severity = status.state === "failed" ? vscode.LanguageStatusSeverity.Warning : vscode.LanguageStatusSeverity.Information;
    if (status.state === "idle" && results.complete) {
      item.text = `Parapet: ${counted(shown.length, "finding")}`;
      const filtered = this.filter.description;
      item.detail = `${counted(results.calls.length, "model call")} in ${counted(results.filesFound, "file")}${filtered === "" ? "" : `; shown: ${filtered}`}`;
    } else {
      item.text = `Parapet: ${status.message}`;
      item.detail = status.total > 0 ? `${status.done} of ${status.total}` : "";
    }
    item.command =
      status.state === "failed" ? commandFor("parapet.showLog", "Show Log") : commandFor("parapet.showRegister", "Show Register");
  }
}
