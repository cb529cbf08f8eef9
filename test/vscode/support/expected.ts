/** What the command line says about the workspace, in the words in which the editor lists problems. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Finding, ScanResult } from "../../../src/core/report/scanResult.js";

const LONGER_THAN_ANY_LINE = 1000;

export function commandLineResult(): ScanResult {
  return JSON.parse(readFileSync(String(process.env["PARAPET_TEST_EXPECTED"]), "utf8"));
}

const SEVERITY = { error: "Error", warning: "Warning", info: "Information", hint: "Hint" } as const;

/** One line per finding that is not suppressed, sorted. */
export function commandLineProblems(): string[] {
  const { roots, findings } = commandLineResult();
  const pathOf = new Map(roots.map(({ id, path }) => [id, path]));
  return findings
    .filter(({ suppressed }) => suppressed === null)
    .map((finding) => {
      const severity = finding.confidence === "low" ? "Hint" : SEVERITY[finding.severity];
      return `${join(pathOf.get(finding.root) ?? "", finding.file)}:${placeOf(finding)} ${severity} ${finding.rule}: ${finding.message}`;
    })
    .sort();
}

/** A finding over several lines is underlined on its first line only. */
function placeOf({ line, column, endLine, endColumn }: Finding): string {
  return endLine === line ? `${line}:${column}-${endColumn}` : `${line}:${column}-`;
}

/** The same of the Problems panel. */
export function editorProblems(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.filter(isOurs).map((diagnostic) => `${uri.fsPath}:${describe(diagnostic)}`))
    .sort();
}

export function describe(diagnostic: vscode.Diagnostic): string {
  const { range, severity, message } = diagnostic;
  const end = range.end.character + 1;
  const place = `${range.start.line + 1}:${range.start.character + 1}-${end > LONGER_THAN_ANY_LINE ? "" : end}`;
  return `${place} ${vscode.DiagnosticSeverity[severity]} ${ruleOf(diagnostic)}: ${message}`;
}

export function isOurs({ source }: vscode.Diagnostic): boolean {
  return source === "Parapet";
}

export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}
