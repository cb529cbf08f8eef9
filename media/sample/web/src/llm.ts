import { randomUUID } from "node:crypto";
import OpenAI from "openai";
import { recordModelCall } from "./audit.js";

const openai = new OpenAI();
const MODEL = "gpt-4o-mini-2024-07-18";

/** Every call to OpenAI goes through here, so that every way out leaves a record. */
export async function complete(actor: string, system: string, user: string): Promise<string> {
  const requestId = randomUUID();
  try {
    const completion = await openai.chat.completions.create({
      model: MODEL,
      messages: [
        { role: "system", content: system },
        { role: "user", content: user },
      ],
    });
    const [choice] = completion.choices;
    recordModelCall({ requestId, actor, model: MODEL, outcome: choice?.finish_reason ?? "empty" });
    return choice?.message.content ?? "";
  } catch (error) {
    recordModelCall({ requestId, actor, model: MODEL, outcome: "failed" });
    throw error;
  }
}
