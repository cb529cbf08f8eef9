/** Asks what to show: one list with all kinds of filters in it, what is checked is shown. */
import * as vscode from "vscode";
import type { Scope } from "../../core/report/scanResult.js";
import { rules } from "../../core/rules/rules.js";
import { EVERYTHING, type Filter } from "./filter.js";

interface Choice extends vscode.QuickPickItem {
  readonly apply?: (filter: Filter) => Filter;
}

const { t } = vscode.l10n;

const SCOPES: Readonly<Record<Exclude<Scope, "product">, string>> = {
  test: t("Test code"),
  example: t("Example code"),
  generated: t("Generated code"),
  documentation: t("Documentation code"),
};

/** Null: left without an answer. Unchecking narrows; each group stands for one part of the filter. */
export async function askFilter(current: Filter): Promise<Filter | null> {
  const hints: Choice = {
    label: t("Hints"),
    description: t("severity hint"),
    picked: current.severity === "hint",
    apply: (filter) => (filter.severity === "hint" ? { ...filter, severity: "info" } : filter),
  };
  const information: Choice = {
    label: t("Information"),
    description: t("severity info"),
    picked: current.severity === "hint" || current.severity === "info",
    apply: (filter) => ({ ...filter, severity: "warning" }),
  };
  const warnings: Choice = {
    label: t("Warnings"),
    description: t("severity warning"),
    picked: current.severity !== "error",
    apply: (filter) => ({ ...filter, severity: "error" }),
  };
  const low: Choice = {
    label: t("Low confidence"),
    picked: current.confidence === "low",
    apply: (filter) => (filter.confidence === "low" ? { ...filter, confidence: "medium" } : filter),
  };
  const medium: Choice = {
    label: t("Medium confidence"),
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
  const scopeChoices = (Object.keys(SCOPES) as (keyof typeof SCOPES)[]).map(
    (scope): Choice => ({
      label: SCOPES[scope],
      picked: !current.hiddenScopes.includes(scope),
      apply: (filter) => ({ ...filter, hiddenScopes: [...filter.hiddenScopes, scope] }),
    }),
  );
  const suppressed: Choice = {
    label: t("Suppressed findings"),
    description: t("in the register, with their reasons"),
    picked: current.suppressed,
  };
  const items: Choice[] = [
    separator(t("Severity")),
    warnings,
    information,
    hints,
    separator(t("Confidence")),
    medium,
    low,
    separator(t("Rules")),
    ...ruleChoices,
    separator(t("Scopes")),
    ...scopeChoices,
    separator(t("Suppressed")),
    suppressed,
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    canPickMany: true,
    title: t("Filter Findings"),
    placeHolder: t("What is checked is shown: in the register, its badge and the Problems panel"),
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
