/** Languages that no module reads yet: their files are searched for names of model providers, so that nothing is missed unsaid. */

const LANGUAGES: Readonly<Record<string, string>> = {
  kt: "Kotlin",
  scala: "Scala",
  rs: "Rust",
  rb: "Ruby",
  php: "PHP",
  swift: "Swift",
  dart: "Dart",
};

/** Name for people; null for everything else. */
export function unreadLanguageOf(path: string): string | null {
  return LANGUAGES[path.slice(path.lastIndexOf(".") + 1)] ?? null;
}
