import assert from "node:assert/strict";
import type { Analysis } from "../../../src/core/analysis.js";
import { analyse } from "../../../src/core/engine.js";
import { memoryHost } from "../../../src/core/memoryHost.js";
import { defaultPolicy } from "../../../src/core/policy/defaultPolicy.js";
import { Policies } from "../../../src/core/policy/policies.js";
import type { Policy } from "../../../src/core/policy/policy.js";
import { AnalysisSession } from "../../../src/core/session.js";
import { builtinKnowledge } from "../../../src/workspace/builtinKnowledge.js";
import { testParser } from "../../support/testParser.js";

const LLM = `from openai import OpenAI
client = OpenAI()
def ask(question):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])
`;
const OTHER = "def add(one, other):\n    return one + other\n";
const CALLER = "from llm import ask\ndef run(email):\n    return ask(email)\n";

describe("what a session remembers", () => {
  let session: AnalysisSession;
  let lowered: string[];
  beforeEach(() => {
    session = new AnalysisSession();
    lowered = [];
  });

  const run = async (
    texts: Readonly<Record<string, string>>,
    changed: readonly string[],
    policy: Policy = defaultPolicy,
    focus?: readonly string[],
  ): Promise<Analysis> => {
    session.forget(changed);
    const host = memoryHost(texts, await testParser());
    const facts: typeof host.facts = {
      lower: (keys, signal) => {
        lowered.push(...keys);
        return host.facts.lower(keys, signal);
      },
    };
    return analyse(
      {
        ...host,
        facts,
        knowledge: builtinKnowledge,
        policies: Policies.everywhere(policy),
        clock: { now: () => 0 },
        signal: { cancelled: false },
        prefilter: true,
        ...(focus ? { focus } : {}),
      },
      session,
    );
  };
  const texts = { "llm.py": LLM, "other.py": OTHER };

  it("lowers no file twice that did not change", async () => {
    await run({ ...texts, "caller.py": CALLER }, []);
    lowered = [];
    const after = await run({ ...texts, "caller.py": `\n${CALLER}` }, ["caller.py"]);
    assert.deepEqual(lowered, ["caller.py"]);
    assert.equal(
      after.calls[0]?.inputs.some((input) => input.file === "caller.py"),
      true,
    );
  });

  it("hands out the last result when a file changed that nothing asked about", async () => {
    const before = await run(texts, []);
    assert.equal(await run({ ...texts, "other.py": `${OTHER}# more\n` }, ["other.py"]), before);
  });

  it("analyses anew when such a file begins to matter", async () => {
    const before = await run(texts, []);
    const after = await run({ ...texts, "other.py": CALLER }, ["other.py"]);
    assert.notEqual(after, before);
    assert.equal(
      after.calls[0]?.inputs.some((input) => input.file === "other.py"),
      true,
    );
  });

  it("analyses anew when a file that mattered changed, came or went, or the policy is another", async () => {
    const before = await run(texts, []);
    assert.notEqual(await run({ ...texts, "llm.py": `\n${LLM}` }, ["llm.py"]), before);
    const { "other.py": _gone, ...rest } = texts;
    const without = await run(rest, ["llm.py", "other.py"]);
    assert.notEqual(without, before);
    assert.notEqual(await run(rest, [], { ...defaultPolicy, hash: "other", rules: new Map([["missing-audit-log", "off"]]) }), without);
  });

  it("looks at the calls of a few files alone, and forgets nothing of the rest for it", async () => {
    const both = { ...texts, "second.py": LLM.replace("ask", "answer") };
    const before = await run(both, []);
    assert.equal(before.calls.length, 2);
    const first = await run(both, [], defaultPolicy, ["second.py"]);
    assert.deepEqual(
      first.calls.map(({ file, inputs, audit }) => ({ file, inputs, audit })),
      before.calls.filter((call) => call.file === "second.py").map(({ file, inputs, audit }) => ({ file, inputs, audit })),
    );
    assert.equal(await run(both, []), before);
  });
});
