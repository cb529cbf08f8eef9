import assert from "node:assert/strict";
import { controlStates } from "../../../../src/core/controls/controlStates.js";
import { call, input } from "../rules/builders.js";

describe("states of controls", () => {
  it("say what the code shows for a call, and unknown where it shows nothing", () => {
    const states = controlStates(call({ audit: { status: "sometimes", by: [] }, inputs: [input({ role: "system" })] }));
    assert.deepEqual(states, {
      "ais-model-version-unpinned": "unknown",
      "ais-output-to-dangerous-sink": "unknown",
      "ais-untrusted-in-system-prompt": "absent",
      "dg-classification-framework": "present",
      "fin-inf-prediction-audit-trail": "absent",
      "sec-inf-input-validation": "absent",
    });
  });

  it("are present where a guard, a record and a version are", () => {
    const sanitizers = [{ name: "shield", tier: "removes", file: "a.ts", line: 1 }] as const;
    const shell = { kind: "shell", file: "a.ts", line: 9, column: 1, guard: "approve", path: [] } as const;
    const states = controlStates(
      call({ model: { value: "gpt-4o-2024-08-06", pinned: true }, inputs: [input({ sanitizers })], outputs: [shell] }),
    );
    assert.deepEqual(new Set(Object.values(states)), new Set(["present"]));
    const bare = controlStates(call({ outputs: [{ ...shell, guard: null }] }));
    assert.equal(bare["ais-output-to-dangerous-sink"], "absent");
  });

  it("do not apply to training what is about prompts", () => {
    assert.equal(controlStates(call({ phase: "training" }))["ais-untrusted-in-system-prompt"], "not-applicable");
  });
});
