/**
 * Words of a file as 32-bit hashes, taken from bytes without decoding or parsing them.
 *
 * A word is a run of ASCII letters, digits, `_`, `$` and bytes above 127 (any non-ASCII character), leading digits cut.
 * Its parts between `_` count as words too, when they have three bytes or more. Strings and comments are read like code:
 * a name that is only written in a string is found as well. Only the first {@link HASHED_BYTES} bytes of a word count, so
 * that long words give extra answers and never fewer.
 */

import type { WordRole } from "../host.js";

export const HASHED_BYTES = 64;

/** Raise whenever a word or its hash changes: it is part of every key of the cache. */
export const WORDS_VERSION = 6;

/** What stands before the name of a type, a namespace, or (`global using`) what a whole project has in scope. */
const DECLARING_WORDS = ["class", "interface", "struct", "record", "enum", "type", "namespace", "global"];

/** Words between the name of a type and its body that count as what it derives from, those in brackets aside. */
const MOST_HEADER_WORDS = 64;
/** Bytes before `as` in which the name may stand. */
const MOST_BEFORE_AS = 160;

const enum Kind {
  None = 0,
  Digit = 1,
  Letter = 2,
}

const DOUBLE_QUOTE = 34;
const HASH = 35;
const SINGLE_QUOTE = 39;
const OPENING = 40;
const CLOSING = 41;
const STAR = 42;
const COMMA = 44;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SEMICOLON = 59;
const OPENING_ANGLE = 60;
const EQUALS = 61;
const CLOSING_ANGLE = 62;
const AT_SIGN = 64;
const OPENING_SQUARE = 91;
const BACKSLASH = 92;
const CLOSING_SQUARE = 93;
const UNDERSCORE = 95;
const BACKTICK = 96;
const OPENING_BRACE = 123;
/** Tells the hash of a word in a role from that of the same word anywhere. */
const ROLES: Readonly<Record<WordRole, number>> = {
  declared: 0x3b9aca07,
  segment: 0x5bd1e995,
  inherited: 0x27d4eb2f,
  imported: 0x119de1f3,
  referenced: 0x165667b1,
  renamed: 0x2545f491,
};
const FIRST_SEED = 0x811c9dc5;
const PRIME = 0x01000193;

const kinds = new Uint8Array(256);
for (let code = 0; code < 256; code++) {
  const letter = (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 36 || code >= 128;
  kinds[code] = letter ? Kind.Letter : code >= 48 && code <= 57 ? Kind.Digit : Kind.None;
}

/** Sorted, distinct hashes of all words in the bytes of an ASCII or UTF-8 text. */
export function wordsOfBytes(bytes: Uint8Array): Uint32Array {
  // A host's own kind of array is read as a plain one: code that is optimised for one kind is thrown away at the next.
  return findWords(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length));
}

