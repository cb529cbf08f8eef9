/** What a name of C# means: namespaces in scope, other parts, project-wide directives, extension methods. */
import assert from "node:assert/strict";
import { projectUsings } from "../../../../src/core/link/csharpModules.js";
import { analyseText } from "../../../support/analyseText.js";

const CLIENT =
  'using OpenAI.Chat;\nnamespace Shop.Models;\npublic static class Models { public static ChatClient Make() => new("gpt-4o", "key"); }\n';

async function calls(files: Readonly<Record<string, string>>): Promise<string[]> {
  const { calls: found } = await analyseText(files);
  return found.map((one) => `${one.file}:${one.line}`);
}

const ask = (before: string, receiver = "Models.Make()"): string =>
  `${before}\nclass Ask { object F(string q) => ${receiver}.CompleteChat(q); }\n`;

describe("namespaces of C#", () => {
  it("bring in their types by using, by being inside, and by their whole names", async () => {
    assert.deepEqual(await calls({ "Models.cs": CLIENT, "Ask.cs": ask("using Shop.Models;\nnamespace Web;") }), ["Ask.cs:3"]);
    assert.deepEqual(await calls({ "Models.cs": CLIENT, "Ask.cs": ask("namespace Shop.Models.Inner;\n") }), ["Ask.cs:3"]);
    assert.deepEqual(await calls({ "Models.cs": CLIENT, "Ask.cs": ask("namespace Web;\n", "Shop.Models.Models.Make()") }), ["Ask.cs:3"]);
  });

  it("keep types of the same name apart", async () => {
    const other = "namespace Other;\npublic static class Models { public static Fake Make() => new Fake(); }\npublic class Fake { }\n";
    const files = { "Models.cs": CLIENT, "Other.cs": other, "Ask.cs": ask("using Other;\nnamespace Web;") };
    assert.deepEqual(await calls(files), []);
  });

  it("are in scope of a whole project by a global using, and by its project file", async () => {
    const web = "namespace Web;\n";
    assert.deepEqual(
      await calls({
        "web/Usings.cs": "global using Shop.Models;\n",
        "web/Web.csproj": "<Project/>",
        "web/Ask.cs": ask(web),
        "Models.cs": CLIENT,
      }),
      ["web/Ask.cs:3"],
    );
    assert.deepEqual(
      await calls({
        "web/Web.csproj": '<Project><ItemGroup><Using Include="Shop.Models" /></ItemGroup></Project>',
        "web/Ask.cs": ask(web),
        "Models.cs": CLIENT,
      }),
      ["web/Ask.cs:3"],
    );
    assert.deepEqual(projectUsings('<Using Include="A.B" /><Using Include="C.D" Static="true" />'), ["A.B", "C.D"]);
  });

  it("make one class of its parts", async () => {
    const one = 'using OpenAI.Chat;\nnamespace Web;\npartial class Ask { private readonly ChatClient _client = new("gpt-4o", "key"); }\n';
    const two = "namespace Web;\npartial class Ask { object F(string q) => _client.CompleteChat(q); }\n";
    assert.deepEqual(await calls({ "One.cs": one, "Two.cs": two }), ["Two.cs:2"]);
  });

  it("find extension methods by the type that they extend", async () => {
    const extensions =
      'using OpenAI.Chat;\nnamespace Shop;\nstatic class E { public static ChatClient ChatOf(this Settings s) => new(s.Model, "key"); }\nclass Settings { public string Model = ""; }\n';
    const caller = "using Shop;\nnamespace Web;\nclass Ask { object F(Settings s, string q) => s.ChatOf().CompleteChat(q); }\n";
    assert.deepEqual(await calls({ "E.cs": extensions, "Ask.cs": caller }), ["Ask.cs:3"]);
  });
});
