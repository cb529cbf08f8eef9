/** Names in declared types. */
import assert from "node:assert/strict";
import { readDeclaredType } from "../../../../src/core/link/declaredTypes.js";

const read = (text: string): string =>
  readDeclaredType(text)
    .map((one) => (one.kind === "name" ? one.name : `[${one.kind === "results" ? one.parts.join() : one.inner}]`))
    .join(" ");

describe("declared types", () => {
  const cases: Readonly<Record<string, string>> = {
    OpenAI: "OpenAI",
    "openai.OpenAI": "openai.OpenAI",
    '"OpenAI"': "OpenAI",
    "Optional[OpenAI]": "OpenAI",
    "OpenAI | None": "OpenAI None",
    "Union[OpenAI, Anthropic]": "OpenAI Anthropic",
    "Annotated[OpenAI, Depends(get_client)]": "OpenAI",
    "Promise<Anthropic | null>": "Anthropic null",
    "Readonly<Partial<Anthropic>>": "Anthropic",
    "list[OpenAI]": "[OpenAI]",
    "OpenAI[]": "[OpenAI]",
    "readonly OpenAI[]": "[OpenAI]",
    "(OpenAI | Anthropic)": "OpenAI Anthropic",
    "dict[str, OpenAI]": "[OpenAI]",
    "Map<string, Anthropic>": "[Anthropic]",
    "Record<string, list[OpenAI]>": "[list[OpenAI]]",
    "Chain<Input, Output>": "Chain",
    "": "",
    "{ client: OpenAI }": "",
    "(client: OpenAI) => void": "",
    "typeof client": "",
  };
  for (const [text, expected] of Object.entries(cases))
    it(`${text || "nothing"} is ${expected || "nothing"}`, () => assert.equal(read(text), expected));

  it("that are hostile cost nothing and mean nothing", () => {
    assert.equal(read("Optional[".repeat(1000)), "");
    assert.equal(read(`${"Optional[".repeat(20)}OpenAI${"]".repeat(20)}`), "");
    assert.equal(read("|".repeat(300)), "");
    assert.equal(read("[]<>()".repeat(60)), "");
  });
});
