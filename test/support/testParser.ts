/** One parser for all tests, with the grammars of the installed packages. */
import { SourceParser } from "../../src/core/syntax/parser.js";
import { grammarFiles } from "../../src/workspace/grammarFiles.js";

let parser: Promise<SourceParser> | undefined;

export function testParser(): Promise<SourceParser> {
  parser ??= SourceParser.create(grammarFiles());
  return parser;
}
