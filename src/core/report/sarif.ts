/**
 * `--format sarif`: SARIF 2.1.0 with code flows, suppressions, fingerprints and taxonomies. Holds no time and no
 * duration, so that two runs over the same code are byte-identical.
 */
import type { Invocation, Log, Notification, ReportingDescriptor, Result, Run, ToolComponent } from "sarif";
import type { RuleMeta } from "../rules/rule.js";
import { inOrder } from "./order.js";
import { SarifLocations } from "./sarifLocations.js";
import { levelOf, ruleDescriptor, ruleDescriptors } from "./sarifRules.js";
import { SarifTaxonomies } from "./sarifTaxonomies.js";
import type { Finding, ScanResult } from "./scanResult.js";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

export function renderSarif(result: ScanResult, rules: readonly RuleMeta[]): string {
  const log: Log = { $schema: SCHEMA, version: "2.1.0", runs: [run(inOrder(result), rules)] };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function run(result: ScanResult, rules: readonly RuleMeta[]): Run {
  const locations = new SarifLocations(result.roots);
  const taxonomies = new SarifTaxonomies([
    ...rules.map((rule) => rule.references),
    ...result.findings.map((finding) => finding.references),
  ]);
  const descriptors = ruleDescriptors(rules, taxonomies);
  const results = result.findings.map((finding) => sarifResult(finding, descriptors, locations, taxonomies));
  const driver: ToolComponent = {
    name: "Parapet",
    version: result.tool.version,
    semanticVersion: result.tool.version,
    language: "en",
    rules: descriptors,
    properties: { knowledge: result.tool.knowledge },
  };
  if (taxonomies.components.length > 0) driver.supportedTaxonomies = taxonomies.references();
  return {
    tool: { driver },
    columnKind: "utf16CodeUnits",
    originalUriBaseIds: locations.bases(),
    invocations: [invocation(result, locations)],
    results,
    ...(taxonomies.components.length > 0 ? { taxonomies: taxonomies.components } : {}),
    properties: { policyHash: result.policyHash, commit: result.commit, modelCalls: result.calls.length },
  };
}

function sarifResult(finding: Finding, descriptors: ReportingDescriptor[], locations: SarifLocations, taxonomies: SarifTaxonomies): Result {
  let ruleIndex = descriptors.findIndex((descriptor) => descriptor.id === finding.rule);
  // A result of an older tool may name a rule that is gone; it still needs a descriptor to point at.
  if (ruleIndex < 0) ruleIndex = descriptors.push(ruleDescriptor(finding.rule)) - 1;
  const sarif: Result = {
    ruleId: finding.rule,
    ruleIndex,
    kind: "fail",
    level: levelOf(finding.severity),
    message: { text: finding.message },
    locations: [locations.ofFinding(finding)],
    partialFingerprints: { "parapet/v1": finding.fingerprint },
    properties: { severity: finding.severity, confidence: finding.confidence, scope: finding.scope, remedies: [...finding.fixes] },
  };
  if (finding.path.length > 0) {
    const flow = finding.path.map((step, index) => ({
      location: locations.ofStep(finding.root, step),
      kinds: [step.kind],
      executionOrder: index + 1,
      importance: step.kind === "step" ? ("important" as const) : ("essential" as const),
    }));
    sarif.codeFlows = [{ threadFlows: [{ locations: flow }] }];
  }
  const taxa = taxonomies.taxaOf(finding.references);
  if (taxa.length > 0) sarif.taxa = taxa;
  if (finding.baselineState) sarif.baselineState = finding.baselineState;
  // An empty list says that suppressions were looked for and none was found.
  sarif.suppressions = [];
  if (finding.suppressed) {
    const { by, reason, until } = finding.suppressed;
    const justification = until === null ? `${reason} (${by})` : `${reason} (${by}, until ${until})`;
    sarif.suppressions.push({ kind: by === "parapet-ignore" ? "inSource" : "external", status: "accepted", justification });
  }
  return sarif;
}

function invocation(result: ScanResult, locations: SarifLocations): Invocation {
  const errors: Notification[] = result.errors.map((error) => ({
    level: "error",
    message: { text: `${error.message} ${error.remedy}` },
    ...(error.file === null ? {} : { locations: [locations.ofFile(result.roots[0]?.id ?? "", error.file, error.line ?? null)] }),
  }));
  const blindSpots: Notification[] = result.blindSpots.map((spot) => ({
    level: "note",
    message: { text: `Blind spot: ${spot.reason}` },
    locations: [locations.ofFile(spot.root, spot.file, spot.line)],
  }));
  return { executionSuccessful: result.errors.length === 0, toolExecutionNotifications: [...errors, ...blindSpots] };
}
