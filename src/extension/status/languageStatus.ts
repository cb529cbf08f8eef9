/** One language status item: what Parapet is doing, or what it found. Nothing pops up; whoever wants to know looks here. */
import * as vscode from "vscode";
import type { StatusNotification } from "../../server/protocol.js";
import type { Client } from "../client/client.js";
import { commandFor } from "../commands.js";
import { passes } from "../filter/filter.js";
import type { FilterState } from "../filter/filterState.js";
import { counted } from "../counted.js";

const { t } = vscode.l10n;

export class LanguageStatus implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly subscriptions: vscode.Disposable[];
  private status: StatusNotification = { state: "scanning", message: t("Starting"), done: 0, total: 0 };

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
      item.text = `Parapet: ${counted.findings(shown.length)}`;
      const filtered = this.filter.description;
      const [calls, files] = [counted.modelCalls(results.calls.length), counted.files(results.filesFound)];
      item.detail = filtered === "" ? t("{0} in {1}", calls, files) : t("{0} in {1}; shown: {2}", calls, files, filtered);
    } else {
      item.text = `Parapet: ${status.message}`;
      item.detail = status.total > 0 ? t("{0} of {1}", status.done, status.total) : "";
    }
    item.command =
      status.state === "failed" ? commandFor("parapet.showLog", t("Show Log")) : commandFor("parapet.showRegister", t("Show Register"));
  }
}
