/** Places of a repository that mutants start from: accused flows, and model calls. */
import type { Analysis } from "../../src/core/analysis.js";
import { B, NONE, Op, type ValueId } from "../../src/core/facts/fileFacts.js";
import { pointOf } from "../../src/core/flow/steps.js";
import type { Finding, ModelCall } from "../../src/core/report/scanResult.js";
import { NO_NODE, type NodeId } from "../../src/core/syntax/syntaxTable.js";
import { Code, type Statement, type Stretch } from "./code.js";
import type { WrittenArgument } from "./dialect.js";
import type { Project } from "./project.js";

/** An argument that a call writes to, as Go and C# say it. */
const FILLS = /[(,]\s*(?:&|out |ref )\w/;

/** A variable that holds the source: a parameter before the first statement, one of several results behind the statement that sets it. */
export interface Held {
  readonly kind: "held";
  readonly name: string;
  readonly at: number;
  readonly indent: string;
  readonly isBehind: boolean;
}

export interface FlowSeed {
  readonly kind: "flow";
  readonly project: Project;
  readonly code: Code;
  readonly finding: Finding;
  readonly call: ModelCall;
  /** Offset that the result names as the source. */
  readonly point: number;
  /** The expression, or the parameter that is set at the start of its function. */
  readonly place: { readonly kind: "expression"; readonly whole: Stretch; readonly statement: Statement | null } | Held;
}

export interface CallSeed {
  readonly kind: "call";
  readonly project: Project;
  readonly code: Code;
  readonly call: ModelCall;
  readonly value: ValueId;
  readonly node: NodeId;
  readonly point: number;
  readonly stretch: Stretch;
  readonly callee: Stretch;
  readonly statement: Statement;
  readonly arguments: readonly WrittenArgument[];
  readonly argumentsText: string;
  /** True when a finding of untrusted input is about it. */
  readonly isAccused: boolean;
}

export class Seeds {
  private readonly codes = new Map<string, Promise<Code | null>>();

  constructor(private readonly project: Project) {}

  code(path: string): Promise<Code | null> {
    let known = this.codes.get(path);
    if (!known) {
      known = Code.open(this.project, path);
      this.codes.set(path, known);
    }
    return known;
  }

  async flows({ calls, findings }: Analysis): Promise<FlowSeed[]> {
    const seeds: FlowSeed[] = [];
    const seen = new Set<string>();
    for (const finding of findings) {
      const [source] = finding.path;
      if (finding.rule !== "unsanitized-prompt" || !source || source.external) continue;
      const key = `${source.file}:${source.line}:${source.column}`;
      const call = calls.find(({ id }) => id === finding.call);
      const code = seen.has(key) ? null : await this.code(source.file);
      if (!code || !call) continue;
      seen.add(key);
      const point = code.offsetOf(source.line, source.column);
      const shown =
        call.inputs.find((one) => one.file === source.file && one.line === source.line && one.column === source.column)?.text ?? null;
      const value = code.valueAt(point, shown);
      const place = value === null ? null : placeOf(code, value);
      if (place) seeds.push({ kind: "flow", project: this.project, code, finding, call, point, place });
    }
    return seeds;
  }

  async calls({ calls, findings }: Analysis): Promise<CallSeed[]> {
    const accused = new Set(findings.filter(({ rule }) => rule === "unsanitized-prompt").map(({ call }) => call));
    const seeds: CallSeed[] = [];
    for (const call of calls) {
      const code = await this.code(call.file);
      if (!code) continue;
      const point = code.offsetOf(call.line, call.column);
      const value = code.valueAt(point, null, [Op.Call]);
      if (value === null || pointOf(code.file, value) !== point) continue;
      const { view } = code.file;
      const stretch = { start: view.start(value), end: view.end(value) };
      const node = code.nodeOf(stretch);
      const parts = node === NO_NODE ? null : partsOf(code, node);
      const statement = node === NO_NODE ? null : code.statementOf(node);
      if (!parts || !statement) continue;
      seeds.push({
        kind: "call",
        project: this.project,
        code,
        call,
        value,
        node,
        point,
        stretch,
        statement,
        ...parts,
        isAccused: accused.has(call.id),
      });
    }
    return seeds;
  }
}

function placeOf(code: Code, value: ValueId): FlowSeed["place"] | null {
  const { view, facts } = code.file;
  if (view.op(value) === Op.Parameter) {
    const owner = facts.functions[view.a(value)];
    const parameter = owner?.parameters[view.b(value)];
    if (!owner || !parameter || parameter.name === NONE || owner.body === NONE) return null;
    return bodyOf(
      code,
      { start: view.start(value), end: view.end(value) },
      view.string(parameter.name),
      view.blockColumn(owner.body, B.Start),
    );
  }
  const node = code.whole({ start: view.start(value), end: view.end(value) });
  // `c.BindJSON(&request)` fills what it is given: what goes around the call touches only its error.
  if (node === NO_NODE || FILLS.test(code.table.textOf(node))) return null;
  const held = oneOfSeveral(code, node);
  if (held !== undefined) return held;
  return { kind: "expression", whole: code.stretchOf(node), statement: code.statementOf(node) };
}

/** `body, err := read(r)`: undefined when the node is no such call, null when nothing can be written behind it. */
function oneOfSeveral(code: Code, node: NodeId): Held | null | undefined {
  const { table } = code;
  const list = table.parent(node);
  const statement = list === NO_NODE ? NO_NODE : table.parent(list);
  if (statement === NO_NODE || table.kind(list) !== "expression_list" || table.field(list) !== "right") return undefined;
  const left = table.child(statement, "left");
  const names = left === NO_NODE ? [] : table.namedChildren(left);
  if (names.length < 2) return undefined;
  const whole = code.statementOf(node);
  const name = names[0] === undefined ? "_" : table.textOf(names[0]);
  if (whole?.node !== statement || !/^[A-Za-z]\w*$/.test(name)) return null;
  return { kind: "held", name, at: whole.end, indent: whole.indent, isBehind: true };
}

/** Where a statement can stand that runs before everything else in a function. */
function bodyOf(code: Code, parameter: Stretch, name: string, bodyStart: number): FlowSeed["place"] | null {
  const { table, text } = code;
  const owner = code.functionAround(code.nodeAround(parameter));
  const body = owner === NO_NODE ? NO_NODE : table.child(owner, "body");
  if (body === NO_NODE || table.end(body) < bodyStart || !/^\w+$/.test(name)) return null;
  const statements = table.namedChildren(table.kind(table.firstChild(body)) === "statement_list" ? table.firstChild(body) : body);
  const first = statements[0];
  if (first === undefined || !code.dialect.blocks.has(table.kind(table.parent(first)))) return null;
  const at = table.start(first);
  const indent = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return indent.trim() === "" ? { kind: "held", name, at, indent, isBehind: false } : null;
}

/** Callee and arguments as they are written. */
function partsOf(code: Code, node: NodeId): Pick<CallSeed, "callee" | "arguments" | "argumentsText"> | null {
  const { table, text } = code;
  const list = table.child(node, "arguments");
  if (list === NO_NODE || text[table.start(list)] !== "(") return null;
  const named = ["function", "constructor"].map((field) => table.child(node, field)).find((one) => one !== NO_NODE);
  // Java names object and method apart: the callee is what stands in front of the arguments.
  const callee = named === undefined ? { start: table.start(node), end: table.start(list) } : code.stretchOf(named);
  const given = table.namedChildren(list).map((one): WrittenArgument => {
    const kind = table.kind(one);
    const name = kind === "keyword_argument" ? table.child(one, "name") : NO_NODE;
    return {
      name: name === NO_NODE ? null : table.textOf(name),
      text: table.textOf(one),
      isSpread: /spread|splat/.test(kind) || table.textOf(one).endsWith("..."),
    };
  });
  return { callee, arguments: given, argumentsText: text.slice(table.start(list) + 1, table.end(list) - 1) };
}
