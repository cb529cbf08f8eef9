import assert from "node:assert/strict";
import { defaultPolicy } from "../../../../src/core/policy/defaultPolicy.js";
import { analyseText } from "../../../support/analyseText.js";

const policy = { ...defaultPolicy, auditFunctions: [{ name: "record", module: null }] };

/** Status of each call's audit and the functions that leave a gap, in the order of the calls. */
async function audits(files: Readonly<Record<string, string>>, own = true): Promise<string[]> {
  const { calls, findings, errors } = await analyseText(files, own ? { policy } : {});
  assert.deepEqual(errors, []);
  return calls.map((call) => {
    const gaps = findings
      .filter((one) => one.rule === "missing-audit-log" && one.call === call.id)
      .map((one) => /^`(\w+)`/.exec(one.message)?.[1] ?? "-");
    return [call.audit.status, ...gaps].join(" ");
  });
}

const TYPESCRIPT =
  'import OpenAI from "openai";\nconst client = new OpenAI();\nconst MODEL = "gpt-4o-mini";\ndeclare function record(...all: unknown[]): void;\n';
const typescript = (code: string, own = true) => audits({ "src/app.ts": TYPESCRIPT + code }, own);
const PYTHON =
  'import functools\nimport logging\nfrom openai import OpenAI\nfrom tracing import record\nclient = OpenAI()\nlogger = logging.getLogger(__name__)\nMODEL = "gpt-4o-mini"\n';
const python = (code: string, own = true) => audits({ "app.py": PYTHON + code }, own);
const CALL = "client.chat.completions.create({ model: MODEL, messages: [{ role: 'user', content: text }] })";
const PYTHON_CALL = 'client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": text}])';

