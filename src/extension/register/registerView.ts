/** The view "AI Risk Register": a native tree over the latest results, with a badge that counts what is shown. */
import * as vscode from "vscode";
import type { Results } from "../client/results.js";
import { registerCommand } from "../commands.js";
import { askFilter } from "../filter/filterPick.js";
import type { FilterState } from "../filter/filterState.js";
import { counted } from "../counted.js";
import { itemOf } from "./registerItems.js";
import { countForBadge, GROUPINGS, type Grouping, type GroupNode, type RegisterNode, registerTree } from "./registerTree.js";

const { t } = vscode.l10n;
const STORED_GROUPING = "parapet.grouping";

export class RegisterView implements vscode.TreeDataProvider<RegisterNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<RegisterNode>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly parents = new Map<string, RegisterNode>();
  private groups: readonly GroupNode[] = [];
  private grouping: Grouping;
  private drawn = "";

  constructor(
    private readonly results: Results,
    private readonly filter: FilterState,
    private readonly memory: vscode.Memento,
  ) {
    const stored = memory.get<string>(STORED_GROUPING);
    this.grouping = GROUPINGS.find((known) => known === stored) ?? "system";
    this.view = vscode.window.createTreeView("parapet.register", { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.changed,
      results.onDidChange(() => this.update()),
      filter.onDidChange(() => this.update()),
      registerCommand("parapet.showRegister", () => vscode.commands.executeCommand("parapet.register.focus")),
      registerCommand("parapet.filterFindings", async () => {
        const chosen = await askFilter(filter.current);
        if (chosen) filter.set(chosen);
      }),
      registerCommand("parapet.clearFilter", () => filter.clear()),
      registerCommand("parapet.groupFindings", () => this.askGrouping()),
    ];
    this.update();
  }

  getTreeItem(node: RegisterNode): vscode.TreeItem {
    return itemOf(node);
  }

  getChildren(node?: RegisterNode): RegisterNode[] {
    return [...(node ? node.children : this.groups)];
  }

  getParent(node: RegisterNode): RegisterNode | undefined {
    return this.parents.get(node.id);
  }

  /** Selects a step in the tree when the tree can be seen anyway. */
  async revealStep(fingerprint: string, index: number): Promise<void> {
    if (!this.view.visible) return;
    for (const group of this.groups) {
      for (const child of group.children) {
        for (const finding of child.kind === "finding" ? [child] : child.children) {
          const step = finding.children[index];
          if (finding.located.finding.fingerprint === fingerprint && step) {
            await this.view.reveal(step, { select: true, focus: false, expand: true });
            return;
          }
        }
      }
    }
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  /** With every key there are new results; a tree that is drawn again for nothing flickers, and loses branches that are being opened. */
  private update(): void {
    const { findings, calls, filesFound, complete } = this.results;
    const shown = findings.map(({ uri, range, finding }) => [uri, range, finding]);
    const toDraw = JSON.stringify([this.grouping, this.filter.current, shown, calls.length, filesFound, complete]);
    if (toDraw === this.drawn) return;
    this.drawn = toDraw;
    this.groups = registerTree(this.results.findings, this.filter.current, this.grouping);
    this.parents.clear();
    const remember = (node: RegisterNode): void => {
      for (const child of node.children) {
        this.parents.set(child.id, node);
        remember(child);
      }
    };
    for (const group of this.groups) remember(group);
    const count = countForBadge(this.groups);
    this.view.badge = count === 0 ? undefined : { value: count, tooltip: t("{0}, hints not counted", counted.openFindings(count)) };
    this.view.description = this.filter.description;
    this.view.message = this.emptyMessage() ?? "";
    this.changed.fire(undefined);
  }

  /** An empty view says why it is empty and what was looked for. */
  private emptyMessage(): string | undefined {
    const { results } = this;
    if (this.groups.length > 0 || !results.complete) return undefined;
    if (results.findings.length > 0) return t("{0} hidden by the filter or suppressed.", counted.findings(results.findings.length));
    if (results.filesFound === 0) return undefined;
    const files = counted.files(results.filesFound);
    return results.calls.length === 0
      ? t("No model call found in {0}: known SDKs, agent frameworks and HTTP requests to model hosts were looked for.", files)
      : t("{0} in {1} checked against the policy: nothing to report.", counted.modelCalls(results.calls.length), files);
  }

  private async askGrouping(): Promise<void> {
    const words: Readonly<Record<Grouping, string>> = {
      system: t("AI system"),
      rule: t("Rule"),
      file: t("File"),
      severity: t("Severity"),
    };
    const items = GROUPINGS.map((grouping) => ({
      label: words[grouping],
      grouping,
      ...(grouping === this.grouping ? { description: t("current") } : {}),
    }));
    const chosen = await vscode.window.showQuickPick(items, { title: t("Group Findings By") });
    if (!chosen) return;
    this.grouping = chosen.grouping;
    void this.memory.update(STORED_GROUPING, chosen.grouping);
    this.update();
  }
}
