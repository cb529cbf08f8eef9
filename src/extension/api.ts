/** What other extensions may use: the latest results, to be read and waited for, never changed. */
import type * as vscode from "vscode";
import type { LocatedCall, LocatedFinding } from "../server/protocol.js";

export interface ExtensionApi {
  readonly results: {
    /** False until the first results of the whole workspace are there. */
    readonly complete: boolean;
    readonly calls: readonly LocatedCall[];
    readonly findings: readonly LocatedFinding[];
    readonly filesFound: number;
    readonly onDidChange: vscode.Event<void>;
  };
}
