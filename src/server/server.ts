/** The language server: the protocol on one side, the schedule of the engine on the other. Nothing is analysed in this thread. */
import { fileURLToPath } from "node:url";
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  type NotebookDocument,
  NotebookDocuments,
  type Position,
  TextDocumentSyncKind,
  TextDocuments,
  type WorkDoneProgressServerReporter,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import packageJson from "../../package.json";
import { asksForQuickFixes, codeActionsOf, findingsUnder } from "./codeActions.js";
import { codeLensOf } from "./codeLens.js";
import { diagnosticOf, mistakeOf } from "./diagnostics.js";
import { EngineClient, type EngineClientOptions, type EngineLink } from "./engineClient.js";
import type { EngineAnswer, OpenDocument } from "./engineMessages.js";
import { notebookType } from "./editorLanguages.js";
import { hoverOf } from "./hover.js";
import { OpenNotebooks } from "./openNotebooks.js";
import {
  type CallsParams,
  type CallsResult,
  type EditorSettings,
  type ExplainParams,
  type ExplainResult,
  type FindingsParams,
  type FindingsResult,
  type InitializationOptions,
  type LocatedCall,
  type LocatedFinding,
  methods,
  type PolicyResult,
  type ProtocolRange,
  type ResultsNotification,
  type StatusNotification,
} from "./protocol.js";
import { ResultStore } from "./resultStore.js";
import { Schedule } from "./schedule.js";
import { meaningOf } from "./watchedFiles.js";

/** Milliseconds without a key before an edit is analysed: a quarter of what a look at one takes, and at most these. */
const DEBOUNCE_MS = 120;
/** Changes on disk come in crowds: a checkout, a build. */
const DISK_DEBOUNCE_MS = 400;
/** So few files that change while nothing else is going on are no crowd: somebody saved them. */
const FEW_ON_DISK = 3;
const FEW_ON_DISK_MS = 5;
/** More files than this are not looked at together with an edited one: then everything is as quick. */
const MOST_RELATED = 12;

/** Folders come and go as one event under their own name, so that everything is watched and most of it is passed over. */
const WATCHED = "**/*";

export interface ServerOptions {
  readonly workerFile?: string;
  readonly heapMb?: number;
  /** Another engine than the one in a thread of its own. */
  readonly createEngine?: (options: EngineClientOptions) => EngineLink;
}

export class LanguageServer {
  private readonly documents = new TextDocuments(TextDocument);
  private readonly cells = new NotebookDocuments(TextDocument);
  private readonly notebooks = new OpenNotebooks((cell) => this.cells.getCellTextDocument(cell));
  /** A notebook was opened or closed: what is known is to be shown at other places. */
  private moved = false;
  private readonly results = new ResultStore();
  private readonly published = new Map<string, string>();
  private folders: readonly string[] = [];
  private capabilities: InitializeParams["capabilities"] = {};
  private options: InitializationOptions = {};
  private settings: EditorSettings = {};
  private engine!: EngineLink;
  private schedule!: Schedule;
  private progress: WorkDoneProgressServerReporter | null = null;
  /** The scan at work was started by somebody or something other than typing. */
  private visible = false;
  /** Settings are read and the first scan is on its way: before that there is nothing to answer from. */
  private begun = false;
  private failed = "";
  private waiting: { readonly isOver: () => boolean; readonly resolve: () => void }[] = [];

