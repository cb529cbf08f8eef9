/** So many mutants of each kind in every run of the tests; more by hand: `npx tsx test/fuzz/long.ts`. */
import { type Target, targets } from "./targets.js";

const EXECUTIONS: Readonly<Record<string, number>> = { lowering: 1200, analysis: 60, policies: 3000, "cached facts": 100 };

describe("fuzzing", () => {
  let all: readonly Target[];
  before(async () => {
    all = await targets();
  });
  for (const [name, executions] of Object.entries(EXECUTIONS)) {
    it(`${name}: ${executions} mutants`, async () => {
      const target = all.find((one) => one.name === name) as Target;
      for (let seed = 1; seed <= executions; seed++) {
        try {
          await target.run(seed);
        } catch (error) {
          throw new Error(`${name}, seed ${seed}`, { cause: error });
        }
      }
    });
  }
});
