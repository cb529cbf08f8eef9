/** Which provider a module belongs to: the longest entry that covers it decides. */
import type { KnowledgeFile, KnowledgeLanguage, PackageRow } from "./schema.js";

/** What may follow a module's name in the name of something below it: `openai/azure`, `google.genai`, `npm:openai@4`. */
const SEPARATORS = new Set(["/", ".", "@"]);

export class Packages {
  private readonly rows = new Map<KnowledgeLanguage, { readonly module: string; readonly row: PackageRow }[]>();

  constructor(files: readonly KnowledgeFile[]) {
    for (const row of files.flatMap((file) => file.packages ?? [])) {
      const rows = this.rows.get(row.language) ?? [];
      this.rows.set(row.language, rows);
      for (const module of row.modules) rows.push({ module, row });
    }
    for (const rows of this.rows.values()) rows.sort((left, right) => right.module.length - left.module.length);
  }

  of(language: KnowledgeLanguage): readonly PackageRow[] {
    return [...new Set((this.rows.get(language) ?? []).map(({ row }) => row))];
  }

  /** Of a module, or of the name of something in it: `openai.OpenAI()`. */
  find(language: KnowledgeLanguage, name: string): PackageRow | null {
    const found = this.rows.get(language)?.find(({ module }) => covers(module, name));
    return found?.row ?? null;
  }

  /** Of an import, which may name a module below the one it imports from: `from google import genai`. */
  imported(language: KnowledgeLanguage, module: string, name: string): PackageRow | null {
    const row = this.find(language, module) ?? (language === "python" && name !== "*" ? this.find(language, `${module}.${name}`) : null);
    return row?.names && !row.names.includes(name) ? null : row;
  }
}

function covers(module: string, name: string): boolean {
  return name.startsWith(module) && (name.length === module.length || SEPARATORS.has(name.charAt(module.length)));
}
