/** The results that hold now: the last complete ones, with the calls of edited files replaced by what a first look at them said. */
import type { EngineResults } from "./engineMessages.js";
import type { LocatedCall, LocatedFinding } from "./protocol.js";

export class ResultStore {
  /** Counts up with each change. */
  version = 0;
  /** True once everything was analysed. */
  complete = false;
  calls: readonly LocatedCall[] = [];
  findings: readonly LocatedFinding[] = [];
  blindSpots: EngineResults["blindSpots"] = [];
  errors: EngineResults["errors"] = [];
  errorUris: EngineResults["errorUris"] = [];
  filesFound = 0;
  /** Version of each open document that what is said about it comes from. */
  readonly versions = new Map<string, number>();

  take(results: EngineResults): void {
    this.version++;
    this.noteVersions(results.versions, results.focus);
    if (results.focus === null) {
      this.complete = true;
      ({
        calls: this.calls,
        findings: this.findings,
        blindSpots: this.blindSpots,
        errors: this.errors,
        errorUris: this.errorUris,
        filesFound: this.filesFound,
      } = results);
      return;
    }
    const looked = new Set(results.focus);
    const replaced = new Set(this.calls.filter((one) => looked.has(one.uri)).map((one) => one.call.id));
    const stays = ({ uri, finding }: LocatedFinding): boolean => (finding.call === null ? !looked.has(uri) : !replaced.has(finding.call));
    this.findings = [...this.findings.filter(stays), ...results.findings];
    this.calls = [...this.calls.filter((one) => !looked.has(one.uri)), ...results.calls];
  }

  noteVersions(versions: EngineResults["versions"], only: readonly string[] | null): void {
    for (const [uri, version] of versions) if (only === null || only.includes(uri)) this.versions.set(uri, version);
  }

  findingsOf(call: LocatedCall): readonly LocatedFinding[] {
    return this.findings.filter((one) => one.finding.call === call.call.id);
  }

  /** Files whose calls an edit here may change, as far as the last results tell: data passes through, or a record is missing, here. */
  filesThatDependOn(uri: string): readonly string[] {
    const found = new Set<string>();
    const callUris = new Map(this.calls.map((one) => [one.call.id, one.uri]));
    for (const one of this.calls) {
      if (one.inputUris.includes(uri) || one.auditUris.includes(uri) || one.pathUris.some((path) => path.includes(uri))) found.add(one.uri);
    }
    for (const one of this.findings) {
      const callUri = one.finding.call === null ? undefined : callUris.get(one.finding.call);
      if (callUri !== undefined && (one.uri === uri || one.pathUris.includes(uri))) found.add(callUri);
    }
    found.delete(uri);
    return [...found];
  }
}
