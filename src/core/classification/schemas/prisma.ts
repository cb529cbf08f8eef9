/** Models of Prisma: `model Claim { diagnosis String @map("dx") /// @classification restricted }`. The language is one of lines. */
import { declarationIn, type WrittenClass } from "../comments.js";
import type { SchemaEntity, SchemaField, SchemaReader } from "./schemaEntity.js";

export const prisma: SchemaReader = {
  id: "prisma",
  matches: (path) => path.endsWith(".prisma"),
  read(text) {
    const entities: SchemaEntity[] = [];
    let open: { name: string; line: number; aliases: string[]; fields: SchemaField[]; declared: WrittenClass | null } | null = null;
    let comment = "";
    text.split(/\r?\n/).forEach((written, index) => {
      const line = written.trim();
      const note = /(?:^|\s)\/\/+(.*)$/.exec(line);
      const code = note ? line.slice(0, note.index).trim() : line;
      const said = note?.[1]?.trim() ?? "";
      if (code === "") {
        comment = note ? `${comment}\n${said}` : "";
        return;
      }
      const declared = declarationIn(said) ?? declarationIn(comment);
      comment = "";
      const start = /^(?:model|type|view)\s+(\w+)\s*\{/.exec(code);
      if (start) open = { name: start[1] as string, line: index + 1, aliases: [], fields: [], declared };
      else if (code.startsWith("}")) {
        if (open) entities.push({ kind: "model", ...open });
        open = null;
      } else if (open) {
        const mapped = /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(code)?.[1];
        if (code.startsWith("@@")) open.aliases.push(...(code.startsWith("@@map") && mapped ? [mapped] : []));
        else {
          const field = /^(\w+)\s+([\w.]+(?:\("[^"]*"\))?)/.exec(code);
          if (!field) return;
          const [, name, type] = field as unknown as [string, string, string];
          open.fields.push({ name, aliases: mapped ? [mapped] : [], type, line: index + 1, declared });
        }
      }
    });
    return entities;
  },
};
