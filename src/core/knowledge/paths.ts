/**
 * Parsers of the one grammar of knowledge paths (see schema.ts): value paths, locators and the flows of summaries.
 * The compile step uses them to check data files, the engine to run them; both therefore agree on every path.
 */

export interface ValuePath {
  readonly root: ValueRoot;
  readonly steps: readonly Step[];
}

export type ValueRoot =
  | { readonly kind: "module"; readonly names: readonly ModuleName[] }
  | { readonly kind: "global"; readonly name: string }
  | { readonly kind: "type"; readonly name: string }
  | { readonly kind: "export"; readonly glob: string };

export interface ModuleName {
  readonly name: string;
  /** `langchain**`: every specifier that starts with `name`. */
  readonly prefix: boolean;
}

/** A position, `*` for any, or the name of a keyword argument or parameter. */
export type Slot = number | string;

export type Step =
  | { readonly kind: "member"; readonly names: readonly string[] | "any" }
  | { readonly kind: "call" }
  | { readonly kind: "element" }
  | { readonly kind: "argument"; readonly at: Slot }
  | { readonly kind: "parameter"; readonly at: Slot }
  | { readonly kind: "decorated" }
  | { readonly kind: "annotated" }
  | { readonly kind: "subclass" }
  | { readonly kind: "implemented" };

export interface Locator {
  readonly root: LocatorRoot;
  readonly fields: readonly FieldStep[];
}

export type LocatorRoot =
  | { readonly kind: "argument"; readonly argument: ArgumentSlot }
  | { readonly kind: "receiver" }
  | { readonly kind: "result" }
  /** Of the call that made the receiver; with `link`, of that link of the chain that built it. */
  | { readonly kind: "constructor"; readonly link?: string; readonly argument: ArgumentSlot }
  | { readonly kind: "builder"; readonly link: string; readonly argument: ArgumentSlot }
  | { readonly kind: "option"; readonly name: string; readonly argument: ArgumentSlot };

/** Which argument: at least one of the three is there. */
export interface ArgumentSlot {
  readonly index?: number;
  readonly name?: string;
  readonly all?: true;
}

/** A field, an element, or what a link of the builder that made the value was given: `.builder.addUserMessage.argument[0]`. */
export type FieldStep = { readonly name: string } | "element" | { readonly link: string; readonly argument: ArgumentSlot };

/** One end of a summary's flow: a locator, or what goes into or comes out of a callback found there. */
export interface FlowEnd {
  readonly locator: Locator;
  readonly callback: { readonly kind: "parameter"; readonly at: Slot } | { readonly kind: "return" } | null;
  /** Fields below the callback's parameter or return value. */
  readonly fields: readonly FieldStep[];
}

export interface SummaryFlow {
  readonly from: FlowEnd;
  readonly to: FlowEnd;
}

/** A path that breaks the grammar. The message says where and what to write instead. */
export class PathError extends Error {
  constructor(
    readonly path: string,
    /** Offset of the first character that does not fit, from 0. */
    readonly position: number,
    readonly problem: string,
    readonly remedy: string,
  ) {
    super(`${JSON.stringify(path)}, character ${position + 1}: ${problem}. ${remedy}`);
    this.name = "PathError";
  }
}

export function parseValuePath(text: string): ValuePath {
  const scanner = new Scanner(text);
  const root = valueRoot(scanner);
  const steps: Step[] = [];
  while (!scanner.atEnd()) steps.push(valueStep(scanner));
  return { root, steps };
}

export function parseLocator(text: string): Locator {
  const scanner = new Scanner(text);
  const root = locatorRoot(scanner);
  const fields = fieldSteps(scanner);
  scanner.expectEnd();
  return { root, fields };
}

export function parseSummaryFlow(text: string): SummaryFlow {
  const scanner = new Scanner(text);
  const from = flowEnd(scanner);
  if (!scanner.take(" -> ")) scanner.fail('expected " -> "', "Write a flow as FROM -> TO with one space on each side of the arrow.");
  const to = flowEnd(scanner);
  scanner.expectEnd();
  return { from, to };
}

