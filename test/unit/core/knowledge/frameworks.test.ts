/** Calls through frameworks, models in process and raw HTTP that the shipped knowledge finds, and what looks alike and is none. */
import assert from "node:assert/strict";
import { analyseText } from "../../../support/analyseText.js";

async function found(file: string, text: string): Promise<string[]> {
  const { calls } = await analyseText({ [file]: text });
  return calls.map(({ line, api, phase }) => `${line} ${api} ${phase}`);
}

describe("knowledge of frameworks", () => {
  it("finds LangChain chains, stores and retrievers in TypeScript, not tools, prompts and loading", async () => {
    const text = `import { ChatOllama, OllamaEmbeddings } from "@langchain/ollama";
import { FaissStore } from "@langchain/community/vectorstores/faiss";
import { ChatPromptTemplate } from "@langchain/core/prompts";
import { RunnableSequence } from "@langchain/core/runnables";
export async function answer(question: string, tool: { invoke(x: string): Promise<string> }) {
  const model = new ChatOllama({ model: "llama3" });
  const store = await FaissStore.load("index", new OllamaEmbeddings({ model: "e" }));
  const prompt = ChatPromptTemplate.fromMessages([["system", "Be brief."], ["human", "{q}"]]);
  await prompt.invoke({ q: question });
  await tool.invoke(question);
  await store.asRetriever(3).invoke(question);
  await store.addDocuments([]);
  await prompt.pipe(model).invoke({ q: question });
  await RunnableSequence.from([prompt, model]).stream({ q: question });
  return model.bindTools([]).invoke(question);
}`;
    assert.deepEqual(await found("answer.ts", text), [
      "11 langchain.javascript.retriever.invoke embedding",
      "12 langchain.javascript.vectorstore.add embedding",
      "13 langchain.javascript.chain.invoke inference",
      "14 langchain.javascript.chain.invoke inference",
      "15 langchain.javascript.model.invoke inference",
    ]);
  });

  it("finds LangChain agents that are called and chains made by | in Python", async () => {
    const text = `from langchain.agents import AgentExecutor
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_community.vectorstores import Chroma
from langchain_core.prompts import ChatPromptTemplate
def answer(question, agent, tools):
    llm = ChatOpenAI(model="gpt-4o")
    executor = AgentExecutor.from_agent_and_tools(agent=agent, tools=tools)
    executor(question)
    store = Chroma.from_documents(question, OpenAIEmbeddings())
    chain = {"context": store.as_retriever()} | ChatPromptTemplate.from_template("{context}") | llm
    return chain.invoke(question)
`;
    assert.deepEqual(await found("answer.py", text), [
      "8 langchain.python.agent.called inference",
      "9 langchain.python.vectorstore.from_documents embedding",
      "11 langchain.python.chain.invoke inference",
    ]);
  });

  it("finds training and generation in process, not the mode switch of a module", async () => {
    const text = `from trl import SFTTrainer
from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline
def run(text, data):
    model = AutoModelForCausalLM.from_pretrained("m").to("cuda")
    trainer = SFTTrainer(model=model, train_dataset=data)
    trainer.train()
    model.train()
    tokenizer = AutoTokenizer.from_pretrained("m")
    model.generate(**tokenizer(text))
    embed = pipeline("feature-extraction")
    return embed(text)
`;
    assert.deepEqual(await found("run.py", text), [
      "6 trl.python.train training",
      "9 transformers.python.generate inference",
      "11 transformers.python.pipeline.embedding embedding",
    ]);
  });

  it("takes a request for a model call by its host or a path of model APIs, never an application's own route", async () => {
    const text = `import axios from "axios";
export async function ask(messages: unknown[]) {
  await fetch("/api/chat", { method: "POST", body: JSON.stringify({ messages }) });
  await fetch("http://localhost:3000/api/chat", { method: "POST", body: JSON.stringify({ messages }) });
  await fetch("https://openrouter.ai/api/v1/models");
  await fetch(process.env.OLLAMA_HOST + "/api/chat", { method: "POST", body: JSON.stringify({ messages }) });
  const client = axios.create({ baseURL: "http://localhost:11434" });
  await client.post("/api/generate", { prompt: messages });
  return axios.post("https://my.openai.azure.com/openai/deployments/d/chat/completions?api-version=1", { messages });
}`;
    const { calls } = await analyseText({ "ask.ts": text });
    assert.deepEqual(
      calls.map(({ line, provider, host }) => `${line} ${provider} ${host}`),
      ["6 ollama null", "8 ollama localhost:11434", "9 azure-openai my.openai.azure.com"],
    );
  });
});
