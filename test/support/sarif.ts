/** Problems of a SARIF log by the published schema, and by the further rules of code-scanning services. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import AjvDraft04 from "ajv-draft-04";
import type { Location, Log } from "sarif";

const schemaFile = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");

function schemaValidator() {
  return new AjvDraft04({ strict: false, allErrors: true, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync(schemaFile, "utf8")),
  );
}

let validate: ReturnType<typeof schemaValidator> | undefined;

export function sarifProblems(text: string): string[] {
  validate ??= schemaValidator();
  const log = JSON.parse(text) as Log;
  if (!validate(log)) return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  return codeScanningProblems(log);
}

function codeScanningProblems(log: Log): string[] {
  const problems: string[] = [];
  const expect = (holds: boolean, problem: string) => {
    if (!holds) problems.push(problem);
  };
  for (const run of log.runs) {
    const rules = run.tool.driver.rules ?? [];
    expect(new Set(rules.map((rule) => rule.id)).size === rules.length, "rule ids are not unique");
    for (const rule of rules) {
      expect(rule.id.length <= 255 && (rule.name ?? "").length <= 255, `${rule.id}: id or name too long`);
      for (const description of [rule.shortDescription, rule.fullDescription]) {
        expect(description === undefined || (description.text !== "" && description.text.length <= 1024), `${rule.id}: description`);
      }
      expect((rule.properties?.["tags"] ?? []).length <= 20, `${rule.id}: too many tags`);
    }
    const checkLocation = (location: Location | undefined, where: string) => {
      const uri = location?.physicalLocation?.artifactLocation?.uri ?? "";
      const base = location?.physicalLocation?.artifactLocation?.uriBaseId;
      const absolute = /^[a-z]+:/i.test(uri);
      expect(uri !== "" && !uri.includes(" ") && !uri.includes("\\"), `${where}: ${uri} is no URI`);
      expect(
        absolute ? base === undefined : base !== undefined && run.originalUriBaseIds?.[base] !== undefined,
        `${where}: ${uri} on base ${base}`,
      );
      expect(absolute || (!uri.startsWith("/") && !uri.startsWith("..")), `${where}: ${uri} is not relative`);
    };
    for (const base of Object.values(run.originalUriBaseIds ?? {})) {
      expect(base.uri === undefined || base.uri.endsWith("/"), `base ${base.uri} does not end in a slash`);
    }
    for (const result of run.results ?? []) {
      const where = `result ${result.ruleId}`;
      expect(rules[result.ruleIndex ?? -1]?.id === result.ruleId, `${where}: ruleIndex`);
      expect((result.message.text ?? "").trim() !== "", `${where}: empty message`);
      expect((result.locations ?? []).length === 1, `${where}: one location`);
      checkLocation(result.locations?.[0], where);
      expect(Object.keys(result.partialFingerprints ?? {}).length > 0, `${where}: no fingerprint`);
      for (const taxon of result.taxa ?? []) {
        const component = run.taxonomies?.[taxon.toolComponent?.index ?? -1];
        expect(component?.name === taxon.toolComponent?.name, `${where}: taxonomy index`);
        expect(component?.taxa?.[taxon.index ?? -1]?.id === taxon.id, `${where}: taxon index`);
      }
      for (const flow of result.codeFlows ?? []) {
        for (const thread of flow.threadFlows) {
          expect(thread.locations.length > 0 && thread.locations.length <= 10_000, `${where}: thread flow length`);
          for (const step of thread.locations) {
            checkLocation(step.location, `${where}: step`);
            expect((step.location?.message?.text ?? "") !== "", `${where}: step without a message`);
          }
        }
      }
    }
    for (const notification of run.invocations?.flatMap((invocation) => invocation.toolExecutionNotifications ?? []) ?? []) {
      for (const location of notification.locations ?? []) checkLocation(location, "notification");
    }
  }
  return problems;
}
