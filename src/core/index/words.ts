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
export const WORDS_VERSION = 5;

/** What stands before the name of a type, a namespace, or (`global using`) what a whole project has in scope. */
const DECLARING_WORDS = ["class", "interface", "struct", "record", "enum", "type", "namespace", "global"];

/** Words between the name of a type and its body that count as what it derives from. */
const MOST_HEADER_WORDS = 64;

const enum Kind {
  None = 0,
  Digit = 1,
  Letter = 2,
}

const BACKSLASH = 92;
const OPENING = 40;
const OPENING_BRACE = 123;
const CLOSING = 41;
const CLOSING_ANGLE = 62;
const OPENING_ANGLE = 60;
const AMPERSAND = 38;
const COMMA = 44;
const DOT = 46;
const COLON = 58;
const EQUALS = 61;
const SEMICOLON = 59;
const SINGLE_QUOTE = 39;
const DOUBLE_QUOTE = 34;
const BACKTICK = 96;
const SLASH = 47;
const STAR = 42;
const UNDERSCORE = 95;
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
  let header = 0;
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
    if (start > 0 && tellsRole[bytes[start - 1] as number] === 1) addPunctuated(bytes, start, at, word, isImporting(previous), found);
    if (header > 0) header = endsHeader(bytes, previousEnd, start) ? 0 : header - 1;
    if (declares && isBlank(bytes, previousEnd, start)) {
      found.add(inRole(word, ROLES.declared));
      header = MOST_HEADER_WORDS;
    }
    // An object of an anonymous class is made like any other: `new Outer.Base() { … }`.
    isMade = previous === NEW || (isMade && previousEnd === start - 1 && bytes[previousEnd] === DOT);
    if (header > 0 || isMade) found.add(inRole(word, ROLES.inherited));
    if (word === AS && isBlank(bytes, previousEnd, start)) found.add(inRole(previous, ROLES.renamed));
    declares = mayDeclare[word & 0xff] === 1 && declaring.has(word);
    previous = word;
    previousEnd = at;
    if (word === THIS) addExtension(bytes, start, found);
    else if (word === IMPORT || word === EXPORT) {
      if (bytes[at] === OPENING) found.add(inRole(word, ROLES.imported));
      else if (isBeforeStar(bytes, at)) found.add(EVERYTHING);
    }
  }
  return found.take();
}

/** Roles that the bytes beside a word tell: `from "ai"`, `/generate`, `this::ask`. */
function addPunctuated(bytes: Uint8Array, start: number, end: number, word: number, isImported: boolean, found: HashSet): void {
  switch (bytes[start - 1]) {
    case SLASH:
      found.add(inRole(word, ROLES.segment));
      break;
    case COLON:
      if (bytes[start - 2] === COLON) found.add(inRole(word, ROLES.referenced));
      break;
    case SINGLE_QUOTE:
    case DOUBLE_QUOTE:
    case BACKTICK:
      if ((bytes[end] === bytes[start - 1] || bytes[end] === SLASH) && isImported) found.add(inRole(word, ROLES.imported));
      break;
  }
}

/** `from x import *`, `export * from "./x"`. */
function isBeforeStar(bytes: Uint8Array, end: number): boolean {
  let at = end;
  while (at < bytes.length && isSpace(bytes[at] as number)) at++;
  return bytes[at] === STAR;
}

/** `from "ai"`, `import "ai"`, `require("ai")`. */
function isImporting(word: number): boolean {
  return word === FROM || word === IMPORT || word === REQUIRE;
}

/**
 * `{`, `;`, or `):` at the end of a line: what follows the name of a type and what it derives from. An object and its type
 * (`Base<{ id: string }>`, `= { id: string } & Base`) end nothing.
 */
function endsHeader(bytes: Uint8Array, start: number, end: number): boolean {
  let before = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte === SEMICOLON) return true;
    if (byte === OPENING_BRACE && beginsObject[before] !== 1) return true;
    if (byte === COLON && before === CLOSING && isLineEnd(bytes[at + 1] as number)) return true;
    if (!isSpace(byte)) before = byte;
  }
  return false;
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
const [THIS, NEW, AS, FROM, IMPORT, EXPORT, REQUIRE] = wordsOfName("this new as from import export require") as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
/** Bytes after which a brace opens an object or its type, and no body. */
const beginsObject = new Uint8Array(256);
for (const byte of [OPENING, OPENING_ANGLE, COMMA, EQUALS, AMPERSAND]) beginsObject[byte] = 1;
const EVERYTHING = roleHash("*", "imported");
/** Bytes before a word that may tell a role. */
const tellsRole = new Uint8Array(256);
for (const byte of [SLASH, COLON, SINGLE_QUOTE, DOUBLE_QUOTE, BACKTICK]) tellsRole[byte] = 1;
/** By the last byte of a hash, whether it may be one of them: asked for every word. */
const mayDeclare = new Uint8Array(256);
for (const hash of declaring) mayDeclare[hash & 0xff] = 1;

/**
 * Something of everything that words are told by. An engine that has optimised a function throws that away at the first branch
 * it has never seen taken, and this one is half of the work of a scan that finds little: so it sees all of them before.
 */
const SAMPLE = utf8(
  `\ufeffclass Name { static Reply Ask<List<T>>(this Client client) } run(this.x) "\\nname \\12ab \\t" /segment from "a" import 'b/c' \`d\` snake_case_a this::run import(1) import * export * new Name.B(a as b) class A(B):\n class A<{b:1}> { } ${"x".repeat(HASHED_BYTES + 2)} global\n\tName type=`,
);
const ROUNDS = 50;
for (let round = 0; round < ROUNDS; round++) wordsOfBytes(SAMPLE);
