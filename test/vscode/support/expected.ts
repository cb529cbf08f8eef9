/** What the command line says about the workspace, in the words in which the editor lists problems. */
import { readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import type { Finding, ScanResult } from "../../../src/core/report/scanResult.js";

const LONGER_THAN_ANY_LINE = 1000;

export function commandLineResult(): ScanResult {
  return JSON.parse(readFileSync(String(process.env["PARAPET_TEST_EXPECTED"]), "utf8"));
}

const SEVERITY = { error: "Error", warning: "Warning", info: "Information", hint: "Hint" } as const;

/** One line per finding that is not suppressed and per mistake in a policy, setting or declaration, sorted. */
export function commandLineProblems(): string[] {
  const { roots, findings, errors } = commandLineResult();
  const pathOf = new Map(roots.map(({ id, path }) => [id, path]));
  const mistakes = errors.flatMap(({ file, line, message, remedy }) => {
    if (file === null || line === undefined) return [];
    const [, id = "", inRoot = file] = /^([^:/]+):(.*)$/.exec(file) ?? [];
    const path = isAbsolute(file) ? file : join(pathOf.get(id) ?? roots[0]?.path ?? "", inRoot);
    return [`${path}:${line}:1- Warning undefined: ${message} ${remedy}`];
  });
  const problems = findings
    .filter(({ suppressed }) => suppressed === null)
    .map((finding) => {
      const severity = finding.confidence === "low" ? "Hint" : SEVERITY[finding.severity];
      return `${join(pathOf.get(finding.root) ?? "", finding.file)}:${placeOf(finding)} ${severity} ${finding.rule}: ${finding.message}`;
    });
  return [...mistakes, ...problems].sort();
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
