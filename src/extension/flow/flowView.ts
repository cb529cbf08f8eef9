/** The flow of one finding in the editor: numbered steps, walked by keyboard or from the tree. */
import * as vscode from "vscode";
import { openPlace, placeOf, stepPosition } from "../client/positions.js";
import type { Results } from "../client/results.js";
import { registerCommand } from "../commands.js";
import type { FindingArgument } from "../commandNames.js";
import { STEP_WORDS } from "../register/registerItems.js";
import { announce, move, type NumberedStep, renew, startWalk, stepsIn, type Walk } from "./walk.js";

const { t } = vscode.l10n;

/** How long the words for a step stay in the status bar; they go with the flow. */
const ANNOUNCED = 8000;

export class FlowView implements vscode.Disposable {
  private walk: Walk | null = null;
  private announced: vscode.Disposable | null = null;
  private readonly step = decorationType("parapet.flowStepBackground", "parapet.flowStepForeground", "dotted");
  private readonly currentStep = decorationType("parapet.flowCurrentStepBackground", "parapet.flowCurrentStepForeground", "solid");
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly results: Results,
    private readonly reveal: (fingerprint: string, index: number) => Promise<void>,
  ) {
    this.subscriptions = [
      this.step,
      this.currentStep,
      registerCommand("parapet.showFlow", (wanted) => this.start(wanted)),
      registerCommand("parapet.nextStep", () => this.move(1)),
      registerCommand("parapet.previousStep", () => this.move(-1)),
      registerCommand("parapet.closeFlow", () => this.set(null)),
      results.onDidChange(() => {
        if (this.walk) this.set(renew(this.walk, results.finding(this.walk.located.finding.fingerprint)));
      }),
      vscode.window.onDidChangeVisibleTextEditors(() => this.draw()),
    ];
  }

  dispose(): void {
    this.announced?.dispose();
    for (const one of this.subscriptions) one.dispose();
  }

  /** Without an argument: the flow of the finding at the cursor. */
  private async start(wanted: FindingArgument | undefined): Promise<void> {
    const located = wanted ? this.results.finding(fingerprintOf(wanted)) : this.atCursor();
    const walk = located ? startWalk(located) : null;
    if (!walk) {
      this.announce(t("Parapet: no finding with a flow here"));
      return;
    }
    this.set(walk);
    await this.show();
  }

  private async move(by: 1 | -1): Promise<void> {
    if (!this.walk) return this.start(undefined);
    this.set(move(this.walk, by));
    await this.show();
  }

  private set(walk: Walk | null): void {
    this.walk = walk;
    if (walk === null) this.announced?.dispose();
    void vscode.commands.executeCommand("setContext", "parapet.flowActive", walk !== null);
    this.draw();
  }

  private async show(): Promise<void> {
    const { walk } = this;
    const step = walk?.located.finding.path[walk.index];
    if (!walk || !step) return;
    await openPlace(placeOf(walk.located.pathUris[walk.index] ?? walk.located.uri, step));
    this.draw();
    this.announce(announce(walk, STEP_WORDS, t));
    await this.reveal(walk.located.finding.fingerprint, walk.index);
  }

  private announce(words: string): void {
    this.announced?.dispose();
    this.announced = vscode.window.setStatusBarMessage(words, ANNOUNCED);
  }

  private draw(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const here = editor.document.uri.toString();
      const steps = this.walk ? stepsIn(this.walk, (uri) => vscode.Uri.parse(uri).toString() === here) : [];
      const total = this.walk?.located.finding.path.length ?? 0;
      const decorate = (some: readonly NumberedStep[]) => some.map((step) => decoration(editor.document, step, total));
      editor.setDecorations(this.step, decorate(steps.filter(({ current }) => !current)));
      editor.setDecorations(this.currentStep, decorate(steps.filter(({ current }) => current)));
    }
  }

  private atCursor() {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return undefined;
    const here = editor.document.uri.toString();
    const { line } = editor.selection.active;
    return this.results.findings.find(
      ({ uri, range, finding }) =>
        finding.path.length > 0 && vscode.Uri.parse(uri).toString() === here && line >= range.start.line && line <= range.end.line,
    );
  }
}

/** Commands of the tree hand in the node, those of the light bulb the fingerprint. */
function fingerprintOf(wanted: FindingArgument): string {
  const { located } = wanted as unknown as { readonly located?: { readonly finding: FindingArgument } };
  return located ? located.finding.fingerprint : wanted.fingerprint;
}

function decorationType(background: string, foreground: string, border: "dotted" | "solid"): vscode.TextEditorDecorationType {
  return vscode.window.createTextEditorDecorationType({
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    borderStyle: border,
    borderWidth: "0 0 1px 0",
    borderColor: new vscode.ThemeColor(background),
    overviewRulerColor: new vscode.ThemeColor(background),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
    before: {
      backgroundColor: new vscode.ThemeColor(background),
      color: new vscode.ThemeColor(foreground),
      border: "1px solid",
      borderColor: new vscode.ThemeColor("contrastBorder"),
      fontWeight: "bold",
      margin: "0 4px 0 0",
    },
  });
}

function decoration(document: vscode.TextDocument, step: NumberedStep, total: number): vscode.DecorationOptions {
  const start = document.validatePosition(stepPosition(step));
  const range = document.getWordRangeAtPosition(start) ?? new vscode.Range(start, start.translate(0, 1));
  const lines = step.numbers.map((number, at) => t("Step {0} of {1}: {2}", number, total, step.labels[at] ?? ""));
  return {
    range: document.validateRange(range),
    hoverMessage: lines.map((line) => new vscode.MarkdownString().appendText(line)),
    renderOptions: { before: { contentText: ` ${step.missing ? "∅ " : ""}${step.numbers.join(", ")} ` } },
  };
}
