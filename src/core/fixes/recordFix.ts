/**
 * Writes an audit record around a model call with the team's own audit function, in a `finally`, so that the way out by an
 * exception has one too. Only around plain statements: an assignment, a `return`, an awaited call.
 */
import { NONE } from "../facts/fileFacts.js";
import type { LoadedFile } from "../link/program.js";
import type { Finding, ModelCall } from "../report/scanResult.js";
import type { Fix, FixEdit } from "./fix.js";
import { callAt, type FixFiles, functionAt, offsetOf } from "./fixFiles.js";
import { importOwn } from "./imports.js";
import { isAsync, type OwnFunctionSite, ownAuditFunctions } from "./ownFunctions.js";
import { type RecordArguments, recordArguments } from "./recordArguments.js";
import { indentAt, isInText, lineBreakOf, lineNumber, lineText, statementEnd, statementLine } from "./statements.js";

/** Functions among which somebody would choose; the policy rarely names more. */
const MOST_OFFERED = 2;

export async function record(_finding: Finding, files: FixFiles, call: ModelCall): Promise<readonly Fix[]> {
  const file = await files.at(call.root, call.file);
  const statement = file && statementOf(file, call);
  if (!file || !statement) return [];
  const fixes: Fix[] = [];
  for (const site of (await ownAuditFunctions(files, file)).slice(0, MOST_OFFERED)) {
    const edits = await editsWith(site, file, statement, call, files);
    if (edits)
      fixes.push({
        kind: "record",
        title: `Record this call with \`${site.name}\` on every way out`,
        edits,
        preferred: fixes.length === 0,
      });
  }
  return fixes;
}

interface Statement {
  readonly start: number;
  readonly end: number;
  readonly indent: string;
  /** What is assigned, with its keyword; empty for a statement without. */
  readonly declares: boolean;
  readonly returns: boolean;
  readonly callText: string;
  readonly function: number;
}

