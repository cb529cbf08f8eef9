/** Messages of an own type that a switch over their role turns into those of a provider, in each language that has one. */
import assert from "node:assert/strict";
import { inputsOf, CLIENT, PYTHON_CLIENT } from "../../../support/everyWay.js";

/** What reaches the model when system and user text are given to the conversion. */
type Convert = (system: string, user: string) => Promise<string[]>;

const send = 'await client.chat.completions.create({ model: "m", messages: list.map(convert) });\n';
const typescript =
  (convert: string): Convert =>
  (system, user) =>
    inputsOf({
      "app.ts": `${CLIENT}type Mine = { role: string; text: string };\nfunction convert(message: Mine) {\n${convert}\n}\nconst list: Mine[] = [{ role: "system", text: ${system} }, { role: "user", text: ${user} }];\n${send}`,
    });

const python =
  (convert: string): Convert =>
  (system, user) =>
    inputsOf({
      "app.py": `${PYTHON_CLIENT}def convert(message):\n${convert}\nmessages = [{"role": "system", "text": ${system}}, {"role": "user", "text": ${user}}]\nclient.chat.completions.create(model="m", messages=[convert(m) for m in messages])\n`,
    });

const java =
  (convert: string): Convert =>
  (system, user) =>
    inputsOf({
      "App.java": `import dev.langchain4j.data.message.*;
import dev.langchain4j.model.chat.ChatModel;
import java.util.List;
record Mine(String role, String text) {}
class App {
  static ChatMessage convert(Mine message) {
${convert}
  }
  static String ask(ChatModel model, java.util.Scanner in) {
    return model.chat(List.of(convert(new Mine("system", ${system})), convert(new Mine("user", ${user})))).aiMessage().text();
  }
}
`,
    });

const csharp =
  (convert: string): Convert =>
  (system, user) =>
    inputsOf({
      "App.cs": `using OpenAI.Chat;
var client = new ChatClient("m", "key");
ChatMessage Convert(Mine message)
{
${convert}
}
await client.CompleteChatAsync(new ChatMessage[] { Convert(new Mine { Role = "system", Text = ${system} }), Convert(new Mine { Role = "user", Text = ${user} }) });
class Mine { public string Role { get; set; } public string Text { get; set; } }
`,
    });

const go =
  (convert: string): Convert =>
  (system, user) =>
    inputsOf({
      "main.go": `package main
import (
	"bufio"
	"context"
	"os"
	"github.com/openai/openai-go"
)
type Mine struct { Role string; Text string }
func convert(messages []Mine) (list []openai.ChatCompletionMessageParamUnion) {
	for _, message := range messages {
${convert}
	}
	return
}
func main() {
	client := openai.NewClient()
	reader := bufio.NewReader(os.Stdin)
	text, _ := reader.ReadString('\\n')
	client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{Messages: convert([]Mine{{Role: "system", Text: ${system}}, {Role: "user", Text: ${user}}})})
}
`,
    });

const CASES: readonly (readonly [string, Convert, string, string])[] = [
  [
    "TypeScript, returns",
    typescript(
      '  switch (message.role) {\n    case "system":\n      return { role: "system", content: message.text };\n    default:\n      return { role: "user", content: message.text };\n  }',
    ),
    "prompt(1)",
    "prompt(1)",
  ],
  [
    "TypeScript, several labels and a break",
    typescript(
      '  let result;\n  switch (message.role) {\n    case "developer":\n    case "system":\n      result = { role: "system", content: message.text };\n      break;\n    case "user": {\n      result = { role: "user", content: message.text };\n      break;\n    }\n  }\n  return result;',
    ),
    "prompt(1)",
    "prompt(1)",
  ],
  [
    "Python",
    python(
      '    match message["role"]:\n        case "system" | "developer":\n            return {"role": "system", "content": message["text"]}\n        case _:\n            return {"role": "user", "content": message["text"]}\n',
    ),
    "input(1)",
    "input(1)",
  ],
  [
    "Java, arrows",
    java(
      '    return switch (message.role()) {\n      case "system", "developer" -> new SystemMessage(message.text());\n      case "user" -> new UserMessage(message.text());\n      default -> throw new IllegalStateException();\n    };',
    ),
    "in.nextLine()",
    "in",
  ],
  [
    "Java, colons",
    java(
      '    switch (message.role()) {\n      case "system":\n        return SystemMessage.from(message.text());\n      default:\n        return UserMessage.from(message.text());\n    }',
    ),
    "in.nextLine()",
    "in",
  ],
  [
    "Java, equals",
    java(
      '    if ("system".equals(message.role())) return SystemMessage.from(message.text());\n    return UserMessage.from(message.text());',
    ),
    "in.nextLine()",
    "in",
  ],
  [
    "Java, not equals",
    java(
      '    if (!message.role().equals("system")) {\n      return UserMessage.from(message.text());\n    }\n    return SystemMessage.from(message.text());',
    ),
    "in.nextLine()",
    "in",
  ],
  [
    "C#, expression",
    csharp(
      '    return message.Role switch\n    {\n        "system" or "developer" => new SystemChatMessage(message.Text),\n        _ => new UserChatMessage(message.Text),\n    };',
    ),
    "Console.ReadLine()",
    "Console.ReadLine()",
  ],
  [
    "C#, statement",
    csharp(
      '    switch (message.Role)\n    {\n        case "system":\n            return new SystemChatMessage(message.Text);\n        default:\n            return new UserChatMessage(message.Text);\n    }',
    ),
    "Console.ReadLine()",
    "Console.ReadLine()",
  ],
  [
    "Go",
    go(
      '\t\tswitch message.Role {\n\t\tcase "system", "developer":\n\t\t\tlist = append(list, openai.SystemMessage(message.Text))\n\t\tdefault:\n\t\t\tlist = append(list, openai.UserMessage(message.Text))\n\t\t}',
    ),
    "text",
    "os.Stdin",
  ],
];

