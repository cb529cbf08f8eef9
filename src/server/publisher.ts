/** What the server tells the editor of new results unasked: diagnostics, and that the rest is to be asked for again. */
import { type ClientCapabilities, CodeLensRefreshRequest, type Connection, type Diagnostic } from "vscode-languageserver/node";
import { diagnosticOf, mistakeOf } from "./diagnostics.js";
import type { OpenDocuments } from "./openDocuments.js";
import { methods, type ResultsNotification } from "./protocol.js";
import type { ResultStore } from "./resultStore.js";

export class Publisher {
  /** A notebook was opened or closed: what is known is to be shown at other places. */
  moved = false;
  private readonly published = new Map<string, string>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: OpenDocuments,
    private readonly results: ResultStore,
    private readonly capabilities: () => ClientCapabilities,
  ) {}

  publish(): void {
    const { documents, results } = this;
    const byUri = new Map<string, Diagnostic[]>();
    const add = (uri: string, diagnostic: Diagnostic): void => {
      const list = byUri.get(uri);
      if (list) list.push(diagnostic);
      else byUri.set(uri, [diagnostic]);
    };
    this.moved = false;
    const withPath = this.capabilities().textDocument?.publishDiagnostics?.relatedInformation === true;
    const open = results.findings.filter((one) => one.finding.suppressed === null);
    for (const one of documents.notebooks.findings(open)) add(one.uri, diagnosticOf(one, results.version, withPath));
    results.errors.forEach((error, at) => {
      const uri = results.errorUris[at];
      if (uri && error.line !== undefined) add(uri, mistakeOf(error.line, error.message, error.remedy));
    });
    for (const uri of new Set([...byUri.keys(), ...this.published.keys()])) {
      const document = documents.texts.get(uri);
      // Typed on since: the next answer is about what is there now.
      if (documents.isBehind(uri, results.versions)) continue;
      const diagnostics = byUri.get(uri) ?? [];
      const text = JSON.stringify(diagnostics.map(({ data: _data, ...rest }) => rest));
      if (this.published.get(uri) === text && !document) continue;
      if (diagnostics.length === 0) this.published.delete(uri);
      else this.published.set(uri, text);
      void this.connection.sendDiagnostics({ uri, diagnostics, ...(document ? { version: document.version } : {}) });
    }
    const notification: ResultsNotification = { version: results.version, calls: results.calls.length, findings: open.length };
    void this.connection.sendNotification(methods.results, notification);
    this.refreshLenses();
  }

  refreshLenses(): void {
    if (this.capabilities().workspace?.codeLens?.refreshSupport)
      void this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }
}
