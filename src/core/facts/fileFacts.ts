/**
 * File facts: what one file says, in language-neutral structured SSA form, as flat integer and string tables.
 *
 * Facts are a pure function of (text, language, {@link FACTS_VERSION}). They are cached, moved between threads and
 * walked by linking and flow without touching a syntax tree again. Offsets are UTF-16 units, ends exclusive.
 * Nothing here is resolved across files: imports stay names.
 */

/** Raise whenever lowering or this format changes; it is part of every cache key. */
export const FACTS_VERSION = 10;

export type LanguageId = "typescript" | "javascript" | "python" | "java" | "csharp" | "go";

/** Index of a value row. -1 is "no value". */
export type ValueId = number;
/** Index of a row in the table named by the type. -1 is "none". */
export type FunctionId = number;
export type ClassId = number;
export type VariableId = number;
export type BlockId = number;
export type ImportId = number;
/** Index into {@link FileFacts.strings}. -1 is "no string". */
export type StringId = number;
/** Offset of a length-prefixed list in {@link FileFacts.lists}; 0 is the empty list. */
export type ListId = number;

export const NONE = -1;

/** What a value is, and what its operand columns a, b, c mean. */
export enum Op {
  /** Anything lowering does not model. a = list of operand values whose data may be inside. */
  Unknown = 0,
  /** Literal. a = text (of a string: its content, escapes resolved), b = {@link LiteralKind}. */
  Literal,
  /** Interpolated string, tagged or not, and f-string. a = list of parts (literals and values), b = tag value or -1. */
  Template,
  /** Operator. a = left (-1 for unary), b = right, c = operator text (`+`, `%`, `==`, `not`, `in` …). */
  Binary,
  /** One of several: merge after branches, loop header, conditional expression, `||`, `&&`, `??`. a = list of values, b = condition value or -1. */
  Choice,
  /** Parameter of its function. a = function, b = index in {@link parameters} order of that function. */
  Parameter,
  /** Variable of an enclosing function or of the module, read from an inner function: any definition may be meant. a = variable. */
  Capture,
  /** Name nobody in the file declares (`fetch`, `process`, `open`, `input`). a = name. */
  Global,
  /** Field read `a.b`. a = object, b = name. */
  Field,
  /** Element read. a = object, b = key value, or -1 for "each element" (iteration, star-unpacking of one element), c = {@link ElementKind} or -1. */
  Element,
  /** Object, dict or keyword record. a = list of pairs (key string id | -1 spread | -2 computed key, value). */
  Object,
  /** Array, list, tuple, set. a = list of values (a spread one is a {@link Op.Spread}). */
  Array,
  /** `...x`, `*x`, `**x` inside a literal. a = value. */
  Spread,
  /** Call or construction. a = callee value, b = list of triples (name string id | -1, value, {@link ArgumentKind}), c = {@link CallFlag} bits. The receiver is the object of a Field callee. start/end: whole call. */
  Call,
  /** Function or lambda as a value. a = function. */
  Function,
  /** Class as a value. a = class. */
  Class,
  /** `await x`. a = value. */
  Await,
  /** Value produced inside a generator: `yield x`. a = value. The function's returns hold yields as well. */
  Yield,
  /** Object after `a.b = c`. a = object before, b = name, c = value. */
  Store,
  /** Object after `a[b] = c`. a = object before, b = key value (-1 unknown or pushed), c = value. */
  StoreElement,
  /** Variable after it was receiver or argument of a call that may have changed it. a = value before, b = call, c = argument index, -1 = receiver. */
  AfterCall,
  /** Imported binding or module. a = import. */
  Import,
  /** `this`, `cls` receiver of the function. a = function that owns it. Python's `self` is parameter 0 instead. */
  This,
  /** `super` / `super()`. a = class or -1. */
  Super,
  /** Type assertion, `cast(T, x)`. a = value, b = type text. */
  Cast,
  /** Exception bound by a handler. a = block of the try. */
  Exception,
  /** JSX element. a = tag value or -1, b = tag name, c = list of pairs (attribute name | -1 for children and spreads, value). */
  Element_Markup,
}

