/** Files in languages that are not analysed and that name a model provider: the inventory of calls is not complete there. */
import type { UnreadFile } from "../host.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { BlindSpot } from "../report/scanResult.js";

export function unreadBlindSpots(knowledge: Knowledge, files: readonly UnreadFile[]): BlindSpot[] {
  if (files.length === 0) return [];
  const names = namesOf(knowledge);
  return files.flatMap(({ root, path, language, holds }) => {
    const found = names.find((name) => holds(name));
    return found === undefined
      ? []
      : [
          {
            root,
            file: path,
            line: null,
            reason: `The file is ${language}, which is not analysed, and names ${found}: model calls in it are not listed.`,
          },
        ];
  });
}

/** Hosts, and the names of providers and their packages as far as they mean nothing else. */
function namesOf(knowledge: Knowledge): string[] {
  const names = new Set<string>();
  for (const { host, locality } of knowledge.hosts) if (locality !== "local" && !/[*{/]/.test(host)) names.add(host);
  for (const file of knowledge.files) {
    if (!file.calls || file.provider === undefined || COMMON_WORDS.has(file.provider)) continue;
    for (const name of [file.provider, file.name ?? ""]) if (/^[A-Za-z][A-Za-z0-9]{3,}$/.test(name)) names.add(name);
  }
  for (const name of ["langchain4j", "langchaingo", "SemanticKernel"]) names.add(name);
  return [...names].sort();
}

/** Provider ids that are words of every language. */
const COMMON_WORDS = new Set([
  "google",
  "together",
  "replicate",
  "transformers",
  "whisper",
  "guidance",
  "strands",
  "haystack",
  "editor",
  "browser",
  "vercel",
  "portkey",
  "agno",
  "mastra",
  "genkit",
  "outlines",
]);
