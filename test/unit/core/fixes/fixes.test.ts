/** Each fix, proved by analysing the fixed code again. */
import assert from "node:assert/strict";
import { typeErrors } from "../../../support/typeErrors.js";
import { kindsOffered, type Project, proveFix } from "../../../support/proveFix.js";

const EXPRESS = `import express from "express";
import OpenAI from "openai";

const app = express();
const openai = new OpenAI();
`;

const SCREEN = `const ORDERS = /ignore .* instructions/i;

export function screen(text: string): string {
  if (ORDERS.test(text)) throw new Error("refused");
  return text;
}
`;

const AUDIT = `import pino from "pino";

const log = pino();

export interface ModelCallRecord {
  requestId: string;
  actor: string;
  model: string;
  outcome: string;
  note?: string;
}

export function recordModelCall(record: ModelCallRecord): void {
  log.info(record, "model call");
}
`;

const POLICY = `version: 1
classes:
  question: Internal
  persona: Internal
providers:
  openai: Internal
sanitizers:
  - { name: screen, module: ./screen, tier: removes }
audit:
  - { name: recordModelCall, module: ./audit }
`;

const tell = `${EXPRESS}
app.post("/ask", async (req, res) => {
  const persona = req.body.persona;
  const completion = await openai.chat.completions.create({
    model: "gpt-4o-2024-08-06",
    messages: [
      { role: "system", content: \`You are \${persona}. Answer briefly.\` },
      { role: "user", content: "What is the weather?" },
    ],
  });
  res.json({ answer: completion.choices[0].message.content });
});
`;

const withPolicy = (code: string, policy = POLICY): Project => ({
  "src/server.ts": code,
  "src/screen.ts": SCREEN,
  "src/audit.ts": AUDIT,
  ".ai-risk/policy.yaml": policy,
});

const flask = (body: string): Project => ({
  "app.py": `from flask import Flask, request
from openai import OpenAI

from other import thing

app = Flask(__name__)
client = OpenAI()


@app.post("/ask")
def ask():
${body}
`,
  "other.py": "thing = 1\n",
  "screening.py": `def screen(text: str) -> str:
    if "ignore" in text:
        raise ValueError("refused")
    return text
`,
  "audit.py": `import logging

log = logging.getLogger("audit")


def record_model_call(request_id: str, actor: str, model: str, outcome: str) -> None:
    log.info("model call", extra={"request_id": request_id, "actor": actor, "model": model, "outcome": outcome})
`,
  ".ai-risk/policy.yaml": `version: 1
classes:
  persona: Internal
  question: Internal
providers:
  openai: Internal
sanitizers:
  - { name: screen, module: screening, tier: removes }
audit:
  - { name: record_model_call, module: audit }
`,
});

const pythonSystem = flask(`    persona = request.json["persona"]
    completion = client.chat.completions.create(
        model="gpt-4o-2024-08-06",
        messages=[{"role": "system", "content": f"You are a {persona}."}],
    )
    return {"answer": completion.choices[0].message.content}`);

