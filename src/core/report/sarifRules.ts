/** Rules in SARIF, within the lengths that code-scanning services accept. */
import type { ReportingDescriptor, Result } from "sarif";
import type { RuleMeta } from "../rules/rule.js";
import { compareText } from "./order.js";
import type { SarifTaxonomies } from "./sarifTaxonomies.js";
import type { Severity } from "./scanResult.js";

/** Longest short and full description that code-scanning services show. */
const DESCRIPTION_LIMIT = 1024;

export function ruleDescriptors(rules: readonly RuleMeta[], taxonomies: SarifTaxonomies): ReportingDescriptor[] {
  return [...rules]
    .sort((left, right) => compareText(left.id, right.id))
    .map((rule) => {
      const remedies = rule.fixes.map((fix) => `- ${fix}`).join("\n");
      const relationships = taxonomies.relationshipsOf(rule.references);
      return {
        ...ruleDescriptor(rule.id),
        shortDescription: { text: limit(rule.title) },
        fullDescription: { text: limit(rule.description) },
        help: {
          text: remedies === "" ? rule.description : `${rule.description}\n\nRemedies:\n${remedies}`,
          markdown: `# ${rule.title}\n\n${rule.description}${remedies === "" ? "" : `\n\n## Remedies\n\n${remedies}`}\n`,
        },
        defaultConfiguration: { level: levelOf(rule.severity) },
        ...(relationships.length > 0 ? { relationships } : {}),
        properties: { tags: ["ai-safety", ...rule.phases], "problem.severity": problemSeverity(rule.severity), precision: "medium" },
      };
    });
}

export function ruleDescriptor(id: string): ReportingDescriptor {
  const name = id.replace(/(^|-)([a-z])/g, (_whole, _dash, letter: string) => letter.toUpperCase());
  return { id, name, shortDescription: { text: id } };
}

export function levelOf(severity: Severity): NonNullable<Result["level"]> {
  return severity === "error" || severity === "warning" ? severity : "note";
}

function problemSeverity(severity: Severity): string {
  return severity === "error" || severity === "warning" ? severity : "recommendation";
}

function limit(text: string): string {
  return text.length <= DESCRIPTION_LIMIT ? text : `${text.slice(0, DESCRIPTION_LIMIT - 1)}…`;
}