  constructor(
    private readonly connection: Connection,
    private readonly serverOptions: ServerOptions = {},
  ) {
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onShutdown(() => this.shutdown());
    connection.onDidChangeConfiguration(() => this.settingsChanged());
    connection.onDidChangeWatchedFiles(({ changes }) => this.filesChanged(changes));
    connection.onHover(({ textDocument, position }, token) => this.hover(textDocument.uri, position, token));
    connection.onCodeLens(({ textDocument }, token) => this.codeLenses(textDocument.uri, token));
    connection.onCodeAction((params, token) => this.codeActions(params, token));
    connection.onRequest(methods.calls, (params: CallsParams | null, token: CancellationToken) => this.calls(params ?? {}, token));
    connection.onRequest(methods.findings, (params: FindingsParams | null, token: CancellationToken) => this.findings(params ?? {}, token));
    connection.onRequest(methods.explain, (params: ExplainParams, token: CancellationToken) => this.explain(params, token));
    connection.onRequest(methods.policy, (token: CancellationToken) => this.policy(token));
    connection.onRequest(methods.rescan, (token: CancellationToken) => this.rescan(token));
    this.documents.onDidChangeContent(({ document }) => this.documentChanged(document));
    this.documents.onDidClose(({ document }) => this.documentClosed(document));
    this.documents.listen(connection);
    this.cells.onDidOpen((notebook) => this.notebookChanged(notebook, 0));
    this.cells.onDidChange(({ notebookDocument }) => this.notebookChanged(notebookDocument, this.debounce));
    this.cells.onDidSave((notebook) => {
      this.notebooks.saved(notebook);
      this.notebookChanged(notebook, this.debounce);
    });
    this.cells.onDidClose((notebook) => this.notebookClosed(notebook));
    this.cells.listen(connection);
  }

  // ---- life -------------------------------------------------------------------------------------------------------------

