/** What the editor asks of the server. Whoever asks about a document waits until what is known is about its text of now. */
import type {
  CancellationToken,
  ClientCapabilities,
  CodeAction,
  CodeActionParams,
  CodeLens,
  Connection,
  Hover,
  Position,
} from "vscode-languageserver/node";
import { asksForQuickFixes, codeActionsOf, findingsUnder } from "./codeActions.js";
import { codeLensOf } from "./codeLens.js";
import type { EngineLink } from "./engineClient.js";
import { hoverOf } from "./hover.js";
import type { OpenDocuments } from "./openDocuments.js";
import { pathOf } from "./places.js";
import {
  type CallsParams,
  type CallsResult,
  type ExplainParams,
  type ExplainResult,
  type FindingsParams,
  type FindingsResult,
  type LocatedCall,
  methods,
  type PolicyResult,
  type ProtocolRange,
} from "./protocol.js";
import type { ResultStore } from "./resultStore.js";

export interface RequestHandlersOptions {
  readonly documents: OpenDocuments;
  readonly results: ResultStore;
  readonly capabilities: () => ClientCapabilities;
  readonly showsLenses: () => boolean;
  readonly engine: () => EngineLink;
  /** Something is at work, or will be. */
  readonly isWorking: () => boolean;
  /** Starts to read everything again. */
  readonly rescan: () => Promise<void>;
}

export class RequestHandlers {
  /** Settings are read and the first scan is on its way: before that there is nothing to answer from. */
  begun = false;
  private waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];

  constructor(
    connection: Connection,
    private readonly options: RequestHandlersOptions,
  ) {
    connection.onHover(({ textDocument, position }, token) => this.hover(textDocument.uri, position, token));
    connection.onCodeLens(({ textDocument }, token) => this.codeLenses(textDocument.uri, token));
    connection.onCodeAction((params, token) => this.codeActions(params, token));
    connection.onRequest(methods.calls, (params: CallsParams | null, token: CancellationToken) => this.calls(params ?? {}, token));
    connection.onRequest(methods.findings, (params: FindingsParams | null, token: CancellationToken) => this.findings(params ?? {}, token));
    connection.onRequest(methods.explain, (params: ExplainParams, token: CancellationToken) => this.explain(params, token));
    connection.onRequest(methods.policy, (token: CancellationToken) => this.policy(token));
    connection.onRequest(methods.rescan, (token: CancellationToken) => this.rescan(token));
  }

  /** To be told whenever what is known, or whether anything is at work, may be another. */
  wake(): void {
    const over = this.waiting.filter((one) => one.isOver());
    this.waiting = this.waiting.filter((one) => !over.includes(one));
    for (const { resolve } of over) resolve();
  }

  private async hover(uri: string, position: Position, token: CancellationToken): Promise<Hover | null> {
    await this.current(uri, token);
    const call = this.shownCalls(uri).find((one) => isInside(one.range, position));
    if (!call) return null;
    return { contents: { kind: "markdown", value: hoverOf(call, this.options.results.findingsOf(call)) }, range: call.range };
  }

  private async codeLenses(uri: string, token: CancellationToken): Promise<CodeLens[]> {
    const { results, showsLenses } = this.options;
    await this.until(() => !showsLenses() || this.isCurrent(uri), token);
    if (!showsLenses()) return [];
    return this.shownCalls(uri).map((one) => codeLensOf(one, results.findingsOf(one)));
  }

  private async codeActions({ textDocument: { uri }, context }: CodeActionParams, token: CancellationToken): Promise<CodeAction[]> {
    const { documents, results, engine, capabilities } = this.options;
    if (!asksForQuickFixes(context.only)) return [];
    await this.current(uri, token);
    const under = findingsUnder(context.diagnostics, results.findings);
    if (under.length === 0 || token.isCancellationRequested) return [];
    const wanted = new Set(under.map(({ finding }) => finding.call));
    const calls = results.calls.map(({ call }) => call).filter(({ id }) => wanted.has(id));
    const fixes = await engine().fixes({ findings: under.map(({ finding }) => finding), calls });
    const shown = fixes.flatMap((fix) => documents.notebooks.fix(fix) ?? []);
    return codeActionsOf(shown, context.diagnostics, capabilities());
  }

  private async calls({ uri, paths }: CallsParams, token: CancellationToken): Promise<CallsResult> {
    const { documents, results } = this.options;
    await this.ready(uri, token);
    const { version, blindSpots } = results;
    const spots = uri === undefined ? blindSpots : blindSpots.filter((one) => one.uri === documents.notebooks.ownerOf(uri));
    const calls = this.shownCalls(uri);
    return { version, calls: paths === false ? calls.map(withoutPaths) : calls, blindSpots: spots };
  }

  private async findings({ uri }: FindingsParams, token: CancellationToken): Promise<FindingsResult> {
    const { documents, results } = this.options;
    await this.ready(uri, token);
    const { version, findings, errors, filesFound } = results;
    return { version, findings: documents.notebooks.findings(findings, uri), errors, filesFound };
  }

  private async explain({ uri, line }: ExplainParams, token: CancellationToken): Promise<ExplainResult> {
    const { notebooks } = this.options.documents;
    await this.current(uri, token);
    const path = pathOf(notebooks.ownerOf(uri));
    if (path === null || token.isCancellationRequested) return { markdown: null };
    return { markdown: await this.options.engine().explain(path, notebooks.fileLine(uri, line)) };
  }

  private async policy(token: CancellationToken): Promise<PolicyResult> {
    await this.ready(undefined, token);
    return { yaml: token.isCancellationRequested ? null : await this.options.engine().policy() };
  }

  private async rescan(token: CancellationToken): Promise<null> {
    await this.options.rescan();
    await this.until(() => !this.options.isWorking(), token);
    return null;
  }

  private shownCalls(uri?: string): readonly LocatedCall[] {
    const { documents, results } = this.options;
    return documents.notebooks.calls(results.calls, uri);
  }

  private ready(uri: string | undefined, token: CancellationToken): Promise<void> {
    const { results, isWorking } = this.options;
    return uri === undefined ? this.until(() => results.complete || !isWorking(), token) : this.current(uri, token);
  }

  /** Waits until what is known about a document is about its text of now. */
  private current(uri: string, token: CancellationToken): Promise<void> {
    return this.until(() => this.isCurrent(uri), token);
  }

  private isCurrent(uri: string): boolean {
    const { documents, results, isWorking } = this.options;
    return !isWorking() || (documents.isOpen(uri) ? !documents.isBehind(uri, results.versions) : results.complete);
  }

  private until(condition: () => boolean, token: CancellationToken): Promise<void> {
    const isOver = (): boolean => this.begun && condition();
    if (isOver() || token.isCancellationRequested) return Promise.resolve();
    return new Promise((resolve) => {
      const one = { isOver, resolve };
      this.waiting.push(one);
      token.onCancellationRequested(() => {
        this.waiting = this.waiting.filter((other) => other !== one);
        resolve();
      });
    });
  }
}

function withoutPaths(located: LocatedCall): LocatedCall {
  const { call } = located;
  return {
    ...located,
    call: { ...call, inputs: call.inputs.map((input) => ({ ...input, path: [] })) },
    pathUris: call.inputs.map(() => []),
  };
}

function isInside({ start, end }: ProtocolRange, { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}
