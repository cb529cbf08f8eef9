/**
 * One call of the application that ends up in several model calls, a method of an interface or a route by name, is one cause:
 * it is reported once, at its gravest, with the number of the others.
 */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { CallInput, Step } from "../../report/scanResult.js";
import { sourceKey } from "../inputs.js";

export interface Reach {
  readonly call: AnalysedCall;
  readonly input: CallInput;
}

/** The file in which the path of one source goes on to several calls; null when it never does. */
export class Forks {
  /** By source and place: where paths go on from there. */
  private readonly onwards = new Map<string, Set<string>>();

  constructor(all: readonly Reach[]) {
    for (const reach of all) {
      for (const { key, next } of turns(reach)) {
        const known = this.onwards.get(key);
        if (known) known.add(next);
        else this.onwards.set(key, new Set([next]));
      }
    }
  }

  of(reach: Reach): string | null {
    const turn = turns(reach).find(({ key }) => (this.onwards.get(key)?.size ?? 0) > 1);
    // The plain call and the streaming one beside it lead to the same.
    return turn ? `fork in ${turn.file}` : null;
  }
}

/** Places on a path at which something is handed to a function or a route, each with the place after it. */
function turns({ call, input }: Reach): { readonly key: string; readonly file: string; readonly next: string }[] {
  const { path } = input;
  return path.flatMap((step, at) => {
    const next = path.slice(at + 1).find((one) => one.file !== step.file || one.line !== step.line);
    const isTurn = step.kind === "step" && /^(?:passed|sent) to /.test(step.label);
    return isTurn && next ? [{ key: `${sourceKey(call, input)}\0${placeOf(step)}`, file: step.file, next: placeOf(next) }] : [];
  });
}

function placeOf({ file, line, column }: Step): string {
  return `${file}:${line}:${column}`;
}
