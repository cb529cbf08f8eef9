/** The view "Model Calls": the inventory, which is worth reading without a single finding. */
import * as vscode from "vscode";
import { openPlace, placeOf } from "../client/positions.js";
import type { Results } from "../client/results.js";
import { commandFor, registerCommand } from "../commands.js";
import { counted } from "../register/registerItems.js";
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

export class CallsView implements vscode.TreeDataProvider<CallsNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: vscode.TreeView<CallsNode>;
  private readonly subscriptions: vscode.Disposable[];
  private readonly parents = new Map<string, CallsNode>();
  private providers: readonly ProviderNode[] = [];

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

  private update(): void {
    this.providers = callsTree(this.results.calls);
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
      this.view.message = `No model call found in ${counted(filesFound, "file")}: known SDKs, agent frameworks and HTTP requests to model hosts were looked for.`;
    } else {
      this.view.message = blindSpots.length > 0 ? `${counted(blindSpots.length, "place")} could not be followed to the end.` : "";
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
  item.description = counted(node.count, "call");
  item.iconPath = new vscode.ThemeIcon("cloud");
  item.accessibilityInformation = { label: `Provider ${node.name}, ${counted(node.count, "call")}` };
  return item;
}

function modelItem(node: ModelNode): vscode.TreeItem {
  const name = node.name === "" ? "model not known" : node.name;
  const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Expanded);
  item.description = node.name === "" ? "" : node.pinned ? "pinned version" : "version not pinned";
  item.iconPath = new vscode.ThemeIcon("sparkle");
  item.accessibilityInformation = { label: `Model ${name}, ${item.description}, ${counted(node.children.length, "call")}` };
  return item;
}

function callItem({ located }: CallNode): vscode.TreeItem {
  const { call } = located;
  const item = new vscode.TreeItem(`${call.file}:${call.line}`, vscode.TreeItemCollapsibleState.Collapsed);
  const classes = dataClasses(call);
  item.description = [call.operation, classes, call.scope === "product" ? "" : call.scope].filter((part) => part !== "").join(" · ");
  item.iconPath = new vscode.ThemeIcon("call-outgoing");
  item.tooltip = `${call.callee}\n${call.provider} ${call.operation} (${call.phase}), ${call.confidence} confidence`;
  item.command = commandFor("parapet.openPlace", "Open", placeOf(located.uri, call));
  item.accessibilityInformation = { label: `Call ${call.callee} in ${call.file} line ${call.line}, ${item.description}` };
  return item;
}

function inputItem({ input, uri }: InputNode): vscode.TreeItem {
  const item = new vscode.TreeItem(`${input.role}: ${input.text.replace(/\s+/g, " ")}`, vscode.TreeItemCollapsibleState.None);
  const { level, basis, clearance } = input.classification;
  const trust = input.trusted === true ? "trusted" : input.trusted === false ? "untrusted" : "trust not known";
  const classified = level === null ? "unclassified" : `${level} (${basis})`;
  item.description = `${input.kind} · ${trust} · ${classified}`;
  item.iconPath = new vscode.ThemeIcon(input.trusted === false ? "unverified" : "symbol-variable");
  item.tooltip = `${input.file}:${input.line}\n${item.description}${clearance === null ? "" : `\nCleared up to ${clearance}`}`;
  item.command = commandFor("parapet.openPlace", "Open Source", placeOf(uri, input));
  item.accessibilityInformation = { label: `Input in the ${input.role} role: ${input.text}, ${item.description}` };
  return item;
}

function controlItem(node: ControlNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.label, vscode.TreeItemCollapsibleState.None);
  item.description = node.detail;
  item.iconPath = new vscode.ThemeIcon(node.present === null ? "question" : node.present ? "pass" : "circle-slash");
  if (node.place) item.command = commandFor("parapet.openPlace", "Open Record", placeOf(node.place.uri, node.place));
  const state = node.present === null ? "not known" : node.present ? "present" : "missing";
  item.accessibilityInformation = { label: `Control ${node.label}, ${state}, ${node.detail}` };
  return item;
}
