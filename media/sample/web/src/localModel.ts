import { randomUUID } from "node:crypto";
import { Ollama } from "ollama";
import { recordModelCall } from "./audit.js";

const ollama = new Ollama({ host: "http://localhost:11434" });
const MODEL = "llama3.1:8b";

/** A model on this machine: nothing leaves the house. */
export async function completeLocally(actor: string, system: string, user: string): Promise<string> {
  const requestId = randomUUID();
  try {
    const reply = await ollama.chat({
      model: MODEL,
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
    });
    recordModelCall({ requestId, actor, model: MODEL, outcome: reply.done_reason });
    return reply.message.content;
  } catch (error) {
    recordModelCall({ requestId, actor, model: MODEL, outcome: "failed" });
    throw error;
  }
}
