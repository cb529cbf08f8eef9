/** The view "Model Calls": the inventory, which is worth reading without a single finding. */
import * as vscode from "vscode";
import { openPlace, placeOf } from "../client/positions.js";
import type { Results } from "../client/results.js";
import { commandFor, registerCommand } from "../commands.js";
import { counted } from "../counted.js";
import { placeName } from "../placeName.js";
import {
  type CallNode,
  type CallsNode,
  type ControlNode,
  callsTree,
  dataClasses,
  type InputNode,
  type ModelNode,
  type ProviderNode,
} from "./callsTree.js";

const { t } = vscode.l10n;

export class CallsView implements vscode.TreeDataProvider<CallsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<CallsNode>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly parents = new Map<string, CallsNode>();
  private providers: readonly ProviderNode[] = [];
  private drawn = "";

  constructor(private readonly results: Results) {
    this.view = vscode.window.createTreeView("parapet.calls", { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.view,
      this.changed,
      results.onDidChange(() => this.update()),
      registerCommand("parapet.showCall", (wanted) => this.show(wanted?.call)),
    ];
  }

  getTreeItem(node: CallsNode): vscode.TreeItem {
    const item = itemOf(node);
    item.id = node.id;
    item.contextValue = node.kind;
    return item;
  }

  getChildren(node?: CallsNode): CallsNode[] {
    return [...(node ? node.children : this.providers)];
  }

  getParent(node: CallsNode): CallsNode | undefined {
    return this.parents.get(node.id);
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  /** With every key there are new results; a tree that is drawn again for nothing flickers, and loses branches that are being opened. */
  private update(): void {
    const toDraw = JSON.stringify([this.results.calls.map(({ uri, range, call }) => [uri, range, call]), this.results.filesFound]);
    if (toDraw === this.drawn) return;
    this.drawn = toDraw;
    this.providers = callsTree(this.results.calls, t);
    this.parents.clear();
    const remember = (node: CallsNode): void => {
      for (const child of node.children) {
        this.parents.set(child.id, node);
        remember(child);
      }
    };
    for (const provider of this.providers) remember(provider);
    const { calls, blindSpots, filesFound } = this.results;
    this.view.description = calls.length > 0 ? String(calls.length) : "";
    if (calls.length === 0 && filesFound > 0) {
      const files = counted.files(filesFound);
      this.view.message = t(
        "No model call found in {0}: known SDKs, agent frameworks and HTTP requests to model hosts were looked for.",
        files,
      );
    } else {
      this.view.message = blindSpots.length > 0 ? t("{0} could not be followed to the end.", counted.places(blindSpots.length)) : "";
    }
    this.changed.fire(undefined);
  }

  /** Without an id: the call at the cursor, else the view as it is. */
  private async show(id: string | undefined): Promise<void> {
    const node = this.callNodes().find(({ located }) => (id === undefined ? isAtCursor(located) : located.call.id === id));
    if (!node) {
      await vscode.commands.executeCommand("parapet.calls.focus");
      return;
    }
    await openPlace(placeOf(node.located.uri, node.located.call));
    await this.view.reveal(node, { select: true, focus: false, expand: true });
  }

  private callNodes(): CallNode[] {
    return this.providers.flatMap((provider) => provider.children.flatMap((model) => [...model.children]));
  }
}

function isAtCursor({ uri, range }: CallNode["located"]): boolean {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.document.uri.toString() !== vscode.Uri.parse(uri).toString()) return false;
  const { line } = editor.selection.active;
  return line >= range.start.line && line <= range.end.line;
}

function itemOf(node: CallsNode): vscode.TreeItem {
  switch (node.kind) {
    case "provider":
      return providerItem(node);
    case "model":
      return modelItem(node);
    case "call":
      return callItem(node);
    case "input":
      return inputItem(node);
    case "control":
      return controlItem(node);
  }
}

function providerItem(node: ProviderNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.name, vscode.TreeItemCollapsibleState.Expanded);
  item.description = counted.calls(node.count);
  item.iconPath = new vscode.ThemeIcon("cloud");
  item.accessibilityInformation = { label: t("Provider {0}, {1}", node.name, counted.calls(node.count)) };
  return item;
}

function modelItem(node: ModelNode): vscode.TreeItem {
  const name = node.name === "" ? t("model not known") : node.name;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  const version = node.pinned ? t("pinned version") : t("version not pinned");
  item.description = node.name === "" ? "" : version;
  item.iconPath = new vscode.ThemeIcon("sparkle");
  item.accessibilityInformation = { label: t("Model {0}, {1}, {2}", name, item.description, counted.calls(node.children.length)) };
  return item;
}

function callItem({ located }: CallNode): vscode.TreeItem {
  const { call } = located;
  const item = new vscode.TreeItem(placeName(call, t), vscode.TreeItemCollapsibleState.Collapsed);
  const classes = dataClasses(call, t);
  item.description = [call.operation, classes, call.scope === "product" ? "" : call.scope].filter((part) => part !== "").join(" · ");
  item.iconPath = new vscode.ThemeIcon("call-outgoing");
  item.tooltip = `${call.callee}\n${t("{0} {1} ({2}), {3} confidence", call.provider, call.operation, call.phase, call.confidence)}`;
  item.command = commandFor("parapet.openPlace", t("Open"), placeOf(located.uri, call));
  item.accessibilityInformation = { label: t("Call {0} in {1}, {2}", call.callee, placeName(call, t), item.description) };
  return item;
}

function inputItem({ input, uri }: InputNode): vscode.TreeItem {
  const item = new vscode.TreeItem(`${input.role}: ${input.text.replace(/\s+/g, " ")}`, vscode.TreeItemCollapsibleState.None);
  const { level, basis, clearance } = input.classification;
  const trust = input.trusted === true ? t("trusted") : input.trusted === false ? t("untrusted") : t("trust not known");
  const classified = level === null ? t("unclassified") : `${level} (${basis})`;
  item.description = `${input.kind} · ${trust} · ${classified}`;
  item.iconPath = new vscode.ThemeIcon(input.trusted === false ? "unverified" : "symbol-variable");
  item.tooltip = [placeName(input, t), item.description, ...(clearance === null ? [] : [t("Cleared up to {0}", clearance)])].join("\n");
  item.command = commandFor("parapet.openPlace", t("Open Source"), placeOf(uri, input));
  item.accessibilityInformation = { label: t("Input in the {0} role: {1}, {2}", input.role, input.text, item.description) };
  return item;
}

function controlItem(node: ControlNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.None);
  item.description = node.detail;
  item.iconPath = new vscode.ThemeIcon(node.present === null ? "question" : node.present ? "pass" : "circle-slash");
  if (node.place) item.command = commandFor("parapet.openPlace", t("Open Record"), placeOf(node.place.uri, node.place));
  const state = node.present === null ? t("not known") : node.present ? t("present") : t("missing");
  item.accessibilityInformation = { label: t("Control {0}, {1}, {2}", node.label, state, node.detail) };
  return item;
}
