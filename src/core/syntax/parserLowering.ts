/** One file from text to facts. Whatever goes wrong in one file stays in that file, as a problem with a remedy. */
import type { FileFacts } from "../facts/fileFacts.js";
import { languageOf } from "../languages/languages.js";
import type { ScanError } from "../report/scanResult.js";
import type { SourceParser } from "./parser.js";

export type LoweringOutcome =
  | { readonly facts: FileFacts; readonly problem: null }
  | {
      readonly facts: null;
      readonly problem: ScanError;
      /** The WebAssembly behind the parser has trapped: nothing it says from now on can be trusted, its thread should end. */
      readonly parserBroken?: boolean;
    };

/**
 * `path` tells language and grammar, `file` is the name by which a problem reports it.
 * @param isEdited the file is being typed in, and will be asked for again soon.
 */
export async function lowerText(
  parser: SourceParser,
  path: string,
  file: string,
  text: string,
  isEdited = false,
): Promise<LoweringOutcome> {
  const reader = languageOf(path);
  if (!reader)
    return failed(file, "No language module reads this file", "Exclude it in the policy, or rename it to the extension of its language");
  try {
    const table = await parser.parse(text, reader.grammar, isEdited ? file : undefined);
    if (!table) return failed(file, "Parsing ran out of its budget of steps, so the file was left out", EXCLUDE);
    return { facts: reader.language.lower(table), problem: null };
  } catch (error) {
    if (error instanceof RangeError) return failed(file, "The code is nested too deeply to be analysed, so the file was left out", EXCLUDE);
    const reason = error instanceof Error ? error.message : String(error);
    const parserBroken = error instanceof Error && error.name === "RuntimeError";
    return { ...failed(file, `The file could not be analysed and was left out: ${reason}`, EXCLUDE), parserBroken };
  }
}

const EXCLUDE = "Exclude the file in the policy when it is generated; otherwise report it together with the file";

function failed(file: string, message: string, remedy: string): LoweringOutcome & { readonly facts: null } {
  return { facts: null, problem: { file, message, remedy } };
}
