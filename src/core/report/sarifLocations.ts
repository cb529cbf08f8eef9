/** Places in SARIF: relative URIs under a base for each root, absolute ones only for what lies outside of every root. */
import type { ArtifactLocation, Location, Run } from "sarif";
import type { Finding, ScanResult, Step } from "./scanResult.js";

/** The base that code-scanning services take for the checkout. */
const CHECKOUT = "%SRCROOT%";

export class SarifLocations {
  constructor(private readonly roots: ScanResult["roots"]) {}

  bases(): NonNullable<Run["originalUriBaseIds"]> {
    const bases: NonNullable<Run["originalUriBaseIds"]> = {};
    for (const root of this.roots) {
      const absolute = isAbsolute(root.path);
      bases[this.baseOf(root.id)] = absolute
        ? { uri: `${fileUri(root.path).replace(/\/$/, "")}/` }
        : { description: { text: "Folder that was scanned." } };
    }
    return bases;
  }

  ofFinding(finding: Finding): Location {
    return {
      physicalLocation: {
        artifactLocation: this.artifact(finding.root, finding.file),
        region: { startLine: finding.line, startColumn: finding.column, endLine: finding.endLine, endColumn: finding.endColumn },
      },
    };
  }

  ofStep(root: string, step: Step): Location {
    return {
      physicalLocation: {
        artifactLocation: this.artifact(root, step.file),
        region: { startLine: step.line, startColumn: step.column },
      },
      message: { text: step.label === "" ? step.kind : step.label },
    };
  }

  ofFile(root: string, file: string, line: number | null): Location {
    return {
      physicalLocation: { artifactLocation: this.artifact(root, file), ...(line === null ? {} : { region: { startLine: line } }) },
    };
  }

  private artifact(root: string, file: string): ArtifactLocation {
    return isAbsolute(file) ? { uri: fileUri(file) } : { uri: encodePath(file), uriBaseId: this.baseOf(root) };
  }

  private baseOf(root: string): string {
    return this.roots.length > 1 && root !== this.roots[0]?.id ? `%ROOT_${root}%` : CHECKOUT;
  }
}

function isAbsolute(path: string): boolean {
  return path.startsWith("/") || /^[A-Za-z]:[\\/]/.test(path);
}

function fileUri(path: string): string {
  const slashed = path.replaceAll("\\", "/");
  return slashed.startsWith("/") ? `file://${encodePath(slashed)}` : `file:///${encodePath(slashed).replace("%3A", ":")}`;
}

function encodePath(path: string): string {
  return path.split("/").map(encodeSegment).join("/");
}

/** A lone surrogate, which a file name may hold, has no encoding. */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.replace(/\p{Surrogate}/gu, "\ufffd"));
}
