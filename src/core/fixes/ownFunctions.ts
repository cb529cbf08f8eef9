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
export async function ownSanitizers(files: FixFiles, user: LoadedFile, against: Threat): Promise<readonly OwnFunctionSite[]> {
  const declared = files.input.policies
    .of(user.source)
    .sanitizers.filter(({ tier, protects }) => tier !== "limits" && (protects === undefined || protects === against));
  return distinct([...(await sitesOf(declared, files, user)), ...(await declaredInCode("sanitizer", files, user))]);
}

export async function ownAuditFunctions(files: FixFiles, user: LoadedFile): Promise<readonly OwnFunctionSite[]> {
  const declared = files.input.policies.of(user.source).auditFunctions;
  return distinct([...(await sitesOf(declared, files, user)), ...(await declaredInCode("audit", files, user))]);
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

async function sitesOf(declared: readonly OwnFunction[], files: FixFiles, user: LoadedFile): Promise<OwnFunctionSite[]> {
  const sites: OwnFunctionSite[] = [];
  for (const { name, module } of declared) {
    // A method needs an object that nobody can guess.
    if (name.includes(".")) continue;
    for (const file of await candidates(name, files, user)) {
      const facts = topLevelFunction(file, name);
      if (facts && file.source.scope !== "test" && (module === null || stemOf(file.source.path).endsWith(stemOf(module))))
        sites.push({ name, file, facts });
    }
  }
  return sites;
}

async function declaredInCode(kind: "sanitizer" | "audit", files: FixFiles, user: LoadedFile): Promise<OwnFunctionSite[]> {
  const sites: OwnFunctionSite[] = [];
  for (const file of await candidates("parapet", files, user)) {
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

/** Another root is another program: nothing of it can be imported. */
async function candidates(name: string, files: FixFiles, { source }: LoadedFile): Promise<readonly LoadedFile[]> {
  return (await files.withName(name, source.language)).filter((file) => file.source.root === source.root);
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
