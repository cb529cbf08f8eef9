/** What mutation operators have to know about a language: names of its grammar, and how the few things they write look in it. */
import type { LanguageId } from "../../src/core/facts/fileFacts.js";
import type { Code } from "./code.js";
import type { Edit } from "./edits.js";

export const SANITIZER = "screenText";
export const AUDIT_FUNCTION = "recordModelCall";

/** Files that a mutant adds, and edits of the mutated file that make them known there. */
export interface Support {
  readonly files: Readonly<Record<string, string>>;
  readonly edits: readonly Edit[];
}

/** A named argument, or one by its place. */
export interface WrittenArgument {
  readonly name: string | null;
  readonly text: string;
  readonly isSpread: boolean;
}

export interface Dialect {
  readonly languages: readonly LanguageId[];
  /** Nodes whose children are statements. */
  readonly blocks: ReadonlySet<string>;
  /** Nodes of functions: a statement outside of one is not the statement of what is inside. */
  readonly functions: ReadonlySet<string>;
  /** Nodes that read a member or an element, with the field that holds the object. */
  readonly access: Readonly<Record<string, string>>;
  /** Nodes around an expression that change nothing about what flows: `await x`, `(x)`. */
  readonly transparent: ReadonlySet<string>;
  /** Nodes in which an error may be caught. */
  readonly tries: ReadonlySet<string>;
  readonly constant: string;
  /** A condition that nobody can know. */
  readonly flag: string;
  readonly emptyReturn: string;
  /** `expression` through the team's sanitiser. */
  sanitized(expression: string): string;
  /** `expression` through something that every program has and that leaves a number; null when the language has none in an expression. */
  narrowed(expression: string): string | null;
  /** One of two; null when the language has no such expression. */
  either(left: string, right: string): string | null;
  statement(expression: string): string;
  assigned(name: string, expression: string): string;
  /** A record of the team's audit function. */
  readonly record: string;
  /** `body` when a condition holds; several lines are indented below `indent`. */
  when(condition: string, body: string, indent: string): string;
  /** `name = expression` for a new variable. */
  declared(name: string, expression: string): string;
  /** What makes the sanitiser and the audit function known in the file. */
  support(code: Code): Support;
  /** Null when the language, or this place in it, does not allow for it. */
  readonly wrapper: ((code: Code, call: CallParts) => WrappedCall | null) | null;
  readonly factory: ((code: Code, maker: MakerParts) => MadeElsewhere | null) | null;
  readonly split: ((code: Code, maker: MakerParts) => MadeElsewhere | null) | null;
}

/** A model call in its statement. */
export interface CallParts {
  readonly start: number;
  readonly end: number;
  readonly callee: string;
  readonly calleeStart: number;
  readonly calleeEnd: number;
  readonly arguments: readonly WrittenArgument[];
  readonly argumentsText: string;
  /** Where its statement begins, and the white space in front of that. */
  readonly statement: number;
  readonly indent: string;
}

/** The expression that makes a client. */
export interface MakerParts {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly statement: number;
  readonly statementEnd: number;
  readonly indent: string;
  /** Name of the variable that gets the client, when the statement does nothing else at the top of the file. */
  readonly topLevelName: string | null;
  /** Type as it is declared, null when it is not. */
  readonly declaredType: string | null;
}

export interface WrappedCall {
  readonly edits: readonly Edit[];
  readonly files?: Readonly<Record<string, string>>;
}

export interface MadeElsewhere {
  readonly edits: readonly Edit[];
  readonly files: Readonly<Record<string, string>>;
}