function findWords(bytes: Uint8Array): Uint32Array {
  const found = foundWords;
  const length = bytes.length;
  // A byte order mark would stick to the first word.
  let at = length > 2 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let previous = 0;
  let previousEnd = -1;
  let declares = false;
  let isMade = false;
  let isAnnotation = false;
  let isReferred = false;
  /** Words that a header may still have; 0 outside of one. */
  let header = 0;
  let depth = 0;
  // Where nothing ends with a semicolon, the header of a class ends with a colon: there it tells nothing.
  const isOfLines = bytes.indexOf(SEMICOLON) < 0;
  while (at < length) {
    while (at < length && kinds[bytes[at] as number] !== Kind.Letter) at++;
    if (at >= length) break;
    let start = at;
    let hash = FIRST_SEED;
    const hashedEnd = Math.min(length, start + HASHED_BYTES);
    let hasParts = false;
    for (; at < hashedEnd && kinds[bytes[at] as number] !== Kind.None; at++) {
      const byte = bytes[at] as number;
      if (byte === UNDERSCORE) hasParts = true;
      hash = Math.imul(hash ^ byte, PRIME);
    }
    while (at < length && kinds[bytes[at] as number] !== Kind.None) at++;
    let word = finish(hash);
    found.add(word);
    if (hasParts) addParts(bytes, start, at, found);
    // `\nname` in a string is written without a gap: the word after the escape is the word that is meant.
    if (start > 0 && bytes[start - 1] === BACKSLASH && at - start > 1) {
      let from = start + 1;
      while (from < at && kinds[bytes[from] as number] === Kind.Digit) from++;
      if (from < at) {
        start = from;
        word = hashBytes(bytes, from, at);
        found.add(word);
      }
    }
    if (start > 0 && tellsRole[bytes[start - 1] as number] === 1) addPunctuated(bytes, start, at, word, found);
    // `Llm:: ask`, `Llm::<String>ask`
    isReferred =
      (isReferred && isTypeList(bytes, previousEnd, start)) || (bytes[previousEnd] === COLON && bytes[previousEnd + 1] === COLON);
    if (isReferred) found.add(inRole(word, ROLES.referenced));
    if (header > 0) {
      depth = depthAfter(bytes, previousEnd, start, depth, isOfLines);
      if (depth < 0) header = 0;
      else if (depth === 0) header--;
    }
    const isDeclared = declares && isBlank(bytes, previousEnd, start);
    if (isDeclared) found.add(inRole(word, ROLES.declared));
    if (isDeclared || word === EXTENDS || word === IMPLEMENTS || word === USING) {
      if (header === 0) depth = 0;
      header = MOST_HEADER_WORDS;
    }
    // An object of an anonymous class is made like any other: `new @Local Outer.Base() { … }`.
    isMade = previous === NEW || (isMade && (isAnnotation || bytes[previousEnd] === DOT));
    isAnnotation = bytes[start - 1] === AT_SIGN;
    if (header > 0 || isMade) found.add(inRole(word, ROLES.inherited));
    if (word === AS) addRenamed(bytes, start, found);
    declares = mayDeclare[word & 0xff] === 1 && declaring.has(word);
    previous = word;
    previousEnd = at;
    if (word === THIS) addExtension(bytes, start, found);
    else if (word === IMPORT || word === EXPORT) {
      const next = bytes[nextCode(bytes, at)];
      if (next === OPENING) found.add(inRole(word, ROLES.imported));
      else if (next === STAR) found.add(EVERYTHING);
    }
  }
  return found.take();
}

/** Roles that the bytes beside a word tell: `"ai"`, `'ai/rsc'`, `"npm:ai@5"`, `/generate`, `this::ask`. */
function addPunctuated(bytes: Uint8Array, start: number, end: number, word: number, found: HashSet): void {
  const before = bytes[start - 1] as number;
  const after = bytes[end] as number;
  if (before === SLASH) found.add(inRole(word, ROLES.segment));
  else if (before === COLON) {
    if (bytes[start - 2] === COLON) found.add(inRole(word, ROLES.referenced));
    else if (isQuote(after) || after === SLASH || after === AT_SIGN) found.add(inRole(word, ROLES.imported));
  } else if (after === before || after === SLASH) found.add(inRole(word, ROLES.imported));
}

/** All words before `as`, up to what parts them from others: `{ ask as question`, also behind a comment or a line break. */
function addRenamed(bytes: Uint8Array, asStart: number, found: HashSet): void {
  let at = asStart;
  while (at > 0 && asStart - at < MOST_BEFORE_AS && partsNames[bytes[at - 1] as number] !== 1) at--;
  while (at < asStart) {
    while (at < asStart && kinds[bytes[at] as number] !== Kind.Letter) at++;
    const start = at;
    while (at < asStart && kinds[bytes[at] as number] !== Kind.None) at++;
    if (at > start) found.add(inRole(hashBytes(bytes, start, at), ROLES.renamed));
  }
}

/** Where code goes on: behind blanks, comments, a backslash before a line end, and `type`. */
function nextCode(bytes: Uint8Array, end: number): number {
  let at = end;
  for (;;) {
    const byte = bytes[at] as number;
    if (isSpace(byte) || byte === BACKSLASH) at++;
    else if (byte === SLASH && bytes[at + 1] === STAR) {
      at += 2;
      while (at < bytes.length && !(bytes[at] === STAR && bytes[at + 1] === SLASH)) at++;
      at += 2;
    } else if (byte === HASH || (byte === SLASH && bytes[at + 1] === SLASH))
      while (at < bytes.length && !isLineEnd(bytes[at] as number)) at++;
    else if (hashBytes(bytes, at, Math.min(bytes.length, at + 4)) === TYPE && isSpace(bytes[at + 4] as number)) at += 4;
    else return at;
  }
}

