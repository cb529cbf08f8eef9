/** SQL of any dialect as tokens: enough to find tables and columns, and to keep the comments beside them. */
export interface SqlToken {
  readonly kind: "word" | "string" | "symbol" | "comment";
  /** Words without their quotes, strings without theirs, comments without their marks. */
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** A quoted word is a name, never a keyword. */
  readonly quoted: boolean;
}

const TOKEN =
  /(--|#(?!\d|>))([^\r\n]*)|\/\*([\s\S]*?)(?:\*\/|$)|'((?:[^'\\]|''|\\[\s\S])*)(?:'|$)|\$(\w*)\$([\s\S]*?)(?:\$\5\$|$)|"((?:[^"]|"")*)"|`([^`]*)`|\[([A-Za-z_][^\]\n]*)\]|([\p{L}_@][\p{L}\p{N}_$]*|\d[\w.]*)|[^\s]/gu;

/** Longer texts are data, not queries. */
const MAXIMUM_LENGTH = 1_000_000;

export function sqlTokens(text: string): readonly SqlToken[] {
  const tokens: SqlToken[] = [];
  let line = 1;
  let at = 0;
  for (const found of text.slice(0, MAXIMUM_LENGTH).matchAll(TOKEN)) {
    for (; at < found.index; at++) if (text.charCodeAt(at) === 10) line++;
    const [whole, dashes, lineComment, blockComment, string, , dollar, double, back, bracket, word] = found;
    const name = double ?? back ?? bracket;
    if (dashes !== undefined) tokens.push({ kind: "comment", text: (lineComment ?? "").trim(), line, quoted: false });
    else if (blockComment !== undefined) tokens.push({ kind: "comment", text: blockComment.trim(), line, quoted: false });
    else if (string !== undefined || dollar !== undefined)
      tokens.push({ kind: "string", text: (string ?? dollar ?? "").replaceAll("''", "'"), line, quoted: true });
    else if (name !== undefined) tokens.push({ kind: "word", text: name, line, quoted: true });
    else if (word !== undefined) tokens.push({ kind: "word", text: word, line, quoted: false });
    else tokens.push({ kind: "symbol", text: whole, line, quoted: false });
  }
  return tokens;
}

/** True for a keyword, in any case. */
export function isKeyword(token: SqlToken | undefined, ...words: readonly string[]): boolean {
  return token !== undefined && token.kind === "word" && !token.quoted && words.includes(token.text.toUpperCase());
}

export function isSymbol(token: SqlToken | undefined, text: string): boolean {
  return token !== undefined && token.kind === "symbol" && token.text === text;
}

/** A dotted name from a position: its last part, and where it ends. */
export function qualifiedName(
  tokens: readonly SqlToken[],
  at: number,
): { readonly name: string; readonly owner: string; readonly end: number } | null {
  if (tokens[at]?.kind !== "word") return null;
  let owner = "";
  let name = (tokens[at] as SqlToken).text;
  let end = at + 1;
  while (isSymbol(tokens[end], ".") && tokens[end + 1]?.kind === "word") {
    owner = name;
    name = (tokens[end + 1] as SqlToken).text;
    end += 2;
  }
  return { name, owner, end };
}
