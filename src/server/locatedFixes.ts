/** Fixes of findings, computed in the engine's worker, with documents and ranges as the protocol names them. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Fix, FixEdit } from "../core/fixes/fix.js";
import { fixesFor } from "../core/fixes/fixes.js";
import { POLICY_PATH } from "../core/fixes/policyText.js";
import type { Cancellation, FactsProvider } from "../core/host.js";
import type { Finding, ModelCall } from "../core/report/scanResult.js";
import { decode } from "../workspace/decode.js";
import type { DocumentFiles } from "./documentFiles.js";
import type { LiveWorkspace } from "./liveWorkspace.js";
import type { ProtocolRange } from "./protocol.js";

export interface LocatedEdit {
  readonly uri: string;
  readonly range: ProtocolRange;
  readonly text: string;
  readonly snippet: string | null;
  readonly create: boolean;
  /** Version of the open document that it was computed for; null when it came from disk. */
  readonly version: number | null;
}

export interface LocatedFix {
  readonly fingerprint: string;
  readonly kind: Fix["kind"];
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly LocatedEdit[];
}

/** What a request for fixes says; the answer has the same id. */
export interface FixRequest {
  readonly kind: "fixes";
  readonly id: number;
  readonly findings: readonly Finding[];
  readonly calls: readonly ModelCall[];
}

export interface FixAnswer {
  readonly kind: "fixes";
  readonly id: number;
  readonly fixes: readonly LocatedFix[];
}

export async function locatedFixes(
  { findings, calls }: FixRequest,
  live: LiveWorkspace,
  documents: DocumentFiles,
  facts: FactsProvider,
  signal: Cancellation,
): Promise<readonly LocatedFix[]> {
  const texts = new Map<string, string | null>();
  const pathOf = (edit: Pick<FixEdit, "root" | "file">): string => {
    const root = live.workspace.roots.find(({ id }) => id === edit.root);
    return join(root?.path ?? "", edit.file);
  };
  const read = async (path: string): Promise<string | null> => {
    if (!texts.has(path)) texts.set(path, await readText(documents, path));
    return texts.get(path) ?? null;
  };
  const { workspace, index, policies } = live;
  const policyText = (root: string): Promise<string | null> => read(pathOf({ root, file: POLICY_PATH }));
  const found: LocatedFix[] = [];
  for (const finding of findings) {
    for (const fix of await fixesFor(finding, calls, { workspace, index, facts, policies, policyText, signal })) {
      const edits: LocatedEdit[] = [];
      for (const edit of fix.edits) {
        const path = pathOf(edit);
        const text = (await read(path)) ?? "";
        const document = documents.get(path);
        edits.push({
          uri: document?.uri ?? pathToFileURL(path).href,
          range: rangeIn(text, edit),
          text: edit.text,
          snippet: edit.snippet ?? null,
          create: edit.create === true,
          version: document?.version ?? null,
        });
      }
      found.push({ fingerprint: finding.fingerprint, kind: fix.kind, title: fix.title, preferred: fix.preferred, edits });
    }
  }
  return found;
}

async function readText(documents: DocumentFiles, path: string): Promise<string | null> {
  try {
    return decode(await documents.readFile(path)).text;
  } catch {
    return null;
  }
}

function rangeIn(text: string, { start, end }: Pick<FixEdit, "start" | "end">): ProtocolRange {
  const position = (offset: number): ProtocolRange["start"] => {
    const before = text.slice(0, offset);
    const lineStart = before.lastIndexOf("\n") + 1;
    return { line: before.split("\n").length - 1, character: offset - lineStart };
  };
  return { start: position(start), end: position(end) };
}
