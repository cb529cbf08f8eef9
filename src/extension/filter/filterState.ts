/** The filter in force in this window: remembered per workspace, announced to every surface at once. */
import * as vscode from "vscode";
import { describeFilter, EVERYTHING, type Filter, readFilter, showsEverything } from "./filter.js";

const STORED = "parapet.filter";

export class FilterState implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Filter>();
  readonly onDidChange = this.changed.event;
  private filter: Filter;

  constructor(private readonly memory: vscode.Memento) {
    this.filter = readFilter(memory.get(STORED));
    this.announce();
  }

  get current(): Filter {
    return this.filter;
  }

  get description(): string {
    return describeFilter(this.filter, vscode.l10n.t);
  }

  set(filter: Filter): void {
    this.filter = filter;
    void this.memory.update(STORED, filter);
    this.announce();
    this.changed.fire(filter);
  }

  clear(): void {
    this.set(EVERYTHING);
  }

  dispose(): void {
    this.changed.dispose();
  }

  private announce(): void {
    void vscode.commands.executeCommand("setContext", "parapet.filtered", !showsEverything(this.filter));
  }
}
