// `npm run new-provider <id>`: writes the knowledge of a provider and fixtures with its calls.
//
// The skeleton describes an SDK that is called like the provider. Put what its real SDK looks like, in both at once.
import { idArgument, writeFiles } from "./skeleton.mjs";

const id = idArgument("new-provider");
const packageName = id;
const moduleName = id.replaceAll("-", "_");
const title = id.replace(/(^|-)([a-z])/g, (_whole, dash, letter) => `${dash ? " " : ""}${letter.toUpperCase()}`);

writeFiles({
  [`src/core/knowledge/data/providers/${id}.yaml`]: `# The ${title} SDKs. Say in \`source\` where each row was seen, and take \`unverified\` away.
schema: 1
provider: ${id}
name: ${title}

types:
  - type: ${id}.javascript.Client
    language: javascript
    from:
      - module(${packageName}).default|Client()
    source: memory
    unverified: true
  - type: ${id}.python.Client
    language: python
    from:
      - module(${moduleName}).Client|AsyncClient()
    source: memory
    unverified: true

calls:
  - id: ${id}.javascript.chat
    language: javascript
    callee:
      - type(${id}.javascript.Client).chat
    operation: chat
    phase: inference
    inputs:
      - { role: messages, at: "argument[0].messages", shape: objects }
    model:
      - argument[0].model
    source: memory
    unverified: true
  - id: ${id}.python.chat
    language: python
    callee:
      - type(${id}.python.Client).chat
    operation: chat
    phase: inference
    inputs:
      - { role: messages, at: "argument[messages]", shape: objects }
    model:
      - argument[model]
    source: memory
    unverified: true
`,
  [`test/fixtures/calls/typescript/${id}.ts`]: `import { Client } from "${packageName}";

const client = new Client();

export async function ask(text: string) {
  return client.chat({ model: "a-model", messages: [{ role: "user", content: text }] }); // > call ${id} chat
}
`,
  // A file named like the package would be taken for it.
  [`test/fixtures/calls/python/${moduleName}_client.py`]: `from ${moduleName} import Client

client = Client()


def ask(text: str):
    return client.chat(model="a-model", messages=[{"role": "user", "content": text}])  # > call ${id} chat
`,
});
console.log(`
Next:
  1. Read the SDK's types and describe its clients and calls in src/core/knowledge/data/providers/${id}.yaml.
  2. Use it in the fixtures as its documentation does, with what must not be taken for a call beside it.
  3. node build/knowledge.mjs && npx mocha test/unit/fixtures.test.ts -g ${moduleName}`);
