/** How nodes of the register look and sound: icons of the editor, words before colours, a label for screen readers. */
import * as vscode from "vscode";
import type { Severity, Step } from "../../core/report/scanResult.js";
import { rules } from "../../core/rules/rules.js";
import { placeOf } from "../client/positions.js";
import { commandFor } from "../commands.js";
import { counted } from "../counted.js";
import { placeName, shortPlaceName } from "../placeName.js";
import type { FindingNode, GroupNode, RegisterNode, RiskNode, StepNode } from "./registerTree.js";
import { scoreOf } from "./score.js";

const { t } = vscode.l10n;

export function itemOf(node: RegisterNode): vscode.TreeItem {
  const item = build(node);
  item.id = node.id;
  item.contextValue = node.kind === "finding" && node.located.finding.path.length > 0 ? "finding.flow" : node.kind;
  return item;
}

function build(node: RegisterNode): vscode.TreeItem {
  switch (node.kind) {
    case "group":
      return groupItem(node);
    case "risk":
      return riskItem(node);
    case "finding":
      return findingItem(node);
    case "step":
      return stepItem(node);
  }
}

function groupItem(node: GroupNode): vscode.TreeItem {
  const item = new vscode.TreeItem(node.grouping === "rule" ? titleOf(node.name) : node.name, vscode.TreeItemCollapsibleState.Expanded);
  const { value } = scoreOf(node.findings.map(({ finding }) => finding));
  const findings = counted.findings(node.findings.length);
  item.description = value > 0 ? t("{0}, score {1}", findings, value) : findings;
  item.iconPath = new vscode.ThemeIcon({ system: "server-process", rule: "law", file: "file-code", severity: "flame" }[node.grouping]);
  item.accessibilityInformation = { label: `${GROUP_WORDS[node.grouping]} ${node.name}, ${item.description}` };
  return item;
}

const GROUP_WORDS = { system: t("AI system"), rule: t("Rule"), file: t("File"), severity: t("Severity") } as const;

function riskItem(node: RiskNode): vscode.TreeItem {
  const { value, impact, likelihood } = node.score;
  // The score first: the title is long, and a narrow sidebar cuts what comes after it.
  const label = value > 0 ? `${value} · ${titleOf(node.rule)}` : titleOf(node.rule);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.description = `${node.severity} · ${node.findings.length}`;
  item.iconPath = severityIcon(node.severity);
  item.tooltip = new vscode.MarkdownString(
    `**${titleOf(node.rule)}** (\`${node.rule}\`)\n\n${rules.find(({ meta }) => meta.id === node.rule)?.meta.description ?? ""}\n\n` +
      (value > 0
        ? t("Proposed score {0} of 25: impact {1}, likelihood {2}.", value, impact, likelihood)
        : t("Everything found is suppressed.")),
  );
  item.accessibilityInformation = {
    label: t("Risk: {0}, {1}, score {2} of 25, {3}", titleOf(node.rule), node.severity, value, counted.findings(node.findings.length)),
  };
  return item;
}

/** The place first: what is wrong stands above already, and a narrow sidebar cuts what comes after. */
function findingItem({ located }: FindingNode): vscode.TreeItem {
  const { finding } = located;
  const item = new vscode.TreeItem(
    shortPlaceName(finding, t),
    finding.path.length > 0 ? vscode.TreeItemCollapsibleState.Collapsed : vscode.TreeItemCollapsibleState.None,
  );
  const place = placeName(finding, t);
  item.description = finding.suppressed ? t("suppressed: {0}", finding.suppressed.reason) : firstSentence(finding.message);
  item.iconPath = finding.suppressed ? new vscode.ThemeIcon("circle-slash") : severityIcon(finding.severity);
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(finding.message);
  tooltip.appendMarkdown(`\n\n${t("{0}, {1} confidence", finding.severity, finding.confidence)}, \`${finding.rule}\` `);
  tooltip.appendText(place);
  item.tooltip = tooltip;
  item.command = commandFor("parapet.openPlace", t("Open"), {
    uri: located.uri,
    line: located.range.start.line,
    character: located.range.start.character,
    ...(finding.cell ? { cell: finding.cell } : {}),
  });
  item.accessibilityInformation = {
    label: finding.suppressed
      ? t("Suppressed finding: {0} {1}", finding.message, place)
      : t("Finding, {0}: {1} {2}", finding.severity, finding.message, place),
  };
  return item;
}

function stepItem({ step, index, located, uri }: StepNode): vscode.TreeItem {
  const item = new vscode.TreeItem(`${index + 1}. ${step.label}`, vscode.TreeItemCollapsibleState.None);
  const place = placeName(step, t);
  item.description = place;
  item.iconPath = stepIcon(step.kind);
  item.tooltip = `${STEP_WORDS[step.kind]}: ${step.label}\n${place}`;
  item.command = commandFor("parapet.openPlace", t("Open Step"), placeOf(uri, step));
  const { length } = located.finding.path;
  item.accessibilityInformation = {
    label: t("Step {0} of {1}, {2}: {3}, {4}", index + 1, length, STEP_WORDS[step.kind], step.label, place),
  };
  return item;
}

export const STEP_WORDS: Readonly<Record<Step["kind"], string>> = {
  source: t("source"),
  step: t("step"),
  sanitizer: t("sanitiser"),
  guard: t("guard"),
  sink: t("model call"),
  missing: t("missing here"),
};

function stepIcon(kind: Step["kind"]): vscode.ThemeIcon {
  switch (kind) {
    case "source":
      return new vscode.ThemeIcon("arrow-circle-right");
    case "sanitizer":
    case "guard":
      return new vscode.ThemeIcon("shield");
    case "sink":
      return new vscode.ThemeIcon("sparkle");
    case "missing":
      return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("list.warningForeground"));
    case "step":
      return new vscode.ThemeIcon("arrow-small-down");
  }
}

export function severityIcon(severity: Severity): vscode.ThemeIcon {
  switch (severity) {
    case "error":
      return new vscode.ThemeIcon("error", new vscode.ThemeColor("problemsErrorIcon.foreground"));
    case "warning":
      return new vscode.ThemeIcon("warning", new vscode.ThemeColor("problemsWarningIcon.foreground"));
    case "info":
      return new vscode.ThemeIcon("info", new vscode.ThemeColor("problemsInfoIcon.foreground"));
    case "hint":
      return new vscode.ThemeIcon("lightbulb");
  }
}

function titleOf(rule: string): string {
  return rules.find(({ meta }) => meta.id === rule)?.meta.title ?? rule;
}

/** Up to the first full stop that ends a sentence, without the marks of code; the rest is in the tooltip. */
function firstSentence(message: string): string {
  const first = /^.*?[.!?](?=\s+[A-Z]|$)/.exec(message)?.[0].replace(/\.$/, "") ?? message;
  return first.replaceAll("`", "");
}