/** A chain of member names without a root, as in `distinctive`: `chat.completions.create`. */
export function parseMemberChain(text: string): readonly string[] {
  const scanner = new Scanner(text);
  const names = [scanner.identifier()];
  while (scanner.take(".")) names.push(scanner.identifier());
  scanner.expectEnd();
  return names;
}

const ROOTS = 'Start with "module(…)", "global(…)", "type(…)" or "export(…)".';
const STEPS = 'Go on with ".name", "()", "[]", ".argument[…]", ".parameter[…]", ".decorated", ".annotated", ".subclass" or ".implemented".';
const LOCATOR_ROOTS =
  'Start with "argument[…]", "receiver", "result", "constructor.argument[…]", "constructor.builder.NAME.argument[…]" "builder.NAME.argument[…]" or "option.NAME.argument[…]".';

function valueRoot(scanner: Scanner): ValueRoot {
  if (scanner.take("module(")) {
    const names = scanner
      .until(")")
      .split("|")
      .map((name) => moduleName(scanner, name));
    return { kind: "module", names };
  }
  if (scanner.take("global(")) return { kind: "global", name: named(scanner, /^[\p{L}_$][\p{L}\p{N}_$]*$/u) };
  if (scanner.take("type(")) return { kind: "type", name: named(scanner, /^[\p{L}_$][\p{L}\p{N}_$-]*(\.[\p{L}_$][\p{L}\p{N}_$-]*)*$/u) };
  if (scanner.take("export(")) return { kind: "export", glob: named(scanner, /^\S+$/u) };
  return scanner.fail("unknown start of a value path", ROOTS);
}

function named(scanner: Scanner, shape: RegExp): string {
  const start = scanner.position;
  const name = scanner.until(")");
  if (!shape.test(name)) scanner.failAt(start, `${JSON.stringify(name)} is not a name`, "Give one name, without blanks or alternatives.");
  return name;
}

function moduleName(scanner: Scanner, written: string): ModuleName {
  const prefix = written.endsWith("**");
  const name = prefix ? written.slice(0, -2) : written;
  if (!/^[^\s*()|]+$/u.test(name)) {
    scanner.fail(
      `${JSON.stringify(written)} is not a module specifier`,
      'Separate names by "|" without blanks; only "**" at the end is a wildcard.',
    );
  }
  return { name, prefix };
}

function valueStep(scanner: Scanner): Step {
  if (scanner.take("()")) return { kind: "call" };
  if (scanner.take("[]")) return { kind: "element" };
  if (scanner.take(".argument[")) return { kind: "argument", at: slot(scanner) };
  if (scanner.take(".parameter[")) return { kind: "parameter", at: slot(scanner) };
  if (scanner.take(".*")) return { kind: "member", names: "any" };
  if (!scanner.take(".")) return scanner.fail("unknown step", STEPS);
  const start = scanner.position;
  const names = [scanner.identifier()];
  while (scanner.take("|")) names.push(scanner.identifier());
  const word = names.length === 1 ? names[0] : undefined;
  if (word === "decorated" || word === "annotated" || word === "subclass" || word === "implemented") return { kind: word };
  // `click.argument()` is a member that happens to have the name.
  if ((word === "argument" || word === "parameter") && !scanner.ahead("()")) {
    scanner.failAt(start, "a position is missing", `Write ".${word}[0]", ".${word}[name]" or ".${word}[*]".`);
  }
  return { kind: "member", names };
}

/** What stands between `[` and `]` when only one of position, name and `*` may: the `[` is already read. */
function slot(scanner: Scanner): Slot {
  const at = scanner.take("*") ? "*" : (scanner.number() ?? scanner.identifier());
  scanner.expect("]");
  return at;
}

function locatorRoot(scanner: Scanner): LocatorRoot {
  if (scanner.take("argument[")) return { kind: "argument", argument: argumentSlot(scanner) };
  if (scanner.takeWord("receiver")) return { kind: "receiver" };
  if (scanner.takeWord("result")) return { kind: "result" };
  if (scanner.takeWord("constructor")) {
    const link = scanner.take(".builder.") ? scanner.identifier() : null;
    scanner.expect(".argument[");
    return { kind: "constructor", ...(link === null ? {} : { link }), argument: argumentSlot(scanner) };
  }
  if (scanner.take("builder.")) {
    const link = scanner.identifier();
    scanner.expect(".argument[");
    return { kind: "builder", link, argument: argumentSlot(scanner) };
  }
  if (scanner.take("option.")) {
    const name = scanner.identifier();
    scanner.expect(".argument[");
    return { kind: "option", name, argument: argumentSlot(scanner) };
  }
  return scanner.fail("unknown start of a locator", LOCATOR_ROOTS);
}

