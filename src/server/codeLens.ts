/** One line above each model call: who receives it, how much goes in, what is open. */
import type { CodeLens } from "vscode-languageserver";
import { lensCommand, type LensArgument, type LocatedCall, type LocatedFinding } from "./protocol.js";

export function codeLensOf(located: LocatedCall, findings: readonly LocatedFinding[]): CodeLens {
  const { call, uri, range } = located;
  const untrusted = call.inputs.filter((input) => input.trusted === false).length;
  const open = findings.filter((one) => one.finding.suppressed === null && one.finding.severity !== "hint").length;
  const parts = [
    call.provider,
    ...(call.model ? [call.model.value] : []),
    ...(call.phase === "inference" ? [] : [call.phase]),
    untrusted > 0 ? `${count(call.inputs.length, "input")}, ${untrusted} untrusted` : count(call.inputs.length, "input"),
    ...(open > 0 ? [count(open, "finding")] : []),
  ];
  const argument: LensArgument = { uri, call: call.id };
  return { range, command: { title: parts.join(" · "), command: lensCommand, arguments: [argument] } };
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