/** Null for everything that is more than a plain statement around an awaited call. */
function statementOf(file: LoadedFile, model: ModelCall): Statement | null {
  const call = callAt(file, offsetOf(file, model.line, model.column));
  if (call === NONE) return null;
  const { view, text } = file;
  const callText = text.slice(view.start(call), view.end(call));
  const start = statementLine(file, view.start(call));
  const end = start === null ? null : statementEnd(file, start);
  if (start === null || end === null || end < view.end(call)) return null;
  const inside = functionAt(file, view.start(call));
  const indent = indentAt(file, start);
  if (functionAt(file, start + indent.length) !== inside || holdsFunction(file, start, end)) return null;
  const isPython = file.language === "python";
  const head = text.slice(start + indent.length, view.start(call));
  const assigned = isPython
    ? /^[A-Za-z_][\w.]*(?:\s*:\s*[^=]+)?\s*=\s*(?:await\s+)?$/.test(head)
    : /^(?:(?:const|let|var)\s+)?(?:[A-Za-z_$][\w$.]*|\{[^{}]*\})(?:\s*:\s*[^=]+)?\s*=\s*\(*await\s+$/.test(head);
  const returns = isPython ? /^return\s+\(*(?:await\s+)?$/.test(head) : /^return\s+\(*await\s+$/.test(head);
  const alone = isPython ? /^(?:await\s+)?$/.test(head) : /^await\s+$/.test(head);
  if (!assigned && !returns && !alone) return null;
  // What is streamed is not over when the call returns.
  if (/\bstream["']?\s*[:=]\s*(?:true|True)\b|\.stream\s*\(/.test(callText)) return null;
  return { start, end, indent, declares: assigned && /^(?:const|let|var)\s/.test(head), returns, callText, function: inside };
}

async function editsWith(
  site: OwnFunctionSite,
  file: LoadedFile,
  statement: Statement,
  call: ModelCall,
  files: FixFiles,
): Promise<FixEdit[] | null> {
  const facts = file.facts.functions[statement.function];
  if (!facts || site.facts === facts) return null;
  if (isAsync(site.facts) && !isAsync(facts)) return null;
  const names = namesAt(file, statement);
  // What is recorded when all goes well stays as it is; only the exception has none yet.
  const onlyFailures = file.calls.some(
    (one) =>
      file.calleeName(one) === site.name &&
      functionAt(file, file.view.start(one)) === statement.function &&
      file.view.start(one) >= statement.end,
  );
  const variable = ["outcome", "callOutcome", "modelOutcome"]
    .map((name) => inStyle(name, file))
    .find((name) => !names.has(name) && !isUsed(file, name, statement));
  const imported = await importOwn(file, site.file, site.name, files);
  if (variable === undefined || !imported) return null;
  const outcome = onlyFailures ? '"failed"' : variable;
  const functionName = statement.function === 0 ? "" : facts.name || call.operation;
  const given = recordArguments(site, { file, call, callText: statement.callText, functionName, names, outcome });
  if (!given) return null;
  const recorded = `${isAsync(site.facts) ? "await " : ""}${imported.local}(${given.text})`;
  if (onlyFailures) return failureEdits(file, statement, given, recorded, imported.edits);
  const around =
    file.language === "python"
      ? inPython(file, statement, given, recorded, outcome)
      : inEcmascript(file, statement, given, recorded, outcome);
  return around === null ? null : joined([...imported.edits, ...given.edits, around]);
}

/** Records the exception and lets it go on; null where the record belongs to what a declaration is read by. */
function failureEdits(
  file: LoadedFile,
  statement: Statement,
  given: RecordArguments,
  recorded: string,
  imports: readonly FixEdit[],
): FixEdit[] | null {
  if (statement.declares && statement.function === 0) return null;
  const { indent, start } = statement;
  const unit = indentUnit(file);
  const isPython = file.language === "python";
  const semicolon = !isPython && file.text.slice(start, statement.end).trimEnd().endsWith(";") ? ";" : "";
  const end = statement.declares ? endOfBlock(file, statement) : statement.end;
  const error = unusedName(file, ["error", "failure", "reason"]);
  const lines = [
    ...(given.before === null ? [] : [`${indent}${given.before}${semicolon}`]),
    `${indent}try${isPython ? ":" : " {"}`,
    indented(file, start, end, unit),
    isPython ? `${indent}except Exception:` : `${indent}} catch (${error}) {`,
    `${indent}${unit}${recorded}${semicolon}`,
    isPython ? `${indent}${unit}raise` : `${indent}${unit}throw ${error}${semicolon}`,
    ...(isPython ? [] : [`${indent}}`]),
  ];
  const around = { root: file.source.root, file: file.source.path, start, end, text: lines.join(lineBreakOf(file)) };
  return joined([...imports, ...given.edits, around]);
}

function inPython(file: LoadedFile, statement: Statement, given: RecordArguments, recorded: string, outcome: string): FixEdit {
  const { indent, start, end } = statement;
  const inner = indent + indentUnit(file);
  const lineBreak = lineBreakOf(file);
  const body = indented(file, start, end, indentUnit(file));
  const held = unusedName(file, ["answer", "model_result", "recorded_result"]);
  const lines = [
    ...(given.before === null ? [] : [`${indent}${given.before}`]),
    `${indent}${outcome} = "failed"`,
    `${indent}try:`,
    statement.returns ? body.replace(/^(\s*)return\s+/, `$1${held} = `) : body,
    `${inner}${outcome} = "completed"`,
    ...(statement.returns ? [`${inner}return ${held}`] : []),
    `${indent}finally:`,
    `${inner}${recorded}`,
  ];
  return { root: file.source.root, file: file.source.path, start, end, text: lines.join(lineBreak) };
}

/** A declaration is read by what follows it in its block, so that goes inside too. */
function inEcmascript(file: LoadedFile, statement: Statement, given: RecordArguments, recorded: string, outcome: string): FixEdit | null {
  const { indent, start } = statement;
  if (statement.declares && statement.function === 0) return null;
  const unit = indentUnit(file);
  const inner = indent + unit;
  const lineBreak = lineBreakOf(file);
  const semicolon = file.text.slice(start, statement.end).trimEnd().endsWith(";") ? ";" : "";
  const end = statement.declares ? endOfBlock(file, statement) : statement.end;
  const rest = statement.declares ? indented(file, statement.end, end, unit) : "";
  const body = indented(file, start, statement.end, unit);
  const held = unusedName(file, ["answer", "modelResult", "recordedResult"]);
  const lines = [
    ...(given.before === null ? [] : [`${indent}${given.before}${semicolon}`]),
    `${indent}let ${outcome} = "failed"${semicolon}`,
    `${indent}try {`,
    statement.returns ? body.replace(/^(\s*)return\s+/, `$1const ${held} = `) : body,
    `${inner}${outcome} = "completed"${semicolon}${rest}`,
    ...(statement.returns ? [`${inner}return ${held}${semicolon}`] : []),
    `${indent}} finally {`,
    `${inner}${recorded}${semicolon}`,
    `${indent}}`,
  ];
  return { root: file.source.root, file: file.source.path, start, end, text: lines.join(lineBreak) };
}

/** Behind the last line that stands as deep as the statement. */
function endOfBlock(file: LoadedFile, statement: Statement): number {
  let end = statement.end;
  for (let line = lineNumber(file, statement.end) + 1; line < file.facts.lineStarts.length; line++) {
    const text = lineText(file, line);
    if (text.trim() === "" || isInText(file, line)) continue;
    if (!text.startsWith(statement.indent)) break;
    end = (file.facts.lineStarts[line] as number) + text.trimEnd().length;
  }
  return end;
}

/** The lines of a range, one step further in; lines inside of a text stay as they are, because they are content. */
function indented(file: LoadedFile, start: number, end: number, unit: string): string {
  const lineBreak = lineBreakOf(file);
  const first = lineNumber(file, start);
  const lines = file.text.slice(start, end).split(/\r?\n/);
  return lines
    .map((text, at) => {
      const startsHere = at > 0 || file.facts.lineStarts[first] === start;
      return startsHere && text.trim() !== "" && !isInText(file, first + at) ? unit + text : text;
    })
    .join(lineBreak);
}

function indentUnit(file: LoadedFile): string {
  const lines = file.text.split("\n");
  if (lines.some((line) => line.startsWith("\t"))) return "\t";
  const widths = lines.map((line) => /^ +(?=\S)/.exec(line)?.[0].length ?? 0).filter((width) => width > 1);
  return " ".repeat(widths.length === 0 ? (file.language === "python" ? 4 : 2) : Math.min(...widths));
}

/** Names of parameters around the statement and of variables that have a value before it. */
function namesAt(file: LoadedFile, statement: Statement): ReadonlySet<string> {
  const names = new Set<string>();
  for (let id = statement.function; id >= 0; id = file.facts.functions[id]?.parent ?? NONE) {
    for (const parameter of file.facts.functions[id]?.parameters ?? [])
      if (parameter.name !== NONE) names.add(file.view.string(parameter.name));
    for (const variable of file.facts.variables) {
      if (variable.function === id && variable.end > variable.start && variable.start < statement.start) names.add(variable.name);
    }
  }
  return names;
}

function isUsed(file: LoadedFile, name: string, statement: Statement): boolean {
  const facts = file.facts.functions[statement.function];
  return facts !== undefined && new RegExp(`\\b${name}\\b`).test(file.text.slice(facts.start, facts.end));
}

function holdsFunction(file: LoadedFile, start: number, end: number): boolean {
  return file.facts.functions.some((one, id) => id !== 0 && one.start >= start && one.end <= end);
}

function unusedName(file: LoadedFile, names: readonly string[]): string {
  return names.find((name) => !new RegExp(`\\b${name}\\b`).test(file.text)) ?? `${names[0]}_`;
}

function inStyle(name: string, file: LoadedFile): string {
  return file.language === "python" ? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
}

/** Imports that go to one place become one edit. */
function joined(edits: readonly FixEdit[]): FixEdit[] {
  const found: FixEdit[] = [];
  for (const edit of edits) {
    const twin = found.findIndex(
      (other) => other.file === edit.file && other.start === edit.start && other.end === edit.end && edit.start === edit.end,
    );
    const known = found[twin];
    if (known) found[twin] = { ...known, text: known.text.replace(/(\r?\n)\r?\n$/, "$1") + edit.text };
    else found.push(edit);
  }
  return found;
}