/** The rest of `argument[…]` in a locator: `N`, `NAME`, `N|NAME` or `*`. */
function argumentSlot(scanner: Scanner): ArgumentSlot {
  if (scanner.take("*")) {
    scanner.expect("]");
    return { all: true };
  }
  const index = scanner.number();
  const name = index === null || scanner.take("|") ? scanner.identifier() : null;
  scanner.expect("]");
  return { ...(index === null ? {} : { index }), ...(name === null ? {} : { name }) };
}

function fieldSteps(scanner: Scanner): FieldStep[] {
  const fields: FieldStep[] = [];
  for (;;) {
    if (scanner.take("[]")) fields.push("element");
    else if (scanner.take(".builder.")) fields.push(builderLink(scanner));
    else if (scanner.take(".")) fields.push({ name: scanner.identifier() });
    else return fields;
  }
}

function builderLink(scanner: Scanner): FieldStep {
  const link = scanner.identifier();
  scanner.expect(".argument[");
  return { link, argument: argumentSlot(scanner) };
}

function flowEnd(scanner: Scanner): FlowEnd {
  const root = locatorRoot(scanner);
  const before: FieldStep[] = [];
  for (;;) {
    if (scanner.take(".parameter["))
      return { locator: { root, fields: before }, callback: { kind: "parameter", at: slot(scanner) }, fields: fieldSteps(scanner) };
    if (scanner.takeWord(".return"))
      return { locator: { root, fields: before }, callback: { kind: "return" }, fields: fieldSteps(scanner) };
    if (scanner.take("[]")) before.push("element");
    else if (scanner.take(".")) before.push({ name: scanner.identifier() });
    else return { locator: { root, fields: before }, callback: null, fields: [] };
  }
}

class Scanner {
  position = 0;

  constructor(private readonly text: string) {}

  atEnd(): boolean {
    return this.position >= this.text.length;
  }

  ahead(expected: string): boolean {
    return this.text.startsWith(expected, this.position);
  }

  take(expected: string): boolean {
    if (!this.ahead(expected)) return false;
    this.position += expected.length;
    return true;
  }

  /** Like take, but not when the word goes on: `result` is not the start of `results`. */
  takeWord(word: string): boolean {
    const next = this.text.charAt(this.position + word.length);
    return !/[\p{L}\p{N}_$]/u.test(next) && this.take(word);
  }

  expect(expected: string): void {
    if (!this.take(expected)) this.fail(`expected ${JSON.stringify(expected)}`, "Check the grammar at the head of schema.ts.");
  }

  expectEnd(): void {
    if (!this.atEnd()) this.fail(`unexpected ${JSON.stringify(this.text.slice(this.position))}`, 'Fields are ".name" and "[]".');
  }

  identifier(): string {
    const found = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(this.text.slice(this.position));
    if (found === null) return this.fail("expected a name", "A name starts with a letter, _ or $ and has no blanks.");
    this.position += found[0].length;
    return found[0];
  }

  number(): number | null {
    const found = /^(0|[1-9][0-9]*)/.exec(this.text.slice(this.position));
    if (found === null) return null;
    this.position += found[0].length;
    return Number(found[0]);
  }

  /** Text up to the closing character, which is skipped. */
  until(close: string): string {
    const end = this.text.indexOf(close, this.position);
    if (end < 0) return this.fail(`${JSON.stringify(close)} is missing`, "Close the parenthesis of the root.");
    const content = this.text.slice(this.position, end);
    this.position = end + 1;
    return content;
  }

  fail(problem: string, remedy: string): never {
    return this.failAt(this.position, problem, remedy);
  }

  failAt(position: number, problem: string, remedy: string): never {
    throw new PathError(this.text, position, problem, remedy);
  }
}