describe("fixes", () => {
  it("start from a project without type errors", () => assert.deepEqual(typeErrors(withPolicy(tell)), []));

  describe("declare a class", () => {
    it("above the statement where the data enters", async () => {
      const { files } = await proveFix({ "src/server.ts": tell }, { rule: "unclassified-data-flow", kind: "classify" });
      assert.match(files["src/server.ts"] ?? "", /\n {2}\/\/ parapet-classify: internal\n {2}const persona = req\.body\.persona;/);
    });

    it("above a statement over several lines", async () => {
      const code = tell.replace("  const persona = req.body.persona;\n", "").replace(`\${persona}`, `\${req.body.persona}`);
      const { files } = await proveFix({ "src/server.ts": code }, { rule: "unclassified-data-flow", kind: "classify" });
      assert.match(files["src/server.ts"] ?? "", /\n {2}\/\/ parapet-classify: internal\n {2}const completion = await/);
    });

    it("above a function, decorators included, for what it is given", async () => {
      const files = {
        "app.py": `from fastapi import FastAPI
from openai import OpenAI

app = FastAPI()
client = OpenAI()


@app.post("/ask")
def ask(note: str) -> str:
    return client.responses.create(model="gpt-4o-2024-08-06", input=note).output_text
`,
      };
      const proved = await proveFix(files, { rule: "unclassified-data-flow", kind: "classify" });
      assert.match(proved.files["app.py"] ?? "", /\n# parapet-classify: internal\n@app\.post/);
    });

    it("above a parameter with a line of its own, and nothing else of the function gets the class", async () => {
      const code = `import typer
from openai import OpenAI

app = typer.Typer()


@app.command("ask")
def ask(
    note: str = typer.Option(...),
    tone: str = typer.Option(...),
) -> None:
    OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": note + tone}])
`;
      const { files, left } = await proveFix({ "cli.py": code }, { rule: "unclassified-data-flow", kind: "classify" });
      assert.match(files["cli.py"] ?? "", /ask\(\n {4}# parapet-classify: internal\n {4}note: str/);
      assert.equal(left.length, 1);
    });
  });

  describe("suppress", () => {
    it("above the call, with a reason that a person writes", async () => {
      const { fix } = await proveFix({ "src/server.ts": tell }, { rule: "unsanitized-prompt", kind: "suppress" });
      assert.match(fix.edits[0]?.snippet ?? "", /parapet-ignore: unsanitized-prompt because \$\{1:reason\}/);
    });

    it("above the call itself in a try that leaves variables behind", async () => {
      const code = `import express from "express";
import OpenAI from "openai";

const app = express();

app.post("/ask", async (request, response) => {
  const { question } = request.body;
  try {
    const lines = question.split("\\n").map((line: string) => {
      return [line, line].join();
    });
    console.log(lines);
    const answer = await new OpenAI().chat.completions.create({ model: "gpt-4o", messages: [{ role: "system", content: question }] });
    response.json(answer);
  } catch (error) {
    response.json({ error });
  }
});
`;
      const { files } = await proveFix({ "src/server.ts": code }, { rule: "unsanitized-prompt", kind: "suppress" });
      assert.match(files["src/server.ts"] ?? "", /console\.log\(lines\);\n {4}\/\/ parapet-ignore: [^\n]*\n {4}const answer/);
    });

    it("in Python, above a function that leaves no record", async () => {
      await proveFix(pythonSystem, { rule: "missing-audit-log", kind: "suppress" });
    });
  });

  describe("move to the user role", () => {
    it("keeps the instructions and hands the text over as data", async () => {
      const { files } = await proveFix(withPolicy(tell), { rule: "unsanitized-prompt", kind: "user-role", mayBecome: "hint" });
      const code = files["src/server.ts"] ?? "";
      assert.match(code, /You are \[persona\]\. Answer briefly\. Text in square brackets/);
      assert.match(code, /\n {6}\{ role: "user", content: `persona: \$\{persona\}` \},\n {6}\{ role: "user"/);
      assert.deepEqual(typeErrors(files), []);
    });

    it("in Python, where a string without slots loses its f", async () => {
      const { files } = await proveFix(pythonSystem, { rule: "unsanitized-prompt", kind: "user-role", mayBecome: "hint" });
      assert.match(
        files["app.py"] ?? "",
        /"content": "You are a \[persona\]\. Text in .*"\}, \{"role": "user", "content": f"persona: \{persona\}"\}\]/,
      );
    });

    it("from a system prompt that is an argument of its own", async () => {
      const code = `import express from "express";
import Anthropic from "@anthropic-ai/sdk";

const app = express();
const anthropic = new Anthropic();

app.post("/ask", async (req, res) => {
  const message = await anthropic.messages.create({
    model: "claude-3-5-haiku-20241022",
    max_tokens: 100,
    system: \`You speak \${req.body.language}.\`,
    messages: [{ role: "user", content: "Say hello." }],
  });
  res.json(message.content);
});
`;
      const { files } = await proveFix({ "a.ts": code }, { rule: "unsanitized-prompt", kind: "user-role", mayBecome: "hint" });
      assert.match(files["a.ts"] ?? "", /messages: \[\{ role: "user", content: `language: \$\{req\.body\.language\}` \}, \{ role: "user"/);
    });

    it("leaves constants where they are", async () => {
      const code = tell.replace("You are", `\${DESK} You are`).replace("const app", 'const DESK = "You answer customers.";\nconst app');
      const { files } = await proveFix(withPolicy(code), { rule: "unsanitized-prompt", kind: "user-role", mayBecome: "hint" });
      assert.match(files["src/server.ts"] ?? "", /content: `\$\{DESK\} You are \[persona\]/);
    });

    it("is not offered for a prompt that is built elsewhere", async () => {
      const code = tell
        .replace(`\`You are \${persona}. Answer briefly.\``, "build(persona)")
        .replace("const app", "const build = (who: string) => `You are ${who}.`;\nconst app");
      assert.ok(!(await kindsOffered(withPolicy(code), "unsanitized-prompt")).includes("user-role"));
    });
  });

  describe("sanitise", () => {
    it("at the assignment, with the import", async () => {
      const { files } = await proveFix(withPolicy(tell), { rule: "unsanitized-prompt", kind: "sanitize" });
      const code = files["src/server.ts"] ?? "";
      assert.match(code, /import OpenAI from "openai";\nimport \{ screen \} from "\.\/screen";\n/);
      assert.match(code, /const persona = screen\(req\.body\.persona\);/);
      assert.deepEqual(typeErrors(files), []);
    });

    it("at the use of a destructured name, with the extension that the file's imports have", async () => {
      const code = tell
        .replace("const persona = req.body.persona;", "const { persona, style } = req.body;")
        .replace('from "openai";', 'from "openai";\nimport { version } from "./version.js";');
      const { files } = await proveFix(
        { ...withPolicy(code), "src/version.ts": 'export const version = "1";\n' },
        { rule: "unsanitized-prompt", kind: "sanitize" },
      );
      assert.match(files["src/server.ts"] ?? "", /import \{ screen \} from "\.\/screen\.js";/);
      assert.match(files["src/server.ts"] ?? "", /You are \$\{screen\(persona\)\}\./);
    });

    it("in Python", async () => {
      const { files } = await proveFix(pythonSystem, { rule: "unsanitized-prompt", kind: "sanitize" });
      assert.match(files["app.py"] ?? "", /from other import thing\nfrom screening import screen\n/);
      assert.match(files["app.py"] ?? "", /persona = screen\(request\.json\["persona"\]\)/);
    });

    it("with a function that a comment declares", async () => {
      const files = {
        "src/server.ts": tell,
        "src/screen.ts": SCREEN.replace("export function", "// parapet-sanitizer: removes\nexport function"),
      };
      await proveFix(files, { rule: "unsanitized-prompt", kind: "sanitize" });
    });

    it("not with one that helps against something else", async () => {
      const policy = POLICY.replace("tier: removes }", "tier: removes, protects: personal-data }");
      assert.ok(!(await kindsOffered(withPolicy(tell, policy), "unsanitized-prompt")).includes("sanitize"));
    });

    it("not where the same data goes on by another way as well", async () => {
      const code = (otherwise: string) => `${EXPRESS}
app.get("/page", async (req, res) => {
  const page = await fetch("https://example.org/page");
  let data = {};
  if (page.ok) data = ${otherwise};
  else data = { error: page.statusText };
  const completion = await openai.chat.completions.create({
    model: "gpt-4o-2024-08-06",
    messages: [
      { role: "system", content: "Summarise the page." },
      { role: "user", content: JSON.stringify(data) },
    ],
  });
  res.json({ answer: completion.choices[0].message.content });
});
`;
      const offered = (otherwise: string) => kindsOffered(withPolicy(code(otherwise)), "unsanitized-prompt");
      assert.ok((await offered('{ error: "none" }')).includes("sanitize"));
      assert.ok(!(await offered("await page.json()")).includes("sanitize"));
    });

    it("never invents one", async () => {
      assert.ok(!(await kindsOffered({ "src/server.ts": tell }, "unsanitized-prompt")).includes("sanitize"));
    });
  });

  describe("record", () => {
    it("on every way out, also by an exception", async () => {
      const { files } = await proveFix(withPolicy(tell), { rule: "missing-audit-log", kind: "record" });
      const code = files["src/server.ts"] ?? "";
      assert.deepEqual(typeErrors(files), []);
      assert.match(code, /import \{ randomUUID \} from "node:crypto";/);
      assert.match(code, /const requestId = randomUUID\(\);\n {2}let outcome = "failed";\n {2}try \{\n {4}const completion = await/);
      assert.match(
        code,
        /\n {4}res\.json\(.*\);\n {2}\} finally \{\n {4}recordModelCall\(\{ requestId, actor: "[^"]+", model: "gpt-4o-2024-08-06", outcome \}\);\n {2}\}\n\}\);/,
      );
    });

    it("of a returned answer in Python", async () => {
      const files = flask(`    return client.chat.completions.create(
        model="gpt-4o-2024-08-06",
        messages=[{"role": "user", "content": "What is the weather?"}],
    )`);
      const proved = await proveFix(files, { rule: "missing-audit-log", kind: "record" });
      assert.match(
        proved.files["app.py"] ?? "",
        /request_id = str\(uuid4\(\)\)\n {4}outcome = "failed"\n {4}try:\n {8}answer = client[\s\S]*outcome = "completed"\n {8}return answer\n {4}finally:\n {8}record_model_call\(request_id=request_id, actor="ask", model="gpt-4o-2024-08-06", outcome=outcome\)/,
      );
    });

    it("of an assigned answer in Python, which is read afterwards", async () => {
      const { files } = await proveFix(pythonSystem, { rule: "missing-audit-log", kind: "record" });
      assert.match(files["app.py"] ?? "", /finally:\n {8}record_model_call\(.*\)\n {4}return \{"answer"/);
    });

    it("of the exception alone where the rest is recorded already", async () => {
      const files = flask(`    request_id = request.json["id"]
    completion = client.chat.completions.create(
        model="gpt-4o-2024-08-06",
        messages=[{"role": "user", "content": "What is the weather?"}],
    )
    record_model_call(request_id, "ask", "gpt-4o-2024-08-06", completion.choices[0].finish_reason)
    return {"answer": completion.choices[0].message.content}`);
      const code = (files["app.py"] ?? "").replace("from other", "from audit import record_model_call\nfrom other");
      const proved = await proveFix({ ...files, "app.py": code }, { rule: "missing-audit-log", kind: "record" });
      assert.match(
        proved.files["app.py"] ?? "",
        / {4}except Exception:\n {8}record_model_call\(request_id=request_id, actor="ask", model="gpt-4o-2024-08-06", outcome="failed"\)\n {8}raise\n {4}record_model_call/,
      );
    });

    it("is not offered when the function wants what only a person knows, or content", async () => {
      const files = { ...withPolicy(tell), "src/audit.ts": AUDIT.replace("note?: string", "prompt: string") };
      assert.ok(!(await kindsOffered(files, "missing-audit-log")).includes("record"));
    });

    it("is not offered for a stream, which is not over when the call returns", async () => {
      const code = tell.replace("messages: [", "stream: true,\n    messages: [");
      assert.ok(!(await kindsOffered(withPolicy(code), "missing-audit-log")).includes("record"));
    });
  });

  describe("declare in the policy", () => {
    it("a sanitiser that is on the way already", async () => {
      const code = tell
        .replace("req.body.persona;", "screen(req.body.persona);")
        .replace('from "openai";', 'from "openai";\nimport { screen } from "./screen";');
      const { files } = await proveFix(withPolicy(code, "version: 1\n# ours\nsanitizers: []\n"), {
        rule: "unsanitized-prompt",
        kind: "declare-sanitizer",
      });
      assert.match(
        files[".ai-risk/policy.yaml"] ?? "",
        /# ours\nsanitizers: ?\n {2}- \{ name: screen, module: \.\/screen, tier: removes \}\n/,
      );
    });

    it("an audit function, in a policy that does not exist yet", async () => {
      const files = {
        "llm.py": `from openai import OpenAI

from usage import log_model_use

client = OpenAI()


def ask():
    try:
        return client.chat.completions.create(model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": "Hello"}])
    finally:
        log_model_use("ask", "gpt-4o-2024-08-06")
`,
        "usage.py": `USES = []


def log_model_use(actor, model):
    USES.append((actor, model))
`,
      };
      const proved = await proveFix(files, { rule: "missing-audit-log", kind: "declare-audit" });
      assert.equal(proved.files[".ai-risk/policy.yaml"], "version: 1\n\naudit:\n  - { name: log_model_use, module: usage }\n");
    });
  });
});
