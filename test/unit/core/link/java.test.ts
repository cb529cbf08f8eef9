/** What links Java files: packages, overloads, interfaces that a framework implements, functions that are objects. */
import assert from "node:assert/strict";
import { analyseText } from "../../../support/analyseText.js";

const MODEL = "import dev.langchain4j.model.chat.ChatModel;";

/** Roles and texts of the inputs of the only call. */
async function inputs(files: Record<string, string>): Promise<string[]> {
  const { calls } = await analyseText(files);
  assert.equal(calls.length, 1);
  return calls.flatMap((call) => call.inputs.map((one) => `${one.role} ${one.kind} ${one.text}`)).sort();
}

const web = (methods: string) =>
  `package app; import org.springframework.web.bind.annotation.*; @RestController class Web { private final Service service; Web(Service service) { this.service = service; } ${methods} }`;

describe("Java links", () => {
  it("take the overload that a call's arguments fit", async () => {
    const found = await inputs({
      "src/main/java/app/Web.java": web(
        '@GetMapping("/a") void a(@RequestParam String one) { service.ask(one); } @GetMapping("/b") void b(@RequestParam String two) { service.ask(two, 1); }',
      ),
      "src/main/java/app/Service.java": `package app; ${MODEL} class Service { ChatModel model; void ask(String text) { model.chat(text); } void ask(String text, int n) {} }`,
    });
    assert.deepEqual(found, ["user http-request one"]);
  });

  it("run the constructor that a construction means", async () => {
    const found = await inputs({
      "A.java": `${MODEL} class A { ChatModel m; void f(String[] args) { m.chat(new Box(args[0], 2).text); } public static void main(String[] args) { new A().f(args); } } class Box { String text; Box(String text) { this.text = "one"; } Box(String text, int n) { this.text = text; } }`,
    });
    assert.deepEqual(found, ["user cli-argument args"]);
  });

  it("find classes of their own package before others of the same name", async () => {
    const found = await inputs({
      "one/src/main/java/app/Service.java": `package app; ${MODEL} class Service { ChatModel model; void ask(String text) { model.chat(Texts.rules()); } }`,
      "one/src/main/java/app/Texts.java": 'package app; class Texts { static String rules() { return "near"; } }',
      "two/src/main/java/app/Texts.java": 'package app; class Texts { static String rules() { return "far"; } }',
    });
    assert.deepEqual(found, ['user constant "near"']);
  });

  it("call a lambda by any method of its interface", async () => {
    const found = await inputs({
      "A.java": `${MODEL} import java.util.function.Function; class A { ChatModel m; String run(Function<String, String> f) { return f.apply("fixed"); } void g() { m.chat(run(text -> text + "!")); } }`,
    });
    assert.deepEqual(found, ['user constant "fixed"']);
  });

  it("read what a generated accessor reads", async () => {
    const found = await inputs({
      "src/main/java/app/Web.java": web('@PostMapping("/a") void a(@RequestBody Note note) { service.ask(note); }'),
      "src/main/java/app/Note.java": "package app; @lombok.Data class Note { private String text; }",
      "src/main/java/app/Service.java": `package app; ${MODEL} class Service { ChatModel model; void ask(Note note) { model.chat(note.getText()); } }`,
    });
    assert.deepEqual(found, ["user http-request note"]);
  });

  it("follow a builder that is filled statement by statement", async () => {
    const found = await inputs({
      "A.java": `import com.openai.client.OpenAIClient; import com.openai.models.chat.completions.ChatCompletionCreateParams; class A { OpenAIClient client; public static void main(String[] args) { var params = ChatCompletionCreateParams.builder().model("gpt-4o-mini"); params.addSystemMessage(args[0]); params.addUserMessage("hello"); new A().client.chat().completions().create(params.build()); } }`,
    });
    assert.deepEqual(found, ["system cli-argument args", 'user constant "hello"']);
  });

  it("give the same whatever is read first", async () => {
    const files = {
      "src/main/java/app/Web.java": web('@PostMapping("/a") void a(@RequestBody String note) { service.ask(note); }'),
      "src/main/java/app/Service.java": `package app; ${MODEL} class Service { ChatModel model; void ask(String note) { model.chat(note); } }`,
    };
    const plain = JSON.stringify((await analyseText(files)).calls);
    assert.equal(JSON.stringify((await analyseText(files, { prefilter: false })).calls), plain);
    assert.equal(JSON.stringify((await analyseText(files, { order: "reversed" })).calls), plain);
  });
});
