/** Declares a function that is there already as a sanitiser or audit function: its owner says so in the policy, nothing of the code changes. */
import { exitsAfter, Level } from "../controls/everyPath.js";
import { NONE } from "../facts/fileFacts.js";
import type { Finding, ModelCall } from "../report/scanResult.js";
import type { LoadedFile } from "../link/program.js";
import type { Fix } from "./fix.js";
import { callAt, type FixFiles, offsetOf } from "./fixFiles.js";
import { stemOf, topLevelFunction } from "./ownFunctions.js";
import { addToPolicy, type PolicyList } from "./policyText.js";

/** Only functions whose names say it are proposed; any other can be declared by hand. */
const SANITIZES =
  /sanit|redact|mask|scrub|cleans|clean_|cleanse|cleanI|cleanU|escape|anonymi|screen|moderat|guard|filterP|filter_p|neutrali|validateP|validate_p|checkInput|check_input|detectInj|detect_inj/;
const RECORDS =
  /audit|record|journal|ledger|trackUsage|track_usage|logCall|log_call|logModel|log_model|logLlm|log_llm|logRequest|log_request/i;

const NOTHING_YET = { normal: Level.None, throws: Level.None };

export async function declareSanitizer(finding: Finding, files: FixFiles): Promise<readonly Fix[]> {
  const fixes: Fix[] = [];
  for (const step of finding.path) {
    const name = /(?:through|passed to|returned by) (?:[\w$]+\.)*([\w$]+)\(\)/.exec(step.label)?.[1];
    if (name === undefined || !SANITIZES.test(name)) continue;
    const user = await files.at(finding.root, step.file);
    if (!user || files.input.policies.of(user.source).sanitizers.some((one) => one.name === name)) continue;
    const fix = await declaration(name, user, "sanitizers", finding.root, files);
    if (fix && !fixes.some((other) => other.title === fix.title)) fixes.push(fix);
  }
  return fixes;
}

/** Functions whose call covers every way out after this model call already. */
export async function declareAudit(_finding: Finding, files: FixFiles, model: ModelCall): Promise<readonly Fix[]> {
  const file = await files.at(model.root, model.file);
  const call = file ? callAt(file, offsetOf(file, model.line, model.column)) : NONE;
  if (!file || call === NONE) return [];
  const names = new Set(file.calls.map((one) => file.calleeName(one)).filter((name) => RECORDS.test(name)));
  const fixes: Fix[] = [];
  for (const name of names) {
    if (files.input.policies.of(file.source).auditFunctions.some((one) => one.name === name)) continue;
    const ways = exitsAfter(file, call, NOTHING_YET, (one) => (file.calleeName(one) === name ? Level.Must : Level.None));
    if (!ways.every(({ level }) => level === Level.Must)) continue;
    const fix = await declaration(name, file, "audit", model.root, files);
    if (fix) fixes.push(fix);
  }
  return fixes;
}

async function declaration(name: string, user: LoadedFile, list: PolicyList, root: string, files: FixFiles): Promise<Fix | null> {
  const homes = (await files.withName(name, user.source.language)).filter((one) => topLevelFunction(one, name) !== null);
  // Several functions of one name: nobody can tell which is meant.
  const [home] = homes;
  if (!home || homes.length > 1 || home.source.root !== root) return null;
  const stem = stemOf(home.source.path);
  const last = stem.slice(stem.lastIndexOf("/") + 1);
  const module = user.language === "python" ? last : `./${last}`;
  const entry = list === "sanitizers" ? `{ name: ${name}, module: ${module}, tier: removes }` : `{ name: ${name}, module: ${module} }`;
  const edit = addToPolicy(root, await files.input.policyText(root), list, entry);
  if (!edit) return null;
  const kind = list === "sanitizers" ? "declare-sanitizer" : "declare-audit";
  const what = list === "sanitizers" ? "a sanitiser" : "an audit function";
  return { kind, title: `Declare \`${name}\` as ${what} in the policy`, edits: [edit], preferred: false };
}
