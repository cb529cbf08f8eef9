/** The language server: the protocol on one side, the schedule of the engine on the other. Nothing is analysed in this thread. */
import {
  type ClientCapabilities,
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type FileEvent,
  type InitializeParams,
  type InitializeResult,
  type NotebookDocument,
  TextDocumentSyncKind,
  type WorkDoneProgressServerReporter,
} from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import packageJson from "../../package.json";
import { EngineClient, type EngineClientOptions, type EngineLink } from "./engineClient.js";
import type { EngineAnswer } from "./engineMessages.js";
import { notebookType } from "./editorLanguages.js";
import { OpenDocuments } from "./openDocuments.js";
import { pathOf } from "./places.js";
import { type EditorSettings, type InitializationOptions, methods, type StatusNotification } from "./protocol.js";
import { Publisher } from "./publisher.js";
import { RequestHandlers } from "./requestHandlers.js";
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
  private readonly documents = new OpenDocuments();
  private readonly results = new ResultStore();
  private readonly publisher: Publisher;
  private readonly requestHandlers: RequestHandlers;
  private folders: readonly string[] = [];
  private capabilities: ClientCapabilities = {};
  private options: InitializationOptions = {};
  private settings: EditorSettings = {};
  private engine!: EngineLink;
  private schedule!: Schedule;
  private progress: WorkDoneProgressServerReporter | null = null;
  /** The scan at work was started by somebody or something other than typing. */
  private visible = false;
  private failed = "";

  constructor(
    private readonly connection: Connection,
    private readonly serverOptions: ServerOptions = {},
  ) {
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onShutdown(() => this.shutdown());
    connection.onDidChangeConfiguration(() => this.settingsChanged());
    connection.onDidChangeWatchedFiles(({ changes }) => this.filesChanged(changes));
    const { documents, results } = this;
    this.publisher = new Publisher(connection, documents, results, () => this.capabilities);
    this.requestHandlers = new RequestHandlers(connection, {
      documents,
      results,
      capabilities: () => this.capabilities,
      showsLenses: () => this.showsLenses,
      engine: () => this.engine,
      isWorking: () => this.schedule.isWorking,
      rescan: () => this.rescan(),
    });
    documents.texts.onDidChangeContent(({ document }) => this.documentChanged(document));
    documents.texts.onDidClose(({ document }) => this.documentClosed(document));
    documents.cells.onDidOpen((notebook) => this.notebookChanged(notebook, 0));
    documents.cells.onDidChange(({ notebookDocument }) => this.notebookChanged(notebookDocument, this.debounce));
    documents.cells.onDidSave((notebook) => {
      documents.notebooks.saved(notebook);
      this.notebookChanged(notebook, this.debounce);
    });
    documents.cells.onDidClose((notebook) => this.notebookClosed(notebook));
    documents.listen(connection);
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
      folders: () => (this.folders.length > 0 ? this.folders : this.documents.all().map(({ path }) => path)),
      workspaceFile: () => this.options.workspaceFile ?? null,
      document: (path) => this.documents.all().find((one) => one.path === path) ?? null,
      openDocuments: () => this.documents.all(),
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
    this.requestHandlers.begun = true;
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
    if (this.showsLenses !== before) this.publisher.refreshLenses();
  }

  private get showsLenses(): boolean {
    return this.settings.codeLens?.enabled !== false;
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
    this.publisher.moved ||= this.documents.notebooks.versionOf(notebook.uri) === undefined;
    this.documents.notebooks.update(notebook, path);
    if (this.folders.length === 0) this.schedule.foldersChanged(this.debounce);
    this.schedule.documentChanged(path, delay);
  }

  private notebookClosed(notebook: NotebookDocument): void {
    const path = pathOf(notebook.uri);
    if (path === null) return;
    this.documents.notebooks.close(notebook);
    this.results.versions.delete(notebook.uri);
    this.publisher.moved = true;
    if (this.folders.length === 0) this.schedule.foldersChanged(this.debounce);
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

  private related(paths: readonly string[]): readonly string[] | null {
    const all = new Set(paths);
    const uris = new Map(this.documents.all().map((one) => [one.path, one.uri]));
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

  private rescan(): Promise<void> {
    this.engine.forgive();
    return this.startScan(true);
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
        // Whatever went wrong before, everything has been looked at since.
        if (answer.focus === null) this.failed = "";
        this.results.take(answer);
        this.documents.notebooks.taken(answer.versions);
        this.publisher.publish();
        break;
      case "unchanged":
        this.results.noteVersions(answer.versions, null);
        this.documents.notebooks.taken(answer.versions);
        if (this.publisher.moved) this.publisher.publish();
        break;
      case "failed":
        this.failed = `The analysis failed: ${answer.message}`;
        this.connection.console.error(this.failed);
        break;
      default:
    }
    this.schedule.answered(answer);
    this.requestHandlers.wake();
  }

  private engineDied(file: string, reason: string, restarts: boolean): void {
    const what = file === "" ? "The engine stopped" : `The engine stopped while it was at ${file}; the file is left out until it changes`;
    this.connection.console.error(
      `${what} (${reason}).${restarts ? " It starts again." : ' It stopped too often and stays down until "Scan again".'}`,
    );
    this.failed = restarts ? "" : what;
    this.schedule.died(restarts);
    this.requestHandlers.wake();
  }

  private settled(): void {
    this.visible = false;
    this.endProgress();
    const { calls, findings } = this.results;
    const open = findings.filter((one) => one.finding.suppressed === null).length;
    if (this.failed === "") this.status({ state: "idle", message: `${calls.length} model calls, ${open} findings`, done: 0, total: 0 });
    else this.status({ state: "failed", message: this.failed, done: 0, total: 0 });
    this.requestHandlers.wake();
  }

  private endProgress(): void {
    this.progress?.done();
    this.progress = null;
  }

  private status(status: StatusNotification): void {
    void this.connection.sendNotification(methods.status, status);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
