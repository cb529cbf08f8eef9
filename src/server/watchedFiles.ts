/** What a change on disk means for the workspace. Most files of a workspace mean nothing: logs, pictures, build output. */
import { basename } from "node:path";
import { FileChangeType } from "vscode-languageserver/node";
import { isSchemaFile } from "../core/classification/schemas/schemaFiles.js";
import { isSource } from "../core/documents/document.js";
import { isConfigurationFile } from "../core/files/configurationFiles.js";
import { builtinExclude } from "../workspace/builtinExcludes.js";
import { POLICY_FILE, SETTINGS_FILE } from "../workspace/policyFiles.js";

/** `file`: this one is read again. `folders`: which files there are, or how they are judged, may be another. */
export type Meaning = "file" | "folders" | null;

export function meaningOf(path: string, type: FileChangeType): Meaning {
  const parts = path.split(/[\\/]/);
  if (parts.some((part) => builtinExclude(part) !== null)) return null;
  if (isSource(path)) return "file";
  const posix = parts.join("/");
  const name = basename(posix);
  if (
    posix.endsWith(`/${POLICY_FILE}`) ||
    posix.endsWith(`/${SETTINGS_FILE}`) ||
    name === ".gitignore" ||
    isConfigurationFile(posix) ||
    isSchemaFile(posix)
  )
    return "folders";
  // A folder that is moved away or in is told of by its own name alone.
  return type !== FileChangeType.Changed && !name.includes(".") ? "folders" : null;
}
