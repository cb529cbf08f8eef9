/** Findings and mistakes in policies as diagnostics: one line that stands alone, the rule's page behind the code, the path behind that. */
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver";
import type { Severity } from "../core/report/scanResult.js";
import { rules } from "../core/rules/rules.js";
import type { DiagnosticData, LocatedFinding, ProtocolRange } from "./protocol.js";
import { ruleCommand } from "./protocol.js";

export const SOURCE = "Parapet";
/** Longer than lines are; editors end a range where the line does. */
const LINE = 1000;

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** `withPath`: the client shows related information. */
export function diagnosticOf({ range, finding, pathUris }: LocatedFinding, version: number, withPath: boolean): Diagnostic {
  const data: DiagnosticData = { fingerprint: finding.fingerprint, call: finding.call, version };
  return {
    range: onFirstLine(range),
    severity: finding.confidence === "low" ? DiagnosticSeverity.Hint : SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    message: oneLine(finding.message),
    data,
    ...(withPath && finding.path.length > 0
      ? {
          relatedInformation: finding.path.map((step, at) => {
            const position = { line: step.line - 1, character: step.column - 1 };
            return {
              location: { uri: pathUris[at] as string, range: { start: position, end: position } },
              message: `${at + 1}. ${oneLine(step.label)}`,
            };
          }),
        }
      : {}),
  };
}

/** A call over many lines would be underlined as a whole; its first line says as much and leaves the rest readable. */
function onFirstLine({ start, end }: ProtocolRange): ProtocolRange {
  return { start, end: end.line === start.line ? end : { line: start.line, character: start.character + LINE } };
}

/** Mistakes that somebody can mend where they stand. */
export function mistakeOf(line: number, message: string, remedy: string): Diagnostic {
  const at = { line: line - 1, character: 0 };
  return {
    range: { start: at, end: { line: line - 1, character: LINE } },
    severity: DiagnosticSeverity.Warning,
    source: SOURCE,
    message: oneLine(`${message} ${remedy}`),
  };
}

export function rulePage(rule: string): string {
  return `command:${ruleCommand}?${encodeURIComponent(JSON.stringify([rule]))}`;
}

export function titleOf(rule: string): string {
  return rules.find((one) => one.meta.id === rule)?.meta.title ?? rule;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
