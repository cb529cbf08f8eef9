/** Roles of messages, as providers and frameworks write them. */
import type { Role } from "../knowledge/schema.js";

/** `SystemMessage`, `HumanMessagePromptTemplate`, `ChatCompletionUserMessageParam` … */
const MESSAGE_CLASS =
  /(?<!(?<![A-Za-z])[a-z][A-Za-z]*)(System|Developer|Human|User|AI|Assistant|Tool|Function)(?:Chat)?(?:Message|Prompt)(?!s?History|Store)|(?<!(?<![A-Za-z])[a-z][A-Za-z]*)(Chat)Message(?!s|Prompt|History|Placeholder|Store)/;

/** `userMessage(text)`, imported by its own name. */
const MESSAGE_FUNCTION = /^(system|user|assistant|ai)Message$/;

export function roleOfName(name: string): Role | null {
  switch (name.toLowerCase()) {
    case "system":
    case "developer":
      return "system";
    case "user":
    case "human":
    case "chat":
      return "user";
    case "assistant":
    case "ai":
    case "model":
    case "bot":
      return "assistant";
    case "tool":
    case "function":
    case "ipython":
      return "tool";
    default:
      return null;
  }
}

/** Role that a constant's name ends in: `ChatMessageRoleSystem`, `ChatMessageTypeHuman`, `Role_USER`, `ROLE_ASSISTANT`. */
export function roleOfConstant(name: string): Role | null {
  const match = /(?:[Rr]ole|ROLE|Type)_?([A-Z][A-Za-z]+)$/.exec(name);
  return match ? roleOfName(match[1] as string) : null;
}

/** Role that the name of a message's constructor gives away. */
export function roleOfConstructor(name: string): Role | null {
  const match = MESSAGE_CLASS.exec(name) ?? MESSAGE_FUNCTION.exec(name);
  return match ? roleOfName(match[1] ?? (match[2] as string)) : null;
}

/** Names of the entries that hold what a message says. */
export const CONTENT_KEYS = [
  "content",
  "contents",
  "parts",
  "text",
  "prompt",
  "message",
  "value",
  "blocks",
  "tool_calls",
  "experimental_attachments",
];
