/** The team's own sanitisers and audit functions, where they are declared: by the policy, or by a comment at the function. */
import { type FunctionFacts, FunctionFlag, NONE, Op } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import { directivesOf } from "../policy/directives.js";
import type { OwnFunction } from "../policy/policy.js";
import type { FixFiles } from "./fixFiles.js";

/** What a rule wants data to be rid of. */
export type Threat = "prompt-injection" | "personal-data";

export interface OwnFunctionSite {
  readonly name: string;
  readonly file: LoadedFile;
  readonly facts: FunctionFacts;
}

/** Functions that take instructions or personal data out of a text, or refuse it. */
export async function ownSanitizers(files: FixFiles, language: string, against: Threat): Promise<readonly OwnFunctionSite[]> {
  const declared = files.input.policy.sanitizers.filter(
    ({ tier, protects }) => tier !== "limits" && (protects === undefined || protects === against),
  );
  const found = await sitesOf(declared, files, language);
  return distinct([...found, ...(await declaredInCode("sanitizer", files, language))]);
}

export async function ownAuditFunctions(files: FixFiles, language: string): Promise<readonly OwnFunctionSite[]> {
  const found = await sitesOf(files.input.policy.auditFunctions, files, language);
  return distinct([...found, ...(await declaredInCode("audit", files, language))]);
}

/** A function by its name at the top of a file: what an import can name. */
export function topLevelFunction(file: LoadedFile, name: string): FunctionFacts | null {
  const variable = file.facts.moduleVariables.get(name);
  if (variable === undefined) return null;
  for (const definition of file.facts.variables[variable]?.definitions ?? []) {
    if (file.view.op(definition) === Op.Function) return file.facts.functions[file.view.a(definition)] ?? null;
  }
  return null;
}

export function isAsync(facts: FunctionFacts): boolean {
  return (facts.flags & FunctionFlag.Async) !== 0;
}

async function sitesOf(declared: readonly OwnFunction[], files: FixFiles, language: string): Promise<OwnFunctionSite[]> {
  const sites: OwnFunctionSite[] = [];
  for (const { name, module } of declared) {
    // A method needs an object that nobody can guess.
    if (name.includes(".")) continue;
    for (const file of await files.withName(name, language)) {
      const facts = topLevelFunction(file, name);
      if (facts && file.source.scope !== "test" && (module === null || stemOf(file.source.path).endsWith(stemOf(module))))
        sites.push({ name, file, facts });
    }
  }
  return sites;
}

async function declaredInCode(kind: "sanitizer" | "audit", files: FixFiles, language: string): Promise<OwnFunctionSite[]> {
  const sites: OwnFunctionSite[] = [];
  for (const file of await files.withName("parapet", language)) {
    for (const directive of directivesOf(file.source.path, file.facts).directives) {
      if (directive.kind !== kind || (directive.kind === "sanitizer" && directive.tier === "limits")) continue;
      for (const name of file.facts.moduleVariables.keys()) {
        const facts = topLevelFunction(file, name);
        if (facts && facts.body !== NONE && facts.start >= directive.targetStart && facts.end <= directive.targetEnd)
          sites.push({ name, file, facts });
      }
    }
  }
  return sites;
}

function distinct(sites: readonly OwnFunctionSite[]): OwnFunctionSite[] {
  return sites.filter((one, at) => sites.findIndex((other) => other.file === one.file && other.name === one.name) === at);
}

export function stemOf(path: string): string {
  return path
    .replace(/\.(?:[mc]?[jt]sx?|py)$/, "")
    .replace(/^\.+\/?/, "")
    .replaceAll(".", "/")
    .replace(/\/(?:index|__init__)$/, "");
}
