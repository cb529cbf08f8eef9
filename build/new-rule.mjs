// `npm run new-rule <id>`: writes a rule with its metadata, its page and its first fixtures, and lists it.
//
// It compiles as it is. Its fixtures fail until the rule finds what their comments say: that is where to go on.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { camelCase, format, idArgument, project, writeFiles } from "./skeleton.mjs";

const id = idArgument("new-rule");
const name = camelCase(id);
const title = `${id[0].toUpperCase()}${id.slice(1).replaceAll("-", " ")}`;
const folder = `src/core/rules/${id}`;

writeFiles({
  [`${folder}/meta.ts`]: `import type { RuleMeta } from "../rule.js";

export const meta: RuleMeta = {
  id: "${id}",
  title: "${title}",
  description: "What is wrong, why it matters, what to do: one paragraph for people.",
  severity: "warning",
  phases: ["inference"],
  references: {},
  fixes: [],
};
`,
  [`${folder}/rule.ts`]: `/** ${title}: say in one sentence what is reported, and how often. */
import type { AnalysedCall } from "../../flow/analysedCall.js";
import type { FindingDraft, Rule } from "../rule.js";
import { meta } from "./meta.js";

export const ${name}: Rule = {
  meta,
  evaluate({ calls }) {
    return calls.filter(isWrong).map(finding);
  },
  silence() {
    return "What the rule looks for is not there.";
  },
};

/** A rule asks what is known about a call, its inputs and outputs, and never how a language writes it. */
function isWrong(call: AnalysedCall): boolean {
  return call.callee === "";
}

function finding(call: AnalysedCall): FindingDraft {
  return {
    severity: meta.severity,
    confidence: call.confidence,
    message: \`\${call.callee} is called in a way that needs a reason. Say what to do instead.\`,
    location: call.location,
    call,
    path: [],
    anchor: [call.id],
  };
}
`,
  [`${folder}/rule.md`]: `# ${id}

What is reported, in one sentence.

## Why

What can go wrong, and for whom.

## How to fix it

What to do, with an example put right.
`,
  [`test/fixtures/${id}/typescript/first.ts`]: `import OpenAI from "openai";

const client = new OpenAI();

export async function wrong(text: string) {
  // ! ${id} warning
  return client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: text }] });
}

export async function right(text: string) {
  // = ${id}
  return client.chat.completions.create({ model: "gpt-4o-mini", messages: [{ role: "user", content: text }] });
}
`,
  [`test/fixtures/${id}/python/first.py`]: `from openai import OpenAI

client = OpenAI()


def wrong(text: str):
    # ! ${id} warning
    return client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": text}])


def right(text: str):
    # = ${id}
    return client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": text}])
`,
});

const list = join(project, "src/core/rules/rules.ts");
const text = readFileSync(list, "utf8");
const array = /(export const rules: readonly Rule\[\] = \[)([^\]]*)\]/;
if (!array.test(text)) {
  console.error(`${list} does not list the rules as expected: add ${name} by hand`);
  process.exit(1);
}
const entries = (found) => [...found.split(",").map((entry) => entry.trim()), name].filter((entry) => entry !== "");
writeFileSync(
  list,
  text
    .replace(array, (_whole, start, found) => `${start}${entries(found).sort().join(", ")}]`)
    .replace('import type { Rule } from "./rule.js";\n', (line) => `import { ${name} } from "./${id}/rule.js";\n${line}`),
);
format(folder, "src/core/rules/rules.ts");
console.log(`
Next:
  1. Fill in ${folder}/meta.ts and rule.md, and let rule.ts find what is wrong.
  2. Write down in test/fixtures/${id} what must be found and what must stay silent.
  3. npm run generate
  4. npx mocha test/unit/fixtures.test.ts -g ${id}`);
