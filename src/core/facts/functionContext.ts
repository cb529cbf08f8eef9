/** What the facts builder keeps of a function while it is lowered. */
import type { Environment } from "./environment.js";
import type { BlockId, FunctionId, ParameterFacts, ValueId, VariableId } from "./fileFacts.js";
import type { FunctionStart } from "./places.js";

export interface Variable {
  readonly name: string;
  readonly function: FunctionId;
  readonly definitions: ValueId[];
  readonly type: number;
  readonly start: number;
  readonly end: number;
  readonly doc: number;
  writtenInside: boolean;
}

export interface Jump {
  readonly root: Environment;
  /** null where `break` belongs to a loop further out. */
  readonly breaks: Map<VariableId, ValueId>[] | null;
  readonly continues: Map<VariableId, ValueId>[] | null;
}

export interface FunctionContext {
  readonly id: FunctionId;
  readonly start: FunctionStart;
  readonly parent: FunctionId;
  readonly body: BlockId;
  readonly returns: ValueId[];
  readonly parameters: (Omit<ParameterFacts, "exit"> & { variable: VariableId })[];
  /** What variables hold wherever the function ends. */
  readonly exits: Map<VariableId, ValueId[]>;
  readonly thisVariable: VariableId;
  environment: Environment;
  block: BlockId;
  readonly scopes: Map<string, VariableId>[];
  readonly jumps: Jump[];
  readonly value: ValueId;
}
