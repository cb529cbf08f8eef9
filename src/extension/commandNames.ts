/** Every command of the extension with its arguments. Needs no editor, so that tests can hold it against the manifest. */
import type { Cell } from "../core/report/scanResult.js";
import type { LensArgument } from "../server/protocol.js";

/** A place to open: positions of the protocol, from 0. */
export interface PlaceArgument {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
  /** In a notebook that is not open, where the place is in its cells. */
  readonly cell?: Cell;
}

/** A finding by the name that stays the same while code moves. */
export interface FindingArgument {
  readonly fingerprint: string;
}

/** What each command takes. The palette and keyboard shortcuts give nothing, so every argument may be missing. */
export interface CommandArguments {
  "parapet.clearFilter": [];
  "parapet.closeFlow": [];
  "parapet.explainCall": [];
  "parapet.filterFindings": [];
  "parapet.groupFindings": [];
  "parapet.nextStep": [];
  "parapet.openPlace": [PlaceArgument?];
  "parapet.openPolicy": [];
  "parapet.openSample": [];
  "parapet.previousStep": [];
  "parapet.rescan": [];
  "parapet.restartServer": [];
  "parapet.showCall": [LensArgument?];
  "parapet.showEffectivePolicy": [];
  "parapet.showFlow": [FindingArgument?];
  "parapet.showLog": [];
  "parapet.showRegister": [];
  "parapet.showRule": [(string | FindingArgument)?];
}

export type CommandName = keyof CommandArguments;

/** Each name once, kept complete by the compiler. */
const NAMES: Readonly<Record<CommandName, true>> = {
  "parapet.clearFilter": true,
  "parapet.closeFlow": true,
  "parapet.explainCall": true,
  "parapet.filterFindings": true,
  "parapet.groupFindings": true,
  "parapet.nextStep": true,
  "parapet.openPlace": true,
  "parapet.openPolicy": true,
  "parapet.openSample": true,
  "parapet.previousStep": true,
  "parapet.rescan": true,
  "parapet.restartServer": true,
  "parapet.showCall": true,
  "parapet.showEffectivePolicy": true,
  "parapet.showFlow": true,
  "parapet.showLog": true,
  "parapet.showRegister": true,
  "parapet.showRule": true,
};

export const commandNames = Object.keys(NAMES) as readonly CommandName[];