describe("a test of the roles of messages", () => {
  for (const [name, convert, outside, shown] of CASES) {
    it(`lets each role through its own branch (${name})`, async () => {
      assert.deepEqual(await convert(outside, '"Hello."'), [`system ${shown}`]);
      assert.deepEqual(await convert('"Be brief."', outside), [`user ${shown}`]);
    });
  }
});

describe("a role that stands beside the text", () => {
  const responses = (conversion: string, system: string, user: string): Promise<string[]> =>
    inputsOf({
      "main.go": `package main
import (
	"bufio"
	"context"
	"os"
	"github.com/openai/openai-go"
	"github.com/openai/openai-go/responses"
)
type Mine struct { Role string; Content string }
func convert(message Mine) responses.ResponseInputItemUnionParam {
	${conversion}
}
func main() {
	client := openai.NewClient()
	text, _ := bufio.NewReader(os.Stdin).ReadString('\\n')
	mine := []Mine{{Role: "system", Content: ${system}}, {Role: "user", Content: ${user}}}
	items := make([]responses.ResponseInputItemUnionParam, len(mine))
	for i, one := range mine {
		items[i] = convert(one)
	}
	client.Responses.New(context.Background(), responses.ResponseNewParams{Input: responses.ResponseNewParamsInputUnion{OfInputItemList: items}})
}
`,
    });

  it("goes with it through a call that makes the message (Go)", async () => {
    const converted =
      "role := responses.EasyInputMessageRole(message.Role)\n\treturn responses.ResponseInputItemParamOfMessage(message.Content, role)";
    assert.deepEqual(await responses(converted, "text", '"Hello."'), ["system os.Stdin"]);
    assert.deepEqual(await responses(converted, '"Be brief."', "text"), ["user os.Stdin"]);
  });

  it("goes with it where the text is one of several parts (TypeScript)", async () => {
    const copied = (system: string, user: string): Promise<string[]> =>
      inputsOf({
        "app.ts": `${CLIENT}const mine = [{ role: "system", content: ${system} }, { role: "user", content: ${user} }];\nawait client.chat.completions.create({ model: "m", messages: mine.map((m) => ({ role: m.role, content: images.length > 0 ? [{ type: "text", text: m.content }] : m.content })) });\n`,
      });
    assert.ok((await copied("prompt(1)", '"Hello."')).includes("system prompt(1)"));
    assert.deepEqual(await copied('"Be brief."', "prompt(1)"), ["user prompt(1)"]);
  });

  it("goes with it through entries of a dictionary (Python)", async () => {
    const copied = (system: string, user: string): Promise<string[]> =>
      inputsOf({
        "app.py": `${PYTHON_CLIENT}mine = [{"role": "system", "content": ${system}}, {"role": "user", "content": ${user}}]\nclient.chat.completions.create(model="m", messages=[{"role": m["role"], "content": m["content"]} for m in mine])\n`,
      });
    assert.deepEqual(await copied("input(1)", '"Hello."'), ["system input(1)"]);
    assert.deepEqual(await copied('"Be brief."', "input(1)"), ["user input(1)"]);
  });
});