/** Brackets that are open after a gap in the header of a type; -1 where its body begins. */
function depthAfter(bytes: Uint8Array, start: number, end: number, before: number, isOfLines: boolean): number {
  let depth = before;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (depth === 0 && (byte === OPENING_BRACE || (isOfLines && byte === COLON && isLineEnd(bytes[at + 1] as number)))) return -1;
    if (byte === OPENING || byte === OPENING_ANGLE || byte === OPENING_SQUARE) depth++;
    else if (byte === CLOSING || byte === CLOSING_SQUARE || (byte === CLOSING_ANGLE && bytes[at - 1] !== EQUALS))
      depth = Math.max(0, depth - 1);
  }
  return depth;
}

function isTypeList(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (!isSpace(byte) && byte !== OPENING_ANGLE && byte !== CLOSING_ANGLE && byte !== COMMA && byte !== DOT) return false;
  }
  return true;
}

/** `langchain_openai` is found by its parts as well: families of packages share a first word. */
function addParts(bytes: Uint8Array, start: number, end: number, found: HashSet): void {
  for (let from = start, at = start; at <= end; at++) {
    if (at < end && bytes[at] !== UNDERSCORE) continue;
    if (at - from > 2 && at - from < end - start) found.add(hashBytes(bytes, from, at));
    from = at + 1;
  }
}

/** `static Reply Ask<T>(this Client client)` declares `Ask`, whatever type it is written in. */
function addExtension(bytes: Uint8Array, thisStart: number, found: HashSet): void {
  let at = thisStart - 1;
  while (at >= 0 && isSpace(bytes[at] as number)) at--;
  if (bytes[at] !== OPENING) return;
  at--;
  if (bytes[at] === CLOSING_ANGLE) {
    for (let depth = 0; at >= 0; at--) {
      if (bytes[at] === CLOSING_ANGLE) depth++;
      else if (bytes[at] === OPENING_ANGLE && --depth === 0) break;
    }
    at--;
  }
  const end = at + 1;
  while (at >= 0 && kinds[bytes[at] as number] !== Kind.None) at--;
  if (at + 1 < end) found.add(inRole(hashBytes(bytes, at + 1, end), ROLES.declared));
}

function isQuote(byte: number): boolean {
  return byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE || byte === BACKTICK;
}

function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function isLineEnd(byte: number): boolean {
  return byte === 10 || byte === 13;
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isSpace(bytes[at] as number)) return false;
  return true;
}

/** Hash under which files are found that hold a word in a role. */
export function roleHash(name: string, role: WordRole): number {
  const bytes = utf8(name);
  return inRole(hashBytes(bytes, 0, bytes.length), ROLES[role]);
}

function inRole(word: number, role: number): number {
  return finish(Math.imul(word ^ role, PRIME));
}

/** The same for a text that exists decoded only: an open document, a file in UTF-16, a file in memory. */
export function wordsOfText(text: string): Uint32Array {
  return wordsOfBytes(utf8(text));
}

/** Hashes of the words in a name or specifier, in order: `@langchain/core` gives those of `langchain` and `core`. */
export function wordsOfName(name: string): number[] {
  const bytes = utf8(name);
  const hashes: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    while (at < bytes.length && kinds[bytes[at] as number] !== Kind.Letter) at++;
    const start = at;
    while (at < bytes.length && kinds[bytes[at] as number] !== Kind.None) at++;
    if (at > start) hashes.push(hashBytes(bytes, start, at));
  }
  return hashes;
}

function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = FIRST_SEED;
  for (let at = start, stop = Math.min(end, start + HASHED_BYTES); at < stop; at++) hash = Math.imul(hash ^ (bytes[at] as number), PRIME);
  return finish(hash);
}

/** 0 marks an empty slot of a table and is no hash. */
function finish(hash: number): number {
  return hash >>> 0 || 1;
}