export enum LiteralKind {
  String = 0,
  Number = 1,
  Boolean = 2,
  Null = 3,
  Regex = 4,
}

/** Reads of one result of a call that gives several, as Go's do. Whoever returns them returns an array. */
export enum ElementKind {
  /** Data. The first result is what a library call gives. */
  Result = 1,
  /** Whether it went well: an error, an `ok`. */
  Outcome = 2,
}

export enum ArgumentKind {
  Plain = 0,
  /** `...xs`, `*xs` */
  Spread = 1,
  /** `**options` */
  KeywordSpread = 2,
}

export enum CallFlag {
  New = 1,
  Optional = 2,
  /** The call is a decorator application: argument 0 is the decorated function or class. */
  Decorator = 4,
}

/** Columns of a value row; a row is {@link VALUE_WIDTH} integers. */
export enum V {
  Op = 0,
  A,
  B,
  C,
  Start,
  End,
  Block,
}
export const VALUE_WIDTH = 7;

export enum BlockKind {
  /** Body of a function or module: the root of its tree. */
  Body = 0,
  Sequence,
  /** if / conditional. Children: then, else (an empty else is present too). */
  Branch,
  /** switch / match. Children: one sequence per case, whose condition is what the subject is compared with; `a`: {@link SwitchFlag} bits. */
  Switch,
  /** Child: the body, which runs any number of times. `a` = 1 when the body runs at least once (do-while). */
  Loop,
  /** Children in order: body, handlers, else and finally blocks, told apart by their kinds. */
  Try,
  TryBody,
  Handler,
  Finally,
  /** Leaves of control. `a` of Return/Throw = value or -1. */
  Return,
  Throw,
  Break,
  Continue,
}

export enum SwitchFlag {
  /** There is a default. */
  Default = 1,
  /** A case that ends normally goes on into the next one. */
  FallsThrough = 2,
}

/** Columns of a block row. `Items`: list of what happens in order: a call's value id (>= 0) or ~child block (< 0). */
export enum B {
  Kind = 0,
  Parent,
  Function,
  Condition,
  A,
  Start,
  End,
  Items,
}
export const BLOCK_WIDTH = 8;

export enum FunctionFlag {
  Async = 1,
  Generator = 2,
  Static = 4,
  Constructor = 8,
  /** Arrow function or lambda: `this` is the enclosing one. */
  Arrow = 16,
  Getter = 32,
  /** The module itself: function 0 of every file. */
  Module = 64,
  Setter = 128,
  Abstract = 256,
  /** Parameter 0 is the receiver of a call `x.f()`: C#'s extension methods. */
  Extension = 512,
}

export interface ParameterFacts {
  /** -1 for a destructured pattern; the pattern's variables are then fields of the Parameter value. */
  readonly name: StringId;
  /** Declared type as written, -1 when absent. */
  readonly type: StringId;
  readonly default: ValueId;
  readonly kind: "plain" | "rest" | "keyword-rest" | "keyword-only";
  /** The Op.Parameter row. */
  readonly value: ValueId;
  /** The parameter's variable when the function ends normally; equals `value` when never reassigned or mutated. -1 for patterns. */
  readonly exit: ValueId;
  /** Decorators and markers on the parameter (`@Body() dto`, `Annotated[str, Depends(x)]`), as values. */
  readonly annotations: readonly ValueId[];
}

export interface FunctionFacts {
  /** "" for anonymous ones; module: "". */
  readonly name: string;
  readonly flags: number;
  readonly parent: FunctionId;
  readonly owner: ClassId;
  readonly parameters: readonly ParameterFacts[];
  /** Values of return statements, expression bodies and yields. */
  readonly returns: readonly ValueId[];
  readonly returnType: StringId;
  /** Decorator expressions (values), outermost first. */
  readonly decorators: readonly ValueId[];
  readonly body: BlockId;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  /** `this` when the function ends normally (-1 when it has none or it is never stored to). */
  readonly thisExit: ValueId;
  /** Documentation comment or docstring, -1 when absent. */
  readonly doc: StringId;
  /** The Op.Function row made where the function stands, -1 for methods and the module. */
  readonly value: ValueId;
}

