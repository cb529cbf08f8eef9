/** Diagnostics on their way to the Problems panel: the same filter as in the register decides which are shown. */
import * as vscode from "vscode";
import type { DiagnosticData } from "../../server/protocol.js";
import { type Filterable, passes } from "../filter/filter.js";
import type { FilterState } from "../filter/filterState.js";
import type { Results } from "./results.js";

type Publish = (uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void;

interface Received {
  readonly uri: vscode.Uri;
  readonly diagnostics: readonly vscode.Diagnostic[];
  readonly publish: Publish;
  /** What was let through last. */
  shown: readonly vscode.Diagnostic[];
}

export class Problems implements vscode.Disposable {
  private readonly received = new Map<string, Received>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly filter: FilterState,
    private readonly results: Results,
  ) {
    this.subscriptions = [filter.onDidChange(() => this.publishAll()), results.onDidChange(() => this.publishAll())];
  }

  /** What the server sent for a document; replaces what it sent before. */
  receive(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[], publish: Publish): void {
    const shown = this.passing(diagnostics);
    if (diagnostics.length === 0) this.received.delete(uri.toString());
    else this.received.set(uri.toString(), { uri, diagnostics, publish, shown });
    publish(uri, shown);
  }

  /** The server went away: what it said does not hold any more. */
  clear(): void {
    for (const { uri, publish } of this.received.values()) publish(uri, []);
    this.received.clear();
  }

  dispose(): void {
    for (const one of this.subscriptions) one.dispose();
  }

  private publishAll(): void {
    for (const one of this.received.values()) {
      const shown = this.passing(one.diagnostics);
      // With every key there are new results, and nearly all files stay as they are.
      if (shown.length === one.shown.length && shown.every((diagnostic, at) => diagnostic === one.shown[at])) continue;
      one.shown = shown;
      one.publish(one.uri, shown);
    }
  }

  private passing(diagnostics: readonly vscode.Diagnostic[]): vscode.Diagnostic[] {
    return diagnostics.filter((diagnostic) => {
      const finding = this.filterable(diagnostic);
      return finding === null || passes(this.filter.current, finding);
    });
  }

  /** Null: no finding but a mistake in a policy or declaration, which is always shown. */
  private filterable(diagnostic: vscode.Diagnostic): Filterable | null {
    const data = dataOf(diagnostic);
    if (data === null) return null;
    const known = this.results.finding(data.fingerprint)?.finding;
    if (known) return known;
    // Typed a moment ago: the diagnostic is here before the whole result.
    return { rule: codeOf(diagnostic), severity: SEVERITY[diagnostic.severity], confidence: "high", scope: "product", suppressed: null };
  }
}

const SEVERITY = {
  [vscode.DiagnosticSeverity.Error]: "error",
  [vscode.DiagnosticSeverity.Warning]: "warning",
  [vscode.DiagnosticSeverity.Information]: "info",
  [vscode.DiagnosticSeverity.Hint]: "hint",
} as const;

/** Data that the server gave a diagnostic; null when it is not about a finding. */
export function dataOf(diagnostic: vscode.Diagnostic): DiagnosticData | null {
  const { data } = diagnostic as vscode.Diagnostic & { readonly data?: Partial<DiagnosticData> };
  return typeof data?.fingerprint === "string" ? (data as DiagnosticData) : null;
}

export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : (code ?? ""));
}