/** UTF-8 of a text. A lone surrogate becomes three bytes, as is: it only has to be the same on both sides. */
function utf8(text: string): Uint8Array {
  let size = text.length;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) size += code > 0x7ff ? 2 : 1;
  }
  const bytes = new Uint8Array(size);
  let to = 0;
  for (let at = 0; at < text.length; at++) {
    let code = text.charCodeAt(at);
    if (code < 0x80) {
      bytes[to++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[to++] = 0xc0 | (code >> 6);
    } else {
      const next = code >= 0xd800 && code < 0xdc00 ? text.charCodeAt(at + 1) : 0;
      if (next >= 0xdc00 && next < 0xe000) {
        at++;
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        bytes[to++] = 0xf0 | (code >> 18);
        bytes[to++] = 0x80 | ((code >> 12) & 0x3f);
      } else {
        bytes[to++] = 0xe0 | (code >> 12);
      }
      bytes[to++] = 0x80 | ((code >> 6) & 0x3f);
    }
    bytes[to++] = 0x80 | (code & 0x3f);
  }
  return bytes.subarray(0, to);
}

/** Open addressing over 32-bit hashes; grows at half full, and is emptied by the slots that were filled. */
class HashSet {
  private slots = new Uint32Array(1 << 12);
  private filled = new Uint32Array(1 << 11);
  private mask = this.slots.length - 1;
  private count = 0;

  add(hash: number): void {
    let slot = (hash ^ (hash >>> 15)) & this.mask;
    for (let held = this.slots[slot]; held !== 0; held = this.slots[slot]) {
      if (held === hash) return;
      slot = (slot + 1) & this.mask;
    }
    this.slots[slot] = hash;
    this.filled[this.count++] = slot;
    if (this.count === this.filled.length) this.grow();
  }

  /** All hashes, sorted; the set is empty afterwards. */
  take(): Uint32Array {
    const { slots, filled, count } = this;
    const all = new Uint32Array(count);
    for (let at = 0; at < count; at++) {
      const slot = filled[at] as number;
      all[at] = slots[slot] as number;
      slots[slot] = 0;
    }
    this.count = 0;
    return all.sort();
  }

  private grow(): void {
    const { slots, filled, count } = this;
    this.slots = new Uint32Array(slots.length * 2);
    this.filled = new Uint32Array(slots.length);
    this.mask = this.slots.length - 1;
    this.count = 0;
    for (let at = 0; at < count; at++) this.add(slots[filled[at] as number] as number);
  }
}

/** One for all files: a table for each would cost more than the words of most. */
const foundWords = new HashSet();
const declaring: ReadonlySet<number> = new Set(DECLARING_WORDS.flatMap(wordsOfName));
const hashOf = (word: string): number => wordsOfName(word)[0] as number;
const [THIS, NEW, AS, IMPORT, EXPORT] = [hashOf("this"), hashOf("new"), hashOf("as"), hashOf("import"), hashOf("export")];
const [EXTENDS, IMPLEMENTS, USING, TYPE] = [hashOf("extends"), hashOf("implements"), hashOf("using"), hashOf("type")];
const EVERYTHING = roleHash("*", "imported");
/** Bytes before a word that may tell a role. */
const tellsRole = new Uint8Array(256);
for (const byte of [SLASH, COLON, SINGLE_QUOTE, DOUBLE_QUOTE, BACKTICK]) tellsRole[byte] = 1;
/** Bytes that stand between a name and the one before it. */
const partsNames = new Uint8Array(256);
for (const byte of [OPENING_BRACE, OPENING, COMMA, SEMICOLON, SINGLE_QUOTE, DOUBLE_QUOTE, BACKTICK]) partsNames[byte] = 1;
/** By the last byte of a hash, whether it may be one of them: asked for every word. */
const mayDeclare = new Uint8Array(256);
for (const hash of declaring) mayDeclare[hash & 0xff] = 1;

/**
 * Something of everything that words are told by. An engine that has optimised a function throws that away at the first branch
 * it has never seen taken, and this one is half of the work of a scan that finds little: so it sees all of them before.
 */
const SAMPLE = utf8(
  `\ufeffclass Name { static Reply Ask<List<T>>(this Client client) } run(this.x) "\\nname \\12ab \\t" /segment from "a" import 'b/c' \`d\` snake_case_a this::run A:: <b>c import(1) import /* * */ * export type * // \n new @A Name.B(a as b) class A(B): class A<{b:1}> { } extends using implements "npm:a@1" ${"x".repeat(HASHED_BYTES + 2)} global\n\tName type=`,
);
const ROUNDS = 50;
for (let round = 0; round < ROUNDS; round++) wordsOfBytes(SAMPLE);
