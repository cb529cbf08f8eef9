/** The latest results of the server, held once for all surfaces. Asks again when the server says that something changed. */
import * as vscode from "vscode";
import {
  type CallsParams,
  type CallsResult,
  type FindingsParams,
  type FindingsResult,
  type LocatedBlindSpot,
  type LocatedCall,
  type LocatedFinding,
  methods,
} from "../../server/protocol.js";

/** How a request reaches the server. */
export type Ask = <Result>(method: string, parameters: unknown) => Promise<Result>;

/** Typing makes results come in quick succession; surfaces follow at a pace that people can read. */
const PAUSE = 150;

export class Results implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  findings: readonly LocatedFinding[] = [];
  calls: readonly LocatedCall[] = [];
  blindSpots: readonly LocatedBlindSpot[] = [];
  filesFound = 0;
  /** False until the first results are there: an empty view then says so. */
  complete = false;
  private byFingerprint = new Map<string, LocatedFinding>();
  private timer: NodeJS.Timeout | null = null;
  private asking = false;
  private stale = false;

  constructor(private readonly ask: Ask) {}

  finding(fingerprint: string): LocatedFinding | undefined {
    return this.byFingerprint.get(fingerprint);
  }

  /** Results changed on the other side. */
  invalidate(): void {
    this.stale = true;
    if (this.timer !== null || this.asking) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.refresh();
    }, PAUSE);
  }

  dispose(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.changed.dispose();
  }

  private async refresh(): Promise<void> {
    this.asking = true;
    this.stale = false;
    try {
      const everything: FindingsParams = {};
      // The editor reads them in the thread that all extensions share: what no view shows is left out.
      const withoutPaths: CallsParams = { paths: false };
      const [findings, calls] = await Promise.all([
        this.ask<FindingsResult>(methods.findings, everything),
        this.ask<CallsResult>(methods.calls, withoutPaths),
      ]);
      this.findings = findings.findings;
      this.calls = calls.calls;
      this.blindSpots = calls.blindSpots;
      this.filesFound = findings.filesFound;
      this.byFingerprint = new Map(findings.findings.map((one) => [one.finding.fingerprint, one]));
      this.complete = true;
      this.changed.fire();
    } catch {
      // The server stopped or restarts: it announces results again when it has some.
    } finally {
      this.asking = false;
      if (this.stale) this.invalidate();
    }
  }
}