  private initialize(params: InitializeParams): InitializeResult {
    this.capabilities = params.capabilities;
    this.options = isRecord(params.initializationOptions) ? params.initializationOptions : {};
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: "" }] : []);
    this.folders = folders.flatMap(({ uri }) => pathOf(uri) ?? []);
    const { cacheFolder } = this.options;
    const options: EngineClientOptions = {
      ...this.serverOptions,
      cacheFolder,
      answered: (answer) => this.answered(answer),
      died: (file, reason, restarts) => this.engineDied(file, reason, restarts),
    };
    this.engine = this.serverOptions.createEngine?.(options) ?? new EngineClient(options);
    this.schedule = new Schedule({
      engine: this.engine,
      folders: () => (this.folders.length > 0 ? this.folders : this.openDocuments().map(({ path }) => path)),
      workspaceFile: () => this.options.workspaceFile ?? null,
      document: (path) => this.openDocuments().find((one) => one.path === path) ?? null,
      openDocuments: () => this.openDocuments(),
      related: (paths) => this.related(paths),
      settled: () => this.settled(),
    });
    return {
      serverInfo: { name: packageJson.displayName, version: packageJson.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        // Every cell, so that they can be counted; text among them is no code and is not read.
        notebookDocumentSync: { notebookSelector: [{ notebook: { notebookType, scheme: "file" } }], save: true },
        hoverProvider: true,
        codeLensProvider: { resolveProvider: false },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  private async initialized(): Promise<void> {
    const { workspace } = this.capabilities;
    if (workspace?.didChangeWatchedFiles?.dynamicRegistration) {
      void this.connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: WATCHED }] });
    }
    if (workspace?.didChangeConfiguration?.dynamicRegistration) {
      void this.connection.client.register(DidChangeConfigurationNotification.type, { section: "parapet" });
    }
    if (workspace?.workspaceFolders) {
      this.connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => pathOf(uri)));
        this.folders = [...this.folders.filter((path) => !gone.has(path)), ...added.flatMap(({ uri }) => pathOf(uri) ?? [])];
        void this.startScan(false);
      });
    }
    await this.readSettings();
    const scan = this.startScan(false);
    this.begun = true;
    await scan;
  }

  private async shutdown(): Promise<void> {
    this.schedule.dispose();
    this.endProgress();
    await this.engine.stop();
  }

  /** Those in folders are watched as files; the workspace file may lie anywhere. */
  private async settingsChanged(): Promise<void> {
    if (this.options.workspaceFile) this.schedule.foldersChanged(DISK_DEBOUNCE_MS);
    await this.readSettings();
  }

  private async readSettings(): Promise<void> {
    if (!this.capabilities.workspace?.configuration) return;
    const settings: unknown = await this.connection.workspace.getConfiguration("parapet");
    const before = this.showsLenses;
    this.settings = isRecord(settings) ? settings : {};
    if (this.showsLenses !== before) this.refreshLenses();
  }

  // ---- what changes -------------------------------------------------------------------------------------------------------

  private documentChanged(document: TextDocument): void {
    const path = pathOf(document.uri);
    if (path === null) return;
    if (this.folders.length === 0) this.schedule.foldersChanged(this.debounce);
    this.schedule.documentChanged(path, document.version === 1 ? 0 : this.debounce);
  }

  private documentClosed(document: TextDocument): void {
    const path = pathOf(document.uri);
    this.results.versions.delete(document.uri);
    if (path === null) return;
    if (this.folders.length === 0) this.schedule.foldersChanged(this.debounce);
    this.schedule.documentClosed(path, this.debounce);
  }

  private notebookChanged(notebook: NotebookDocument, delay: number): void {
    const path = pathOf(notebook.uri);
    if (path === null) return;
    this.moved ||= this.notebooks.versionOf(notebook.uri) === undefined;
    this.notebooks.update(notebook, path);
    if (this.folders.length === 0) this.schedule.foldersChanged(this.debounce);
    this.schedule.documentChanged(path, delay);
  }

  private notebookClosed(notebook: NotebookDocument): void {
    const path = pathOf(notebook.uri);
    if (path === null) return;
    this.notebooks.close(notebook);
    this.results.versions.delete(notebook.uri);
    this.moved = true;
    this.schedule.documentClosed(path, this.debounce);
  }

  private filesChanged(changes: readonly FileEvent[]): void {
    const isCrowd = this.schedule.isWorking || changes.length > FEW_ON_DISK;
    for (const { uri, type } of changes) {
      const path = pathOf(uri);
      const cameOrWent = type !== FileChangeType.Changed;
      const meaning = path === null ? null : meaningOf(path, type);
      if (path !== null && meaning === "file")
        this.schedule.changedOnDisk(path, cameOrWent, isCrowd || cameOrWent ? DISK_DEBOUNCE_MS : FEW_ON_DISK_MS);
      else if (meaning === "folders") this.schedule.foldersChanged(DISK_DEBOUNCE_MS);
    }
  }

  private get debounce(): number {
    return this.options.debounceMs ?? Math.min(DEBOUNCE_MS, this.schedule.lookMs / 4);
  }

  private openDocuments(): readonly OpenDocument[] {
    const documents = this.documents.all().flatMap((document) => {
      const path = pathOf(document.uri);
      return path === null ? [] : { path, uri: document.uri, version: document.version, text: document.getText() };
    });
    return [...documents, ...this.notebooks.documents()];
  }

  private related(paths: readonly string[]): readonly string[] | null {
    const all = new Set(paths);
    const uris = new Map(this.openDocuments().map((one) => [one.path, one.uri]));
    for (const path of paths) {
      for (const uri of this.results.filesThatDependOn(uris.get(path) ?? "")) all.add(pathOf(uri) ?? path);
      if (all.size > paths.length + MOST_RELATED) return null;
    }
    return [...all];
  }

  // ---- the engine ---------------------------------------------------------------------------------------------------------

  private async startScan(forgetAll: boolean): Promise<void> {
    this.visible = true;
    this.failed = "";
    this.status({ state: "scanning", message: "Reading the workspace", done: 0, total: 0 });
    this.schedule.scan(forgetAll);
    if (this.progress || !this.capabilities.window?.workDoneProgress) return;
    const progress = await this.connection.window.createWorkDoneProgress();
    // The scan may be over by now.
    if (!this.visible || this.progress) return progress.done();
    this.progress = progress;
    progress.begin("Parapet", undefined, "Reading the workspace", true);
    progress.token.onCancellationRequested(() => {
      this.failed = "The scan was cancelled; what is shown may be incomplete";
      this.schedule.stop();
    });
  }

  private answered(answer: EngineAnswer): void {
    switch (answer.kind) {
      case "progress": {
        const { stage, done, total } = answer;
        const message = stage === "read" ? "Reading the workspace" : stage;
        if (!this.visible) return;
        this.progress?.report(total > 0 ? Math.round((done / total) * 100) : 0, total > 0 ? `${message}: ${done} of ${total}` : message);
        this.status({ state: "scanning", message, done, total });
        return;
      }
      case "results":
        this.results.take(answer);
        this.notebooks.taken(answer.versions);
        this.publish();
        break;
      case "unchanged":
        this.results.noteVersions(answer.versions, null);
        this.notebooks.taken(answer.versions);
        if (this.moved) this.publish();
        break;
      case "failed":
        this.failed = `The analysis failed: ${answer.message}`;
        this.connection.console.error(this.failed);
        break;
      default:
    }
    this.schedule.answered(answer);
    this.wake();
  }

  private engineDied(file: string, reason: string, restarts: boolean): void {
    const what = file === "" ? "The engine stopped" : `The engine stopped while it was at ${file}; the file is left out until it changes`;
    this.connection.console.error(
      `${what} (${reason}).${restarts ? " It starts again." : ' It stopped too often and stays down until "Scan again".'}`,
    );
    this.failed = restarts ? "" : what;
    this.schedule.died(restarts);
    this.wake();
  }

  private settled(): void {
    this.visible = false;
    this.endProgress();
    const { calls, findings } = this.results;
    const open = findings.filter((one) => one.finding.suppressed === null).length;
    if (this.failed === "") this.status({ state: "idle", message: `${calls.length} model calls, ${open} findings`, done: 0, total: 0 });
    else this.status({ state: "failed", message: this.failed, done: 0, total: 0 });
    this.wake();
  }

  private endProgress(): void {
    this.progress?.done();
    this.progress = null;
  }

  private status(status: StatusNotification): void {
    void this.connection.sendNotification(methods.status, status);
  }

  // ---- what is shown ------------------------------------------------------------------------------------------------------

  private publish(): void {
    const { results } = this;
    const byUri = new Map<string, Diagnostic[]>();
    const add = (uri: string, diagnostic: Diagnostic): void => {
      const list = byUri.get(uri);
      if (list) list.push(diagnostic);
      else byUri.set(uri, [diagnostic]);
    };
    this.moved = false;
    const withPath = this.capabilities.textDocument?.publishDiagnostics?.relatedInformation === true;
    for (const one of this.shownFindings()) if (one.finding.suppressed === null) add(one.uri, diagnosticOf(one, results.version, withPath));
    results.errors.forEach((error, at) => {
      const uri = results.errorUris[at];
      if (uri && error.line !== undefined) add(uri, mistakeOf(error.line, error.message, error.remedy));
    });
    for (const uri of new Set([...byUri.keys(), ...this.published.keys()])) {
      const document = this.documents.get(uri);
      // Typed on since: the next answer is about what is there now.
      if (this.isBehind(uri)) continue;
      const diagnostics = byUri.get(uri) ?? [];
      const text = JSON.stringify(diagnostics.map(({ data: _data, ...rest }) => rest));
      if (this.published.get(uri) === text && !document) continue;
      if (diagnostics.length === 0) this.published.delete(uri);
      else this.published.set(uri, text);
      void this.connection.sendDiagnostics({ uri, diagnostics, ...(document ? { version: document.version } : {}) });
    }
    const open = results.findings.filter((one) => one.finding.suppressed === null).length;
    const notification: ResultsNotification = { version: results.version, calls: results.calls.length, findings: open };
    void this.connection.sendNotification(methods.results, notification);
    this.refreshLenses();
  }

  private refreshLenses(): void {
    if (this.capabilities.workspace?.codeLens?.refreshSupport)
      void this.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined);
  }

  private get showsLenses(): boolean {
    return this.settings.codeLens?.enabled !== false;
  }

  private async hover(uri: string, position: Position, token: CancellationToken): Promise<Hover | null> {
    await this.current(uri, token);
    const call = this.shownCalls(uri).find((one) => isInside(one.range, position));
    if (!call) return null;
    return { contents: { kind: "markdown", value: hoverOf(call, this.results.findingsOf(call)) }, range: call.range };
  }

  private async codeLenses(uri: string, token: CancellationToken): Promise<CodeLens[]> {
    await this.until(() => !this.showsLenses || this.isCurrent(uri), token);
    if (!this.showsLenses) return [];
    return this.shownCalls(uri).map((one) => codeLensOf(one, this.results.findingsOf(one)));
  }

  private async codeActions({ textDocument: { uri }, context }: CodeActionParams, token: CancellationToken): Promise<CodeAction[]> {
    if (!asksForQuickFixes(context.only)) return [];
    await this.current(uri, token);
    const under = findingsUnder(context.diagnostics, this.results.findings);
    if (under.length === 0 || token.isCancellationRequested) return [];
    const wanted = new Set(under.map(({ finding }) => finding.call));
    const calls = this.results.calls.map(({ call }) => call).filter(({ id }) => wanted.has(id));
    const fixes = await this.engine.fixes({ findings: under.map(({ finding }) => finding), calls });
    const shown = fixes.flatMap((fix) => this.notebooks.fix(fix) ?? []);
    return codeActionsOf(shown, context.diagnostics, this.capabilities);
  }

  private async calls({ uri, paths }: CallsParams, token: CancellationToken): Promise<CallsResult> {
    await this.ready(uri, token);
    const { version, blindSpots } = this.results;
    const spots = uri === undefined ? blindSpots : blindSpots.filter((one) => one.uri === this.notebooks.ownerOf(uri));
    const calls = this.shownCalls(uri);
    return { version, calls: paths === false ? calls.map(withoutPaths) : calls, blindSpots: spots };
  }

  private async findings({ uri }: FindingsParams, token: CancellationToken): Promise<FindingsResult> {
    await this.ready(uri, token);
    const { version, errors, filesFound } = this.results;
    return { version, findings: this.shownFindings(uri), errors, filesFound };
  }

  private async explain({ uri, line }: ExplainParams, token: CancellationToken): Promise<ExplainResult> {
    await this.current(uri, token);
    const path = pathOf(this.notebooks.ownerOf(uri));
    if (path === null || token.isCancellationRequested) return { markdown: null };
    return { markdown: await this.engine.explain(path, this.notebooks.fileLine(uri, line)) };
  }

  private async policy(token: CancellationToken): Promise<PolicyResult> {
    await this.ready(undefined, token);
    return { yaml: token.isCancellationRequested ? null : await this.engine.policy() };
  }

  private async rescan(token: CancellationToken): Promise<null> {
    this.engine.forgive();
    await this.startScan(true);
    await this.until(() => !this.schedule.isWorking, token);
    return null;
  }

  private ready(uri: string | undefined, token: CancellationToken): Promise<void> {
    return uri === undefined ? this.until(() => this.results.complete || !this.schedule.isWorking, token) : this.current(uri, token);
  }

  /** Waits until what is known about a document is about its text of now. */
  private current(uri: string, token: CancellationToken): Promise<void> {
    return this.until(() => this.isCurrent(uri), token);
  }

  private isCurrent(uri: string): boolean {
    return !this.schedule.isWorking || (this.isOpen(uri) ? !this.isBehind(uri) : this.results.complete);
  }

  private isOpen(uri: string): boolean {
    return this.openVersion(uri) !== undefined;
  }

  /** What is known about an open document is not about its text of now. */
  private isBehind(uri: string): boolean {
    return this.isOpen(uri) && this.results.versions.get(this.notebooks.ownerOf(uri)) !== this.openVersion(uri);
  }

  private openVersion(uri: string): number | undefined {
    return this.documents.get(uri)?.version ?? this.notebooks.versionOf(uri);
  }

  /** Each where the editor shows it: in an open notebook, in its cell. */
  private shownFindings(uri?: string): readonly LocatedFinding[] {
    const { findings } = this.results;
    const wanted = uri === undefined ? findings : findings.filter((one) => one.uri === this.notebooks.ownerOf(uri));
    const shown = wanted.map((one) => this.notebooks.finding(one));
    return uri === undefined ? shown : shown.filter((one) => one.uri === uri);
  }

  private shownCalls(uri?: string): readonly LocatedCall[] {
    const calls = uri === undefined ? this.results.calls : this.results.callsIn(this.notebooks.ownerOf(uri));
    const shown = calls.map((one) => this.notebooks.call(one));
    return uri === undefined ? shown : shown.filter((one) => one.uri === uri);
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

  private wake(): void {
    const over = this.waiting.filter((one) => one.isOver());
    this.waiting = this.waiting.filter((one) => !over.includes(one));
    for (const { resolve } of over) resolve();
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

/** Null for what is no file: other schemes have no path that the engine could read. */
function pathOf(uri: string): string | null {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

function isInside({ start, end }: ProtocolRange, { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
