/** Files that nobody analyses are named when they name a model provider, and only then. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { unreadBlindSpots } from "../../../../src/core/calls/unreadFiles.js";
import { unreadLanguageOf } from "../../../../src/core/files/unreadLanguages.js";
import { holdsName } from "../../../../src/core/index/wordIndex.js";
import { wordsOfText } from "../../../../src/core/index/words.js";
import { Knowledge } from "../../../../src/core/knowledge/knowledge.js";
import { builtinKnowledge } from "../../../../src/workspace/builtinKnowledge.js";

const knowledge = new Knowledge(builtinKnowledge);

function spots(path: string, text: string): string[] {
  const words = wordsOfText(text);
  return unreadBlindSpots(knowledge, [
    { root: "root", path, language: unreadLanguageOf(path) ?? "", holds: (name) => holdsName(words, name) },
  ]).map((spot) => spot.reason);
}

describe("files in languages that are not analysed", () => {
  it("are blind spots when they name an SDK or a host", () => {
    assert.match(spots("src/Chat.kt", "import com.openai.client.OpenAIClient")[0] ?? "", /is Kotlin, which is not analysed, and names \w+/);
    assert.match(spots("main.rb", 'http.post("https://api.anthropic.com/v1/messages")')[0] ?? "", /is Ruby/);
  });

  it("are silent otherwise", () => {
    assert.deepEqual(spots("src/Order.kt", "class Order { fun replicate(): Int; val google: Google }"), []);
  });
});
