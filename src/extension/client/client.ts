/** Starts the language server and keeps the connection. All analysis happens on the other side. */
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  type ServerOptions,
  TransportKind,
} from "vscode-languageclient/node";
import { languageIds, notebookType } from "../../server/editorLanguages.js";
import {
  type ExplainParams,
  type ExplainResult,
  type InitializationOptions,
  methods,
  type PolicyResult,
  ruleCommand,
  type StatusNotification,
} from "../../server/protocol.js";
import type { FilterState } from "../filter/filterState.js";
import { Problems } from "./problems.js";
import { Results } from "./results.js";

const MOST_CLOSINGS = 4;
/** Milliseconds. */
const CLOSINGS_WITHIN = 3 * 60 * 1000;

/** Documents that the engine reads, cells of notebooks among them. The policy and settings are read from disk. */
export const documentSelector = languageIds.flatMap((language) => [
  { scheme: "file", language },
  { scheme: "untitled", language },
  { notebook: notebookType, language },
]);

export class Client implements vscode.Disposable {
  readonly results: Results;
  private readonly problems: Problems;
  private closings: readonly number[] = [];
  private readonly language: LanguageClient;
  private readonly log: vscode.LogOutputChannel;
  private readonly statusChanged = new vscode.EventEmitter<StatusNotification>();
  readonly onDidChangeStatus = this.statusChanged.event;

  constructor(context: vscode.ExtensionContext, filter: FilterState) {
    this.log = vscode.window.createOutputChannel("Parapet", { log: true });
    this.results = new Results((method, parameters) => this.language.sendRequest(method, parameters));
    this.problems = new Problems(filter, this.results);
    this.language = new LanguageClient("parapet", "Parapet", serverOptions(context), this.options(context));
    this.language.onNotification(methods.results, () => this.results.invalidate());
    this.language.onNotification(methods.status, (status: StatusNotification) => this.statusChanged.fire(status));
  }

  /** Never throws and never shows a message: the language status and the log say what went wrong. */
  async start(): Promise<void> {
    try {
      await this.language.start();
      this.results.invalidate();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
      this.statusChanged.fire({
        state: "failed",
        message: vscode.l10n.t("The language server did not start; see the log"),
        done: 0,
        total: 0,
      });
    }
  }

  async restart(): Promise<void> {
    this.problems.clear();
    try {
      if (this.language.isRunning()) await this.language.restart();
      else await this.language.start();
      this.results.invalidate();
    } catch (error) {
      this.log.error(error instanceof Error ? error : String(error));
    }
  }

  /** Markdown; null when the document is not analysed. */
  async explain(uri: vscode.Uri, line: number): Promise<string | null> {
    const parameters: ExplainParams = { uri: this.language.code2ProtocolConverter.asUri(uri), line };
    return (await this.language.sendRequest<ExplainResult>(methods.explain, parameters)).markdown;
  }

  /** YAML; null when nothing was read yet. */
  async policy(): Promise<string | null> {
    return (await this.language.sendRequest<PolicyResult>(methods.policy)).yaml;
  }

  async rescan(): Promise<void> {
    await this.language.sendRequest(methods.rescan);
  }

  showLog(): void {
    this.log.show(true);
  }

  async stop(): Promise<void> {
    if (this.language.needsStop()) await this.language.stop();
  }

  dispose(): void {
    this.problems.dispose();
    this.results.dispose();
    this.statusChanged.dispose();
    void this.language.dispose();
    this.log.dispose();
  }

  /** Starts it again by itself, but not without end: who dies at once, again and again, stays down until somebody asks. */
  private closed(): { action: CloseAction; handled: true } {
    const now = Date.now();
    this.closings = [...this.closings.filter((at) => now - at < CLOSINGS_WITHIN), now];
    const again = this.closings.length <= MOST_CLOSINGS;
    this.problems.clear();
    this.log.error(
      again
        ? "The language server stopped; it is started again."
        : "The language server stopped too often and stays down until it is restarted.",
    );
    const message = again ? vscode.l10n.t("Starting again") : vscode.l10n.t("The language server stopped too often; see the log");
    this.statusChanged.fire({ state: again ? "scanning" : "failed", message, done: 0, total: 0 });
    return { action: again ? CloseAction.Restart : CloseAction.DoNotRestart, handled: true };
  }

  private options(context: vscode.ExtensionContext): LanguageClientOptions {
    const { workspaceFile } = vscode.workspace;
    const initializationOptions: InitializationOptions = {
      cacheFolder: context.globalStorageUri.fsPath,
      // One that was never saved is nobody's but this window's: the command line could not honour it.
      workspaceFile: workspaceFile?.scheme === "file" ? workspaceFile.fsPath : null,
    };
    return {
      documentSelector,
      initializationOptions,
      outputChannel: this.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationFailedHandler: () => false,
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => this.closed(),
      },
      // Links in hovers may open a rule's page and nothing else.
      markdown: { isTrusted: { enabledCommands: [ruleCommand] } },
      middleware: {
        handleDiagnostics: (uri, diagnostics, next) => this.problems.receive(uri, diagnostics, next),
      },
    };
  }
}

function serverOptions(context: vscode.ExtensionContext): ServerOptions {
  const module = vscode.Uri.joinPath(context.extensionUri, "dist", "server.js").fsPath;
  return {
    run: { module, transport: TransportKind.ipc },
    debug: { module, transport: TransportKind.ipc, options: { execArgv: ["--nolazy", "--inspect=6009"] } },
  };
}
