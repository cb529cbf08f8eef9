/** Asks what to show: one list with all kinds of filters in it, what is checked is shown. */
import * as vscode from "vscode";
import type { Scope } from "../../core/report/scanResult.js";
import { rules } from "../../core/rules/rules.js";
import { EVERYTHING, type Filter } from "./filter.js";

interface Choice extends vscode.QuickPickItem {
  readonly apply?: (filter: Filter) => Filter;
}

const SCOPES: readonly Scope[] = ["test", "example", "generated", "documentation"];

/** Null: left without an answer. Unchecking narrows; each group stands for one part of the filter. */
export async function askFilter(current: Filter): Promise<Filter | null> {
  const hints: Choice = {
    label: "Hints",
    description: "severity hint",
    picked: current.severity === "hint",
    apply: (filter) => (filter.severity === "hint" ? { ...filter, severity: "info" } : filter),
  };
  const information: Choice = {
    label: "Information",
    description: "severity info",
    picked: current.severity === "hint" || current.severity === "info",
    apply: (filter) => ({ ...filter, severity: "warning" }),
  };
  const warnings: Choice = {
    label: "Warnings",
    description: "severity warning",
    picked: current.severity !== "error",
    apply: (filter) => ({ ...filter, severity: "error" }),
  };
  const low: Choice = {
    label: "Low confidence",
    picked: current.confidence === "low",
    apply: (filter) => (filter.confidence === "low" ? { ...filter, confidence: "medium" } : filter),
  };
  const medium: Choice = {
    label: "Medium confidence",
    picked: current.confidence !== "high",
    apply: (filter) => ({ ...filter, confidence: "high" }),
  };
  const ruleChoices = rules.map(
    ({ meta }): Choice => ({
      label: meta.id,
      description: meta.title,
      picked: !current.hiddenRules.includes(meta.id),
      apply: (filter) => ({ ...filter, hiddenRules: [...filter.hiddenRules, meta.id] }),
    }),
  );
  const scopeChoices = SCOPES.map(
    (scope): Choice => ({
      label: `${scope.charAt(0).toUpperCase()}${scope.slice(1)} code`,
      picked: !current.hiddenScopes.includes(scope),
      apply: (filter) => ({ ...filter, hiddenScopes: [...filter.hiddenScopes, scope] }),
    }),
  );
  const suppressed: Choice = {
    label: "Suppressed findings",
    description: "in the register, with their reasons",
    picked: current.suppressed,
  };
  const items: Choice[] = [
    separator("Severity"),
    warnings,
    information,
    hints,
    separator("Confidence"),
    medium,
    low,
    separator("Rules"),
    ...ruleChoices,
    separator("Scopes"),
    ...scopeChoices,
    separator("Suppressed"),
    suppressed,
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: "Filter Findings",
    placeHolder: "What is checked is shown: in the register, its badge and the Problems panel",
  });
  if (!chosen) return null;
  let filter: Filter = { ...EVERYTHING, suppressed: chosen.includes(suppressed) };
  // Narrower ones come last, so that the narrowest severity and confidence stay.
  for (const choice of [hints, information, warnings, low, medium, ...ruleChoices, ...scopeChoices]) {
    if (choice.apply && !chosen.includes(choice)) filter = choice.apply(filter);
  }
  return filter;
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}
