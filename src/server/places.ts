/** Where things of a scan result are, as the protocol says it: documents by address, positions from 0. */
import { isAbsolute, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Workspace } from "../core/host.js";
import type { BlindSpot, Finding, ModelCall, ScanError, Step } from "../core/report/scanResult.js";
import type { DocumentFiles } from "./documentFiles.js";
import type { LocatedBlindSpot, LocatedCall, LocatedFinding, ProtocolRange } from "./protocol.js";

interface Placed {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export function rangeOf({ line, column, endLine, endColumn }: Placed): ProtocolRange {
  return { start: { line: line - 1, character: column - 1 }, end: { line: endLine - 1, character: endColumn - 1 } };
}

/** Null for what is no file: other schemes have no path that the engine could read. */
export function pathOf(uri: string): string | null {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri) : null;
  } catch {
    return null;
  }
}

export class Places {
  private readonly folders: ReadonlyMap<string, string>;
  /** Asked for where there are several roots. */
  private readonly files: ReadonlySet<string>;
  private readonly uris = new Map<string, string>();

  constructor(
    workspace: Workspace,
    private readonly documents: DocumentFiles,
  ) {
    this.folders = new Map(workspace.roots.map((root) => [root.id, root.path]));
    this.files = new Set(workspace.roots.length > 1 ? workspace.files.map((file) => `${file.root}:${file.path}`) : []);
  }

  call(call: ModelCall): LocatedCall {
    return {
      ...this.placed(call),
      call,
      inputUris: call.inputs.map((input) => this.uri(call.root, input.file)),
      pathUris: call.inputs.map((input) => input.path.map((step) => this.uri(call.root, step.file, step))),
      auditUris: call.audit.by.map((evidence) => this.uri(call.root, evidence.file)),
    };
  }

  finding(finding: Finding): LocatedFinding {
    return { ...this.placed(finding), finding, pathUris: finding.path.map((step) => this.uri(finding.root, step.file, step)) };
  }

  blindSpot(blindSpot: BlindSpot): LocatedBlindSpot {
    return { uri: this.uri(blindSpot.root, blindSpot.file), blindSpot };
  }

  /** Errors name a file by its path in a root, with the root before it when there are several, or by an absolute path. */
  error({ file }: ScanError): string | null {
    if (file === null) return null;
    if (isAbsolute(file)) return this.uriOf(file);
    const colon = file.indexOf(":");
    const folder = colon < 0 ? undefined : this.folders.get(file.slice(0, colon));
    if (folder !== undefined) return this.uriOf(join(folder, file.slice(colon + 1)));
    const [first = ""] = this.folders.keys();
    return this.folders.size === 0 ? null : this.uri(first, file);
  }

  private placed(one: Placed & { readonly root: string; readonly file: string }): Pick<LocatedFinding, "uri" | "range" | "version"> {
    const path = this.pathOf(one.root, one.file);
    return { uri: this.uriOf(path), range: rangeOf(one), version: this.documents.get(path)?.version ?? null };
  }

  private uri(root: string, file: string, step?: Step): string {
    return this.uriOf(step?.external ? file : this.pathOf(root, file));
  }

  /** A step may lie in another root than the finding it belongs to. */
  private pathOf(root: string, file: string): string {
    let owner = root;
    if (this.folders.size > 1 && !this.files.has(`${root}:${file}`))
      for (const id of this.folders.keys()) if (this.files.has(`${id}:${file}`)) owner = id;
    return join(this.folders.get(owner) ?? "", file);
  }

  uriOf(path: string): string {
    let uri = this.uris.get(path);
    if (uri === undefined) {
      // The client's own spelling of an open document's address.
      uri = this.documents.get(path)?.uri ?? pathToFileURL(path).href;
      this.uris.set(path, uri);
    }
    return uri;
  }
}
