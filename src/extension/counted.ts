/** Numbers of things in words: languages differ in how they count, so that each thing has a text for one and one for many. */
import * as vscode from "vscode";

const { t } = vscode.l10n;

export const counted = {
  findings: (count: number): string => (count === 1 ? t("1 finding") : t("{0} findings", count)),
  openFindings: (count: number): string => (count === 1 ? t("1 open finding") : t("{0} open findings", count)),
  calls: (count: number): string => (count === 1 ? t("1 call") : t("{0} calls", count)),
  modelCalls: (count: number): string => (count === 1 ? t("1 model call") : t("{0} model calls", count)),
  files: (count: number): string => (count === 1 ? t("1 file") : t("{0} files", count)),
  places: (count: number): string => (count === 1 ? t("1 place") : t("{0} places", count)),
} as const;
