/**
 * Fuzzing by hand: as many mutants as are asked for, with what took longest.
 *
 *     npx tsx test/fuzz/long.ts [--target lowering] [--executions 10000] [--from 1] [--slow 2000]
 *
 * A mutant that takes longer than `--slow` milliseconds is told with its seed; so is each that fails.
 */
import { parseArgs } from "node:util";
import { targets } from "./targets.js";

const { values } = parseArgs({
  options: {
    target: { type: "string" },
    executions: { type: "string", default: "10000" },
    from: { type: "string", default: "1" },
    slow: { type: "string", default: "2000" },
  },
});

async function main(): Promise<void> {
  const [executions, from, slow] = [Number(values.executions), Number(values.from), Number(values.slow)];
  for (const target of await targets()) {
    if (values.target !== undefined && target.name !== values.target) continue;
    let [failures, longest, longestSeed] = [0, 0, 0];
    for (let seed = from; seed < from + executions; seed++) {
      const started = performance.now();
      try {
        await target.run(seed);
      } catch (error) {
        failures++;
        console.log(
          `${target.name}, seed ${seed}: ${error instanceof Error ? error.stack?.split("\n").slice(0, 8).join("\n") : String(error)}`,
        );
      }
      const took = performance.now() - started;
      if (took > slow) console.log(`${target.name}, seed ${seed}: ${Math.round(took)} ms`);
      if (took > longest) [longest, longestSeed] = [took, seed];
    }
    console.log(`${target.name}: ${executions} executions, ${failures} failures, longest ${Math.round(longest)} ms (seed ${longestSeed})`);
    if (failures > 0) process.exitCode = 1;
  }
}

void main();
