/** Collects mistakes of policies and settings: what and why at a place, and a remedy. */
import type { ScanError } from "../report/scanResult.js";
import type { Place } from "./policyLayer.js";

export class Problems {
  private readonly found: ScanError[] = [];

  add(place: Place, message: string, remedy: string): void {
    this.found.push({ file: place.file, line: place.line, message, remedy });
  }

  /** By line, as a reader meets them. */
  sorted(): ScanError[] {
    return [...this.found].sort((left, right) => (left.line ?? 0) - (right.line ?? 0));
  }
}