export interface MemberFacts {
  readonly name: string;
  readonly function: FunctionId;
  /** Initial value of a field, -1 when none or when it is a method. */
  readonly value: ValueId;
  readonly type: StringId;
  readonly static: boolean;
  /** Decorators, attributes and markers on a field, as values; a struct tag is a string literal. Those of a method are its function's. */
  readonly annotations: readonly ValueId[];
  readonly start: number;
  readonly end: number;
  readonly doc: StringId;
}

export interface ClassFacts {
  readonly name: string;
  readonly parent: FunctionId;
  /** Base classes and implemented interfaces, as values (Python: also keyword bases are left out). */
  readonly bases: readonly ValueId[];
  readonly members: readonly MemberFacts[];
  readonly decorators: readonly ValueId[];
  readonly kind: "class" | "interface" | "type" | "enum";
  /**
   * What all parts of the type are known by when other files may hold more of it: C#'s partial types by their qualified
   * name, Go's types with methods in other files of the package. "" when the type is whole here.
   */
  readonly part: string;
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly doc: StringId;
}

export interface VariableFacts {
  readonly name: string;
  readonly function: FunctionId;
  /** Every value ever assigned to it, in source order, inner functions included. */
  readonly definitions: readonly ValueId[];
  readonly type: StringId;
  readonly start: number;
  readonly end: number;
  readonly doc: StringId;
}

export interface ImportFacts {
  /** Specifier as written: `./llm`, `@scope/pkg`, `..core.llm`, `a.b`. */
  readonly module: string;
  /** Imported name, "*" for the module itself, "default" for a default import. */
  readonly name: string;
  readonly local: string;
  readonly kind: "static" | "dynamic" | "require" | "type";
  readonly start: number;
  readonly end: number;
}

export interface ExportFacts {
  /** Exported name; "default"; "*" for `export * from`. CommonJS `module.exports = x` is "default" plus its fields. */
  readonly name: string;
  /** Exported value, or -1 for a re-export. */
  readonly value: ValueId;
  /** Variable, when the export names one (all its definitions are meant), else -1. */
  readonly variable: VariableId;
  /** Re-export: module specifier and name there, else "". */
  readonly fromModule: string;
  readonly fromName: string;
}

/** A `parapet-…` or `@classification` declaration found in a comment or docstring. */
export interface DirectiveFacts {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Offset of the first code after the comment, on the same line before it when there is any: what it is about. */
  readonly targetStart: number;
  readonly targetEnd: number;
}

export interface FileFacts {
  readonly language: LanguageId;
  /** Packages or namespaces whose names the file declares: Java's and Go's one, each of C#'s. Empty where a file is its own module. */
  readonly packages: readonly string[];
  readonly strings: readonly string[];
  /** {@link VALUE_WIDTH} integers a row, see {@link V}. */
  readonly values: Int32Array;
  /** Length-prefixed lists; `lists[id]` is the length. Offset 0 holds the empty list. */
  readonly lists: Int32Array;
  /** {@link BLOCK_WIDTH} integers a row, see {@link B}. */
  readonly blocks: Int32Array;
  readonly functions: readonly FunctionFacts[];
  readonly classes: readonly ClassFacts[];
  readonly variables: readonly VariableFacts[];
  readonly imports: readonly ImportFacts[];
  readonly exports: readonly ExportFacts[];
  readonly directives: readonly DirectiveFacts[];
  /** Offset of the first character of each line. */
  readonly lineStarts: Int32Array;
  /** Offset of the first syntax error, -1 when the file parsed cleanly. */
  readonly syntaxError: number;
  /** Module-level names and the variables they denote (what Python imports and what `export` may name). */
  readonly moduleVariables: ReadonlyMap<string, VariableId>;
}
