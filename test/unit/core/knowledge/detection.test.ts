/** Code as people write it with the providers' SDKs; each expected call is written behind it: `// > row`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { compileKnowledge } from "../../../../build/knowledge/compile.js";
import { CallDetector } from "../../../../src/core/calls/modelCalls.js";
import { Knowledge } from "../../../../src/core/knowledge/knowledge.js";
import { CallGraph } from "../../../../src/core/link/callGraph.js";
import { PointsTo } from "../../../../src/core/link/pointsTo.js";
import { LoadedFile, Program } from "../../../../src/core/link/program.js";
import { memoryHost } from "../../../../src/core/memoryHost.js";
import { testParser } from "../../../support/testParser.js";

interface Found {
  readonly line: number;
  readonly api: string;
  readonly confidence: string;
  readonly models: readonly string[];
}

describe("knowledge of providers on code", () => {
  const knowledge = new Knowledge(compileKnowledge());

  async function callsIn(path: string, text: string): Promise<readonly Found[]> {
    const host = memoryHost({ [path]: text }, await testParser());
    const program = new Program(host.workspace, host.index);
    for (const { key, facts, text: read } of await host.facts.lower([path], { cancelled: false }))
      program.add(key, (number, source) => facts && new LoadedFile(number, source, facts, read));
    const pointsTo = new PointsTo(program, (language) => knowledge.automaton(language));
    pointsTo.callGraph = new CallGraph(program, pointsTo);
    const detector = new CallDetector(knowledge, pointsTo);
    const file = program.file(0);
    return detector.detect(file).map(({ call, api, confidence, row }) => ({
      line: text.slice(0, file.view.start(call)).split("\n").length,
      api,
      confidence,
      models: (row?.model ?? []).flatMap((model) => detector.texts(file, call, model)),
    }));
  }

  for (const name of ["openai.ts", "providers.ts", "bedrock.ts", "providers.py"]) {
    it(`finds all calls of ${name} and nothing else`, async () => {
      const text = readFileSync(new URL(`snippets/${name}.txt`, import.meta.url), "utf8");
      const expected = text.split("\n").flatMap((line, index) => {
        const api = /(?:\/\/|#) > (\S+)$/.exec(line)?.[1];
        return api === undefined ? [] : [`${index + 1} ${api}`];
      });
      const found = await callsIn(name, text);
      assert.ok(expected.length > 4);
      assert.deepEqual(found.map(({ line, api }) => `${line} ${api}`).sort(), expected.sort());
      for (const { line, confidence } of found) assert.equal(confidence, "high", `line ${line}`);
    });
  }

  it("finds the model where the client or the session holds it", async () => {
    const text = `
from vertexai.generative_models import GenerativeModel
from google import genai
session = GenerativeModel("gemini-a").start_chat()
session.send_message("x")
genai.Client().chats.create(model="gemini-b").send_message("x")
`;
    assert.deepEqual(
      (await callsIn("models.py", text)).map(({ models }) => models),
      [["gemini-a"], ["gemini-b"]],
    );
  });

  it("takes a telling member path for a call of medium confidence when the receiver is unknown", async () => {
    const found = await callsIn(
      "unknown.py",
      "def f(client):\n    client.chat.completions.create(model='m')\n    client.messages.create(model='m')\n",
    );
    assert.deepEqual(
      found.map(({ line, api, confidence }) => `${line} ${api} ${confidence}`),
      ["2 openai.python.chat.completions medium"],
    );
  });
});
