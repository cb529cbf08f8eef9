/** What the source of data is called where several could be. */
import assert from "node:assert/strict";
import { analyseEveryWay, CLIENT, PYTHON_CLIENT, type Project, pythonChat, chat } from "../../../support/everyWay.js";

/** Kinds of what reaches the calls of a project but those that only embed or upload, constants left out. */
async function kindsOf(files: Project): Promise<string> {
  const { calls } = await analyseEveryWay(files);
  assert.ok(calls.length > 0, "no model call was found");
  const kinds = calls
    .flatMap((call) => (call.phase === "embedding" || call.operation === "file-upload" ? [] : call.inputs.map((one) => one.kind)))
    .filter((kind) => kind !== "constant");
  return [...new Set(kinds)].sort().join(" ");
}

const python = (body: string): Promise<string> => kindsOf({ "app.py": PYTHON_CLIENT + body });
const typescript = (body: string): Promise<string> => kindsOf({ "app.ts": CLIENT + body });

describe("kinds of sources", () => {
  it("leave out what only says which type a file has", async () => {
    const image = (more: string) =>
      `import mimetypes\nfrom flask import request\npath = request.json["path"]\nkind, _ = mimetypes.guess_type(path)\n${pythonChat(`f"A file of type {kind}${more}"`)}\n`;
    assert.equal(await python(image("")), "");
    assert.equal(await python(image(" at {path}")), "http-request");
    const javascript = (text: string) =>
      `import mime from "mime";\nimport { createServer } from "node:http";\ncreateServer(async (request) => { ${chat(text)} });\n`;
    assert.equal(await typescript(javascript('mime.getType(request.url ?? "") ?? ""')), "");
    assert.equal(await typescript(javascript('request.url ?? ""')), "http-request");
  });

  it("leave out headers that only say how a body is to be read", async () => {
    const answer = (text: string) => typescript(`const answer = await fetch("https://example.com/a.png");\n${chat(text)}\n`);
    assert.equal(await answer('answer.headers.get("Content-Type")?.split("/")[1] ?? ""'), "");
    assert.equal(await answer("await answer.text()"), "web-content");
    const flask = (text: string) => python(`from flask import request\n${pythonChat(text)}\n`);
    assert.equal(await flask('request.headers["content-type"]'), "");
    assert.equal(await flask('request.headers["x-question"]'), "http-request");
    assert.equal(await flask('request.files["picture"].mimetype'), "");
    const image = (given: string) =>
      kindsOf({
        "main.go": `package main\n\nimport (\n\t"context"\n\t"io"\n\t"net/http"\n\n\t"github.com/google/generative-ai-go/genai"\n)\n\nfunc Ask(ctx context.Context) {\n\tclient, _ := genai.NewClient(ctx)\n\tmodel := client.GenerativeModel("m")\n\tresponse, _ := http.Get("https://example.com/a.png")\n\tdata, _ := io.ReadAll(response.Body)\n\tkind := response.Header.Get("Content-Type")\n\tmodel.GenerateContent(ctx, ${given})\n\t_, _ = data, kind\n}\n`,
      });
    assert.equal(await image("genai.ImageData(kind, nil)"), "");
    assert.equal(await image('genai.ImageData("png", data)'), "web-content");
    // What an application calls so itself may be anything that somebody writes.
    assert.equal(await flask('request.json["content_type"]'), "http-request");
  });

  it("are those of what was uploaded, never of the id that stands for it", async () => {
    const tune = (file: string) => python(`${file}client.fine_tuning.jobs.create(training_file=file_id, model="m")\n`);
    const upload = 'def upload():\n    return client.files.create(file=open("/data/rows.jsonl", "rb"), purpose="fine-tune")\n\n\n';
    assert.equal(await tune("import sys\nfile_id = sys.argv[1]\n"), "");
    assert.equal(await tune(`import sys\n${upload}file_id = upload().id if len(sys.argv) < 2 else sys.argv[1]\n`), "file");
    const batch = (id: string) =>
      typescript(`const input = ${id};\nawait client.batches.create({ input_file_id: input, endpoint: "/v1/chat/completions" });\n`);
    assert.equal(await batch('prompt("Which?")'), "");
    assert.equal(await batch('(await client.files.create({ file: prompt("Rows?"), purpose: "batch" })).id'), "ui-input");
  });

  it("are those of what is offered, where a choice is made in the terminal", async () => {
    const csharp = (prompt: string) =>
      kindsOf({
        "App.cs": `using OpenAI.Chat;\nusing Spectre.Console;\nvar client = new ChatClient("m", "key");\nvar tickets = System.IO.File.ReadAllLines("/data/tickets.txt");\nvar ticket = AnsiConsole.Prompt(${prompt});\nawait client.CompleteChatAsync(ticket);\n`,
      });
    assert.equal(await csharp('new SelectionPrompt<string>().Title("Which?").PageSize(10).AddChoices(tickets)'), "file");
    assert.equal(await csharp('new SelectionPrompt<string>().AddChoices("Yes", "No")'), "");
    assert.equal(await csharp('new TextPrompt<string>("What?").AllowEmpty()'), "stdin");
  });

  it("are retrieval where rows are chosen by an embedding", async () => {
    const embed = 'const vector = (await client.embeddings.create({ model: "e", input: "q" })).data[0].embedding;\n';
    const supabase = (query: string) =>
      typescript(
        `import { createClient } from "@supabase/supabase-js";\nconst base = createClient("u", "k");\n${embed}const { data } = await base.${query};\n${chat("JSON.stringify(data)")}\n`,
      );
    assert.equal(await supabase('rpc("match_items", { query_embedding: vector })'), "retrieval");
    assert.equal(await supabase('rpc("open_items", { limit: 3 })'), "database");
    const psycopg = (query: string) =>
      python(
        `import psycopg2\n\n\ndef embed(text):\n    return client.embeddings.create(model="e", input=text).data[0].embedding\n\n\ncursor = psycopg2.connect("d").cursor()\ncursor.execute(${query})\nrows = cursor.fetchall()\n${pythonChat("str(rows)")}\n`,
      );
    assert.equal(await psycopg('"SELECT text FROM items ORDER BY embedding <=> %s LIMIT 3", (embed("q"),)'), "retrieval");
    assert.equal(await psycopg('"SELECT text FROM items ORDER BY vector_score(%s)", (embed("q"),)'), "retrieval");
    assert.equal(await psycopg('"SELECT text FROM items WHERE id = %s", (7,)'), "database");
    assert.equal(await psycopg('"SELECT name FROM shops ORDER BY geom <-> ST_Point(1, 2)"'), "database");
    const pgx = (query: string) =>
      kindsOf({
        "main.go": `package main

import (
	"context"
	"database/sql"

	"github.com/openai/openai-go"
)

func ask(database *sql.DB, client openai.Client) {
	rows, _ := database.Query(${query})
	var text string
	rows.Scan(&text)
	client.Chat.Completions.New(context.Background(), openai.ChatCompletionNewParams{Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage(text)}})
}
`,
      });
    assert.equal(await pgx('"SELECT text FROM items ORDER BY embedding <-> $1 LIMIT 3", "[1,2]"'), "retrieval");
    assert.equal(await pgx('"SELECT text FROM items WHERE id = $1", 7'), "database");
  });

  it("are the request's where a page of the application reads a file and sends it", async () => {
    const page = (text: string) =>
      kindsOf({
        "app/api/ask/route.ts": `${CLIENT}export async function POST(request: Request) {\n  const { text } = await request.json();\n  return Response.json(${chat("text").replace(/;$/, "")});\n}\n`,
        "app/page.tsx": `import mammoth from "mammoth";\nexport async function send(buffer: ArrayBuffer, typed: string) {\n  const { value } = await mammoth.extractRawText({ arrayBuffer: buffer });\n  await fetch("/api/ask", { method: "POST", body: JSON.stringify({ text: ${text} }) });\n}\n`,
      });
    assert.equal(await page("value"), "http-request");
  });

  it("are those of the repository for files beside the code and resources of the program", async () => {
    const open = (path: string) =>
      python(
        `import os\nimport sys\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\n${pythonChat(`open(${path}).read()`)}\n`,
      );
    assert.equal(await open('HERE / "prompts" / "rules.txt"'), "repository-file");
    assert.equal(await open('os.path.join(os.path.dirname(__file__), "rules.txt")'), "repository-file");
    assert.equal(await open("HERE / sys.argv[1]"), "file");
    assert.equal(await open('Path.home() / "rules.txt"'), "file");
    const read = (path: string) =>
      typescript(`import { readFileSync } from "node:fs";\nimport path from "node:path";\n${chat(`readFileSync(${path}, "utf8")`)}\n`);
    assert.equal(await read('path.join(__dirname, "prompts", "rules.md")'), "repository-file");
    assert.equal(await read('new URL("./rules.md", import.meta.url)'), "repository-file");
    assert.equal(await read('path.join(__dirname, process.argv[2] ?? "")'), "file");
    const java = (resource: string) =>
      kindsOf({
        "App.java": `import dev.langchain4j.data.document.loader.FileSystemDocumentLoader;
import dev.langchain4j.model.chat.ChatModel;
import org.springframework.core.io.ResourceLoader;
class App {
  String ask(ChatModel model, ResourceLoader loader, String[] args) throws Exception {
    return model.chat(FileSystemDocumentLoader.loadDocument(${resource}).text());
  }
}
`,
      });
    assert.equal(await java('loader.getResource("classpath:terms.txt").getFile().toPath()'), "repository-file");
    assert.equal(await java('loader.getResource("file:/data/terms.txt").getFile().toPath()'), "file");
  });

  it("are those of tools that a model is given", async () => {
    const kernel = (plugin: string) =>
      kindsOf({
        "App.cs": `using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Plugins.Web;
var kernel = Kernel.CreateBuilder().AddOpenAIChatCompletion("m", "key").Build();
kernel.ImportPluginFromObject(${plugin});
var chat = kernel.GetRequiredService<IChatCompletionService>();
var history = new ChatHistory();
history.AddUserMessage("Which?");
await chat.GetChatMessageContentAsync(history, new PromptExecutionSettings(), kernel);
public class Notes { [KernelFunction] public string Read() { return System.IO.File.ReadAllText("/data/notes.txt"); } public string Other() { return System.Console.ReadLine(); } }
`,
      });
    assert.equal(await kernel('new WebSearchEnginePlugin(new BingConnector("k"))'), "web-content");
    assert.equal(await kernel("new Notes()"), "file");
    const agent = (tool: string) =>
      kindsOf({
        "app.py": `from agents import Agent, Runner, WebSearchTool, FileSearchTool\nRunner.run_sync(Agent(name="a", tools=[${tool}]), "Which?")\n`,
      });
    assert.equal(await agent("WebSearchTool()"), "web-content");
    assert.equal(await agent("FileSearchTool(vector_store_ids=[])"), "retrieval");
    assert.equal(await agent(""), "");
    const service = (tools: string) =>
      kindsOf({
        "App.java": `import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
interface Assistant { String chat(String message); }
class Notes {
  @Tool String read() throws Exception { return java.nio.file.Files.readString(java.nio.file.Path.of("/data/notes.txt")); }
}
class App {
  String ask(ChatModel model) { return AiServices.builder(Assistant.class).chatModel(model)${tools}.build().chat("Which?"); }
}
`,
      });
    assert.equal(await service(".tools(new Notes())"), "file");
    assert.equal(await service(""), "");
  });
});
