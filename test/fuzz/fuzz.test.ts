/** So many mutants of each kind in every run of the tests; more by hand: `npm run fuzz`. */
import { type Target, targets } from "./targets.js";

const EXECUTIONS: Readonly<Record<string, number>> = {
  lowering: 1200,
  "lowering of pieces": 3000,
  analysis: 300,
  policies: 3000,
  "hostile YAML": 2000,
  "cached facts": 3000,
  reports: 300,
  paths: 5000,
  messages: 60,
};

describe("fuzzing", () => {
  let all: readonly Target[];
  before(async () => {
    all = await targets();
  });
  after(() => {
    for (const target of all) target.dispose?.();
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
