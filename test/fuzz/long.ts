/**
 * Fuzzing by hand: as many mutants as are asked for, shared out among the targets, with what took longest.
 *
 *     npm run fuzz -- [--target lowering] [--executions 100000] [--seconds 600] [--from 1] [--slow 2000]
 *
 * With `--seconds` it ends after so many, whatever is left. A mutant that takes longer than `--slow` milliseconds is told with
 * its seed; so is each that fails.
 */
import { parseArgs } from "node:util";
import { type Target, targets } from "./targets.js";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    executions: { type: "string", default: "100000" },
    seconds: { type: "string", default: "1000000" },
    from: { type: "string", default: "1" },
    slow: { type: "string", default: "2000" },
  },
});

interface Tally {
  readonly target: Target;
  /** To be done in all. */
  readonly wanted: number;
  done: number;
  failures: number;
  milliseconds: number;
  longest: number;
  longestSeed: number;
}

/** In rounds, so that every target has its turn when time runs out. */
const ROUNDS = 50;

async function main(): Promise<void> {
  const [executions, from, slow] = [Number(values.executions), Number(values.from), Number(values.slow)];
  const end = performance.now() + Number(values.seconds) * 1000;
  const all = (await targets()).filter((target) => values.target === undefined || target.name === values.target);
  const shares = all.reduce((sum, { share }) => sum + share, 0);
  const tallies = all.map(
    (target): Tally => ({
      target,
      wanted: Math.ceil((executions * target.share) / shares),
      done: 0,
      failures: 0,
      milliseconds: 0,
      longest: 0,
      longestSeed: 0,
    }),
  );
  for (let round = 1; round <= ROUNDS && performance.now() < end; round++) {
    for (const tally of tallies)
      while (tally.done < (tally.wanted * round) / ROUNDS && performance.now() < end) await execute(tally, from + tally.done, slow);
  }
  for (const { target, done, failures, milliseconds, longest, longestSeed } of tallies) {
    const speed = Math.round((done / Math.max(1, milliseconds)) * 1000);
    const longestText = `longest ${Math.round(longest)} ms (seed ${longestSeed})`;
    console.log(`${target.name}: ${done} executions, ${failures} failures, ${speed} a second, ${longestText}`);
    if (failures > 0) process.exitCode = 1;
    target.dispose?.();
  }
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  console.log(`in all: ${sum((one) => one.done)} executions, ${sum((one) => one.failures)} failures`);
}

async function execute(tally: Tally, seed: number, slow: number): Promise<void> {
  const { target } = tally;
  const started = performance.now();
  try {
    await target.run(seed);
  } catch (error) {
    tally.failures++;
    console.log(
      `${target.name}, seed ${seed}: ${error instanceof Error ? error.stack?.split("\n").slice(0, 8).join("\n") : String(error)}`,
    );
  }
  const took = performance.now() - started;
  if (took > slow) console.log(`${target.name}, seed ${seed}: ${Math.round(took)} ms`);
  if (took > tally.longest) [tally.longest, tally.longestSeed] = [took, seed];
  tally.milliseconds += took;
  tally.done++;
}

void main();
