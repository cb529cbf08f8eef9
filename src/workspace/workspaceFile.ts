/** The editor's `.code-workspace` files: which folders they hold. Their settings are read with the policy. */
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseError, parse } from "jsonc-parser";
import type { ScanError } from "../core/report/scanResult.js";
import type { FileSystem } from "./fileSystem.js";

export function isWorkspaceFile(path: string): boolean {
  return path.endsWith(".code-workspace");
}

/** Absolute paths of the folders, in the order of the file. */
export async function foldersOfWorkspace(
  file: string,
  files: FileSystem,
): Promise<{ readonly folders: readonly string[]; readonly errors: readonly ScanError[] }> {
  const problem = (message: string, remedy: string) => ({ folders: [], errors: [{ file, message, remedy }] });
  const mistakes: ParseError[] = [];
  const content: unknown = parse(
    Buffer.from(await files.readFile(file))
      .toString("utf8")
      .replace(/^\uFEFF/, ""),
    mistakes,
    {
      allowTrailingComma: true,
    },
  );
  const entries = isRecord(content) && Array.isArray(content["folders"]) ? content["folders"] : null;
  if (entries === null) return problem("The workspace file names no folders, so nothing of it is read", 'Give it a list "folders"');
  const folders: string[] = [];
  const errors: ScanError[] = [];
  for (const entry of entries) {
    const folder = isRecord(entry) ? folderOf(entry, dirname(file)) : null;
    if (folder !== null) folders.push(folder);
    else
      errors.push({
        file,
        message: `A folder of the workspace is not on this machine and is left out: ${JSON.stringify(entry).slice(0, 80)}`,
        remedy: "Scan it where it is",
      });
  }
  return { folders, errors };
}

function folderOf(entry: Readonly<Record<string, unknown>>, base: string): string | null {
  const { path, uri } = entry;
  if (typeof path === "string") return resolve(base, path);
  try {
    return typeof uri === "string" && uri.startsWith("file:") ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
