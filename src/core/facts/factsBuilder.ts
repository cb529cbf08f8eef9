/**
 * Builds {@link FileFacts} while a language module walks its syntax tree.
 *
 * The language module says what it sees (a call, a branch, an assignment); the builder keeps scopes, the reaching
 * definition of each variable (SSA) and the block tree. All languages share it, so flow sees one shape. It is built in
 * layers, each in a file of its own: values, variables, functions, control flow, and on top imports and exports.
 */
import { lineStartsOf } from "../text/lines.js";
import { ControlFlowBuilder } from "./controlFlowBuilder.js";
import {
  B,
  type ClassFacts,
  type DirectiveFacts,
  type ExportFacts,
  type FileFacts,
  type FunctionFacts,
  FunctionFlag,
  type ImportFacts,
  type LanguageId,
  NONE,
  Op,
  type ValueId,
  type VariableId,
} from "./fileFacts.js";
import type { FunctionContext } from "./functionContext.js";
import type { FunctionStart } from "./places.js";

const MODULE_START: FunctionStart = { name: "", flags: FunctionFlag.Module, nameStart: 0, nameEnd: 0, owner: NONE, start: 0, end: 0 };

export class FactsBuilder extends ControlFlowBuilder {
  constructor(language: LanguageId, text: string) {
    super(language, text);
    this.context = this.openFunction({ ...MODULE_START, end: text.length }, NONE);
  }

  private readonly imports: ImportFacts[] = [];
  private readonly exports: ExportFacts[] = [];
  private readonly directives: DirectiveFacts[] = [];
  /** Packages or namespaces whose names the file declares. */
  readonly packages: string[] = [];
  syntaxError = NONE;

  import(facts: ImportFacts): ValueId {
    this.imports.push(facts);
    return this.value(Op.Import, this.imports.length - 1, NONE, NONE, facts);
  }

  export(facts: ExportFacts): void {
    this.exports.push(facts);
  }

  directive(facts: DirectiveFacts): void {
    this.directives.push(facts);
  }

  finish(): FileFacts {
    const moduleVariables = new Map((this.contexts[0] as FunctionContext).scopes[0] as Map<string, VariableId>);
    this.endFunction();
    for (let block = 0; block < this.blocks.count; block++) this.blocks.set(block, B.Items, this.lists.add(this.itemsOf(block)));
    return {
      language: this.language,
      packages: this.packages,
      strings: this.strings.strings,
      values: this.values.finish(),
      lists: this.lists.finish(),
      blocks: this.blocks.finish(),
      functions: this.functions as FunctionFacts[],
      classes: this.classes.filter((one): one is ClassFacts => one !== undefined),
      variables: this.variables.map(({ name, function: owner, definitions, type, start, end, doc }) => ({
        name,
        function: owner,
        definitions,
        type,
        start,
        end,
        doc,
      })),
      imports: this.imports,
      exports: this.exports,
      directives: this.directives,
      lineStarts: lineStartsOf(this.text),
      syntaxError: this.syntaxError,
      moduleVariables,
    };
  }
}