describe("audit of a call", () => {
  it("goes over wrappers to whoever records, caller by caller", async () => {
    const wrapper = `async function complete(text: string) { return ${CALL}; }\n`;
    const good = "export async function good(t: string) { try { return await complete(t); } finally { record(t); } }\n";
    const bad = "export async function bad(t: string) { return complete(t); }\n";
    assert.deepEqual(await typescript(wrapper + good), ["always"]);
    assert.deepEqual(await typescript(wrapper + good + bad), ["sometimes bad"]);
    assert.deepEqual(await typescript(wrapper + bad), ["never bad"]);
  });

  it("puts together what the wrapper records when it returns and its caller when it throws", async () => {
    const wrapper = `async function complete(text: string) { const answer = await ${CALL}; record(answer.id); return answer; }\n`;
    const caller =
      "export async function ask(t: string) { try { return await complete(t); } catch (error) { record(error); throw error; } }\n";
    assert.deepEqual(await typescript(wrapper + caller), ["always"]);
  });

  it("goes into functions beside the call", async () => {
    const helpers = "function note(id: string) { record(id); }\nfunction perhaps(id: string) { if (id) record(id); }\n";
    const ask = (name: string) => `export async function ask(text: string) { try { return await ${CALL}; } finally { ${name}(text); } }`;
    assert.deepEqual(await typescript(helpers + ask("note")), ["always"]);
    assert.deepEqual(await typescript(helpers + ask("perhaps")), ["sometimes ask"]);
  });

  it("credits a callback of a library once in a while only, and one of `finally` always", async () => {
    const on = (name: string) => `export function ask(text: string) { return ${CALL}.${name}(() => record(text)); }`;
    assert.deepEqual(await typescript(on("then")), ["sometimes ask"]);
    assert.deepEqual(await typescript(on("finally")), ["sometimes ask"], "the call itself may throw before there is a promise");
    const stream = `export async function ask(text: string) { const s = await ${CALL}; s.on("end", () => record(text)); }`;
    assert.deepEqual(await typescript(stream), ["sometimes ask"]);
  });

  it("counts a call inside a callback to the function that hands it over and records", async () => {
    const code = `export async function all(texts: string[]) { try { return await Promise.all(texts.map((text) => ${CALL})); } finally { record(texts); } }`;
    assert.deepEqual(await typescript(code), ["always"]);
  });

  it("counts what wraps a function: helpers that call it, decorators of the workspace", async () => {
    const helper = "async function audited<T>(work: () => Promise<T>) { try { return await work(); } finally { record(work); } }\n";
    assert.deepEqual(await typescript(`${helper}export const ask = (text: string) => audited(async () => ${CALL});`), ["always"]);
    const decorator =
      "def audited(function):\n    @functools.wraps(function)\n    def wrapper(*args, **kwargs):\n        try:\n            return function(*args, **kwargs)\n        finally:\n            record(function)\n    return wrapper\n\n\n";
    const asks = (line: string) => `${line}def ask(text):\n    return ${PYTHON_CALL}\n\n\ndef main(text):\n    return ask(text)\n`;
    assert.deepEqual(await python(decorator + asks("@audited\n")), ["always"]);
    assert.deepEqual(await python(decorator + asks("")), ["never main"]);
  });

  it("counts a decorator that is an audit function itself", async () => {
    assert.deepEqual(await python(`@record\ndef ask(text):\n    return ${PYTHON_CALL}\n`), ["always"]);
    assert.deepEqual(await python(`@record("ask")\ndef ask(text):\n    return ${PYTHON_CALL}\n`), ["always"]);
  });

  it("counts a context manager that records when it is left", async () => {
    const own =
      "class Scope:\n    def __enter__(self):\n        return self\n\n    def __exit__(self, *error):\n        record(self)\n\n\n";
    const ask = `def ask(text):\n    with Scope():\n        return ${PYTHON_CALL}\n`;
    assert.deepEqual(await python(own + ask), ["always"]);
    assert.deepEqual(await python(own.replace("record(self)", "pass") + ask), ["never ask"]);
    const generator =
      "import contextlib\n\n\n@contextlib.contextmanager\ndef Scope():\n    try:\n        yield\n    finally:\n        record(1)\n\n\n";
    assert.deepEqual(await python(generator + ask), ["always"]);
  });

  it("does not take the record of one call for another's", async () => {
    const first = `async function complete(text: string) { try { return await ${CALL}; } finally { record(text); } }\n`;
    const second = `export async function ask(text: string) { const title = await complete(text); return ${CALL}; }`;
    assert.deepEqual(await typescript(first + second), ["always", "never ask"]);
  });

  it("credits a logger that says which call this was or what was said, and no other", async () => {
    const ask = (line: string) =>
      `def ask(user_id, text):\n    try:\n        answer = ${PYTHON_CALL}\n    except Exception as error:\n        logger.error("failed", extra={"user": user_id, "model": MODEL})\n        raise\n    ${line}\n    return answer\n`;
    assert.deepEqual(await python(ask('logger.info("answered", extra={"user": user_id, "usage": answer.usage})'), false), ["always"]);
    assert.deepEqual(await python(ask('logger.info("%s %s", answer.id, answer)'), false), ["always"]);
    assert.deepEqual(await python(ask('logger.info(f"{user_id} got {answer}")'), false), ["always"]);
    assert.deepEqual(await python(ask('logger.info("user asked the model")'), false), ["sometimes ask"]);
    assert.deepEqual(await python(ask('logger.info("answered %s", answer.choices[0].message.content)'), false), ["always"], "the answer");
    assert.deepEqual(await python(ask('logger.info("asked %s", text)'), false), ["always"], "the question");
    assert.deepEqual(await python(ask('logger.info("answered with %s", answer.usage)'), false), ["sometimes ask"], "an event");
    assert.deepEqual(await python(ask("print(user_id, answer.usage)"), false), ["sometimes ask"]);
  });

  it("credits a handler's logger for the exception of this call alone", async () => {
    const helper =
      'def check(model):\n    try:\n        return int(model.id)\n    except ValueError as error:\n        logger.warning("%s %s", model.id, error)\n\n\n';
    const ask = `def ask(text, model):\n    check(model)\n    try:\n        return ${PYTHON_CALL}\n    except Exception as error:\n        HANDLER\n        raise\n`;
    assert.deepEqual(await python(helper + ask.replace("HANDLER", "pass"), false), ["never -"]);
    assert.deepEqual(await python(helper + ask.replace("HANDLER", 'logger.error("%s %s", user_id, error)'), false), ["sometimes ask"]);
  });

  it("credits a tracing record that is about the call, and no other", async () => {
    const ask = (data: string) =>
      `from ddtrace.llmobs import LLMObs\n\n\ndef ask(text, other):\n    LLMObs.annotate(input_data=${data})\n    return ${PYTHON_CALL}\n`;
    assert.deepEqual(await python(ask("text"), false), ["always"]);
    assert.deepEqual(await python(ask("other"), false), ["never ask"]);
  });

  it("credits instrumentation that records every call where it is set up: sometimes, when that is in one branch", async () => {
    const setup = "from openinference.instrumentation.openai import OpenAIInstrumentor\n\nOpenAIInstrumentor().instrument()\n";
    const app = `${PYTHON}def ask(text):\n    return ${PYTHON_CALL}\n`;
    assert.deepEqual(await audits({ "app.py": app, "setup.py": setup }, false), ["always"]);
    const branch = setup.replace("OpenAIInstrumentor().", "if MONITORED:\n    OpenAIInstrumentor().");
    assert.deepEqual(await audits({ "app.py": app, "setup.py": branch }, false), ["sometimes ask"]);
    const other = { "a/requirements.txt": "", "b/requirements.txt": "", "a/app.py": app, "b/setup.py": setup };
    assert.deepEqual(await audits(other, false), ["never ask"], "another project of the workspace");
  });

  it("trusts a client that records by itself", async () => {
    const wrapped = `import { wrapOpenAI } from "langsmith/wrappers";\nconst traced = wrapOpenAI(new OpenAI());\nexport async function ask(text: string) { return traced.chat.completions.create({ model: MODEL, messages: [{ role: "user", content: text }] }); }`;
    assert.deepEqual(await typescript(wrapped, false), ["always"]);
  });

  it("takes a statement that only reads, or makes a table, for no record", async () => {
    const ask = (statement: string) =>
      python(
        `import sqlite3\nconnection = sqlite3.connect("chat.db")\n\n\ndef ask(user, text):\n    answer = ${PYTHON_CALL}\n    connection.execute(${statement}, (user, text, answer.choices[0].message.content))\n    return answer\n`,
        false,
      );
    assert.deepEqual(await ask('"INSERT INTO chats (user, question, answer) VALUES (?, ?, ?)"'), ["sometimes ask"]);
    assert.deepEqual(await ask('"SELECT id FROM chat_history WHERE user = ? AND question = ? AND answer = ?"'), ["never -"]);
    assert.deepEqual(await ask('"CREATE TABLE IF NOT EXISTS chats (user, question, answer)"'), ["never -"]);
    const pool = 'import { Pool } from "pg";\nconst pool = new Pool();\n';
    const query = (statement: string) =>
      typescript(
        `${pool}export async function ask(text: string) { const answer = await ${CALL}; await pool.query(${statement}, [text, answer.choices[0].message.content]); return answer; }`,
        false,
      );
    assert.deepEqual(await query('"insert into exchanges (question, answer) values ($1, $2)"'), ["sometimes ask"]);
    assert.deepEqual(await query('"select id from exchanges where question = $1 and answer = $2"'), ["never -"]);
  });

  it("takes an index of embeddings for no record of what was embedded", async () => {
    const embed = (then: string) =>
      typescript(
        `import { createClient } from "@supabase/supabase-js";\nconst rows = createClient("u", "k");\nexport async function embed(user: string, text: string) { const answer = await client.embeddings.create({ model: MODEL, input: text }); const vector = answer.data[0].embedding; ${then} }`,
        false,
      );
    assert.deepEqual(await embed('await rows.from("items").insert({ user, text, vector });'), ["never -"]);
    assert.deepEqual(await embed('return rows.rpc("match_items", { query: text, vector });'), ["never -"]);
    assert.deepEqual(await embed('await rows.from("model_log").insert({ user, text, model: MODEL });'), ["sometimes embed"]);
  });

  it("takes a figure computed from answers for no record of one", async () => {
    const evaluate = (told: string) =>
      python(
        `def evaluate(suite, text):\n    answer = ${PYTHON_CALL}\n    suite.update(answer.choices[0].message.content)\n    logger.info("done: %s", ${told})\n`,
        false,
      );
    assert.deepEqual(await evaluate("suite.compute()"), ["never -"]);
    assert.deepEqual(await evaluate("answer.choices[0].message.content"), ["sometimes evaluate"]);
  });

  it("names a handler that has no name by what it is", async () => {
    const { findings } = await analyseText(
      {
        "src/app.ts": `import express from "express";\n${TYPESCRIPT}const app = express();\napp.post("/a", async ({ body: text }) => ${CALL});\n`,
      },
      { policy },
    );
    const [found] = findings.filter(({ rule }) => rule === "missing-audit-log");
    assert.match(found?.message ?? "", /^A callback here calls openai \(chat\) and leaves no audit record/);
  });

  it("does not ask tests for records, nor lets them be the outermost caller", async () => {
    const app = `from openai import OpenAI\nfrom tracing import record\nclient = OpenAI()\nMODEL = "m-1"\n\n\ndef ask(text):\n    return ${PYTHON_CALL}\n\n\ndef main(text):\n    try:\n        return ask(text)\n    finally:\n        record(text)\n`;
    assert.deepEqual(
      await audits({ "app.py": app, "tests/test_app.py": "from app import ask\n\n\ndef test_ask():\n    assert ask('x')\n" }),
      ["always"],
    );
  });
});
