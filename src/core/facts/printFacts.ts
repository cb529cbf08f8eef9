/**
 * Readable text of file facts, for tests and for looking at a file by hand.
 * Leaves (literals, globals, imports, parameters …) are written where they are used; other values get a line of their own.
 */
import {
  ArgumentKind,
  B,
  BlockKind,
  type BlockId,
  CallFlag,
  type FileFacts,
  FunctionFlag,
  type FunctionId,
  LiteralKind,
  NONE,
  Op,
  type ValueId,
  SwitchFlag,
} from "./fileFacts.js";
import { FactsView } from "./factsView.js";

/** The whole file: imports, functions with their blocks, classes, variables, exports, directives. */
export function printFacts(facts: FileFacts): string {
  return new Printer(facts).file();
}

/** One value with everything it is made of, written as one nested expression; a value met again inside itself is `…`. */
export function printValue(facts: FileFacts, value: ValueId): string {
  return new Printer(facts).nested(value);
}

/** The block tree of one function as indented lines, calls and leaves of control in order. */
export function printBlocks(facts: FileFacts, id: FunctionId): string {
  const printer = new Printer(facts);
  return printer.blockTree(facts.functions[id]?.body ?? 0, "", false).join("\n");
}

type Write = (value: ValueId) => string;

class Printer {
  private readonly view: FactsView;
  private readonly valuesOfBlock = new Map<BlockId, ValueId[]>();
  private readonly open = new Set<ValueId>();

  constructor(private readonly facts: FileFacts) {
    this.view = new FactsView(facts);
    for (let value = 0; value < this.view.valueCount; value++) {
      const block = this.view.block(value);
      const known = this.valuesOfBlock.get(block);
      if (known) known.push(value);
      else this.valuesOfBlock.set(block, [value]);
    }
  }

  file(): string {
    const lines: string[] = [];
    for (const one of this.facts.imports) lines.push(`import ${one.name} as ${one.local} from "${one.module}" (${one.kind})`);
    this.facts.functions.forEach((_, id) => {
      lines.push(...this.function(id));
    });
    this.facts.classes.forEach((_, id) => {
      lines.push(...this.class(id));
    });
    for (const variable of this.facts.variables) {
      if (variable.name === "this" && variable.definitions.length <= 1) continue;
      const type = variable.type === NONE ? "" : `: ${this.view.string(variable.type)}`;
      lines.push(`variable fn${variable.function}.${variable.name}${type} = ${variable.definitions.map(this.operand).join(" | ")}`);
    }
    for (const one of this.facts.exports) {
      const from = one.fromModule ? ` from "${one.fromModule}" ${one.fromName}` : "";
      const variable = one.variable === NONE ? "" : ` variable ${this.facts.variables[one.variable]?.name}`;
      lines.push(`export ${one.name}${variable}${one.value === NONE ? "" : ` = ${this.operand(one.value)}`}${from}`);
    }
    for (const one of this.facts.directives) {
      lines.push(`directive ${JSON.stringify(one.text)} at ${one.start} about ${one.targetStart}..${one.targetEnd}`);
    }
    if (this.facts.syntaxError !== NONE) lines.push(`syntax error at ${this.facts.syntaxError}`);
    return lines.join("\n");
  }

  private function(id: FunctionId): string[] {
    const one = this.facts.functions[id];
    if (!one) return [];
    const flags = Object.entries(FunctionFlag)
      .filter(([, bit]) => typeof bit === "number" && one.flags & bit)
      .map(([name]) => name.toLowerCase());
    const parameters = one.parameters.map((parameter) => {
      const name = `${parameter.kind === "plain" ? "" : `${parameter.kind} `}${parameter.name === NONE ? "{}" : this.view.string(parameter.name)}`;
      const type = parameter.type === NONE ? "" : `: ${this.view.string(parameter.type)}`;
      const fallback = parameter.default === NONE ? "" : ` = ${this.operand(parameter.default)}`;
      const exit = parameter.exit === NONE || parameter.exit === parameter.value ? "" : ` (exit ${this.operand(parameter.exit)})`;
      return `${parameter.annotations.map((value) => `@${this.operand(value)} `).join("")}${name}${type}${fallback}${exit}`;
    });
    const lines = [
      `${["function", `fn${id}`, ...flags].join(" ")} ${one.name}(${parameters.join(", ")})${one.returnType === NONE ? "" : `: ${this.view.string(one.returnType)}`}`,
    ];
    if (one.doc !== NONE) lines.push(`  doc ${JSON.stringify(this.view.string(one.doc))}`);
    if (one.decorators.length) lines.push(`  decorators ${one.decorators.map(this.operand).join(", ")}`);
    lines.push(...this.blockTree(one.body, "  ", true));
    if (one.returns.length) lines.push(`  returns ${one.returns.map(this.operand).join(" | ")}`);
    if (one.thisExit !== NONE) lines.push(`  this at exit ${this.operand(one.thisExit)}`);
    return lines;
  }

  private class(id: number): string[] {
    const one = this.facts.classes[id];
    if (!one) return [];
    const bases = one.bases.length ? ` extends ${one.bases.map(this.operand).join(", ")}` : "";
    const lines = [`class${id} ${one.kind} ${one.name}${bases}`];
    if (one.decorators.length) lines.push(`  decorators ${one.decorators.map(this.operand).join(", ")}`);
    for (const member of one.members) {
      const type = member.type === NONE ? "" : `: ${this.view.string(member.type)}`;
      const what = member.function !== NONE ? ` = fn${member.function}` : member.value !== NONE ? ` = ${this.operand(member.value)}` : "";
      const annotations = member.annotations.map((value) => `@${this.operand(value)} `).join("");
      lines.push(`  ${annotations}${member.static ? "static " : ""}${member.name}${type}${what}`);
    }
    return lines;
  }

  /** @param all with every value; else only calls and leaves of control, with their values nested. */
  blockTree(block: BlockId, indent: string, all: boolean): string[] {
    const lines: string[] = [];
    const own = all ? (this.valuesOfBlock.get(block) ?? []).filter((value) => !this.isLeaf(value)) : [];
    let next = 0;
    const valuesBefore = (limit: ValueId) => {
      for (; next < own.length && (own[next] as ValueId) < limit; next++) lines.push(indent + this.line(own[next] as ValueId));
    };
    for (const item of this.view.list(this.view.blockColumn(block, B.Items))) {
      if (item >= 0) {
        if (all) valuesBefore(item + 1);
        else lines.push(indent + this.nested(item));
      } else {
        valuesBefore(Math.max(this.firstValueIn(~item), this.view.blockColumn(~item, B.Condition) + 1, this.lastOperand(~item) + 1));
        lines.push(indent + this.blockHead(~item, all));
        lines.push(...this.blockTree(~item, `${indent}  `, all));
      }
    }
    valuesBefore(Number.MAX_SAFE_INTEGER);
    return lines;
  }

  private lastOperand(block: BlockId): number {
    const kind = this.view.blockColumn(block, B.Kind);
    return kind === BlockKind.Return || kind === BlockKind.Throw ? this.view.blockColumn(block, B.A) : NONE;
  }

  private firstValueIn(block: BlockId): number {
    let first = this.valuesOfBlock.get(block)?.[0] ?? NONE;
    for (const item of this.view.list(this.view.blockColumn(block, B.Items))) {
      if (item >= 0) continue;
      const inner = this.firstValueIn(~item);
      if (inner !== NONE && (first === NONE || inner < first)) first = inner;
    }
    return first;
  }

  private blockHead(block: BlockId, all: boolean): string {
    const write: Write = all ? this.operand : (value) => this.nested(value);
    const kind = this.view.blockColumn(block, B.Kind) as BlockKind;
    const name = BlockKind[kind].toLowerCase();
    const a = this.view.blockColumn(block, B.A);
    const condition = this.view.blockColumn(block, B.Condition);
    if (kind === BlockKind.Return || kind === BlockKind.Throw) return a === NONE ? name : `${name} ${write(a)}`;
    if (kind === BlockKind.Loop) return a === 1 ? "loop at least once" : "loop";
    if (kind === BlockKind.Switch)
      return `switch ${condition === NONE ? "" : write(condition)}${a & SwitchFlag.Default ? " with default" : ""}`;
    return condition === NONE ? name : `${name} ${write(condition)}`;
  }

  private line(value: ValueId): string {
    return `v${value} = ${this.text(value, this.operand)}`;
  }

  private readonly operand: Write = (value) => (value === NONE ? "-" : this.isLeaf(value) ? this.text(value, this.operand) : `v${value}`);

  nested(value: ValueId): string {
    if (value === NONE) return "-";
    if (this.open.has(value)) return "…";
    this.open.add(value);
    const text = this.text(value, (operand) => this.nested(operand));
    this.open.delete(value);
    return text;
  }

  private isLeaf(value: ValueId): boolean {
    switch (this.view.op(value)) {
      case Op.Literal:
      case Op.Parameter:
      case Op.Capture:
      case Op.Global:
      case Op.Function:
      case Op.Class:
      case Op.Import:
      case Op.This:
      case Op.Super:
        return true;
      default:
        return false;
    }
  }

  private list(id: number, write: Write): string {
    return [...this.view.list(id)].map(write).join(", ");
  }

  private text(value: ValueId, write: Write): string {
    const view = this.view;
    const a = view.a(value);
    const b = view.b(value);
    const c = view.c(value);
    switch (view.op(value)) {
      case Op.Unknown:
        return `Unknown(${this.list(a, write)})`;
      case Op.Literal: {
        const text = view.string(a);
        return b === LiteralKind.String ? JSON.stringify(text) : text;
      }
      case Op.Template:
        return `Template${b === NONE ? "" : ` ${write(b)}`}(${this.list(a, write)})`;
      case Op.Binary:
        return `(${a === NONE ? "" : `${write(a)} `}${view.string(c)} ${write(b)})`;
      case Op.Choice:
        return `Choice(${[...view.list(a)].map(write).join(" | ")}${b === NONE ? "" : ` if ${write(b)}`})`;
      case Op.Parameter: {
        const name = this.facts.functions[a]?.parameters[b]?.name ?? NONE;
        return `param ${name === NONE ? b : view.string(name)}`;
      }
      case Op.Capture:
        return `capture ${this.facts.variables[a]?.name}`;
      case Op.Global:
        return `global ${view.string(a)}`;
      case Op.Field:
        return `${write(a)}.${view.string(b)}`;
      case Op.Element:
        return `${write(a)}[${b === NONE ? "*" : write(b)}]`;
      case Op.Object:
        return `{${this.pairs(a, write)}}`;
      case Op.Array:
        return `[${this.list(a, write)}]`;
      case Op.Spread:
        return `...${write(a)}`;
      case Op.Call:
        return this.call(a, b, c, write);
      case Op.Function:
        return `fn${a}`;
      case Op.Class:
        return `class ${this.facts.classes[a]?.name}`;
      case Op.Await:
        return `await ${write(a)}`;
      case Op.Yield:
        return `yield ${write(a)}`;
      case Op.Store:
        return `Store(${write(a)}, ${view.string(b)}, ${write(c)})`;
      case Op.StoreElement:
        return `StoreElement(${write(a)}, ${write(b)}, ${write(c)})`;
      case Op.AfterCall:
        return `After(${write(a)}, ${write(b)}, ${c === NONE ? "receiver" : c})`;
      case Op.Import: {
        const one = this.facts.imports[a];
        return `import ${one?.module}#${one?.name}`;
      }
      case Op.This:
        return "this";
      case Op.Super:
        return "super";
      case Op.Cast:
        return `${write(a)} as ${view.string(b)}`;
      case Op.Exception:
        return "Exception()";
      case Op.Element_Markup:
        return `<${a === NONE ? view.string(b) : write(a)} ${this.attributes(c, write)}>`;
    }
  }

  private pairs(list: number, write: Write): string {
    const items = this.view.list(list);
    const texts: string[] = [];
    for (let index = 0; index < items.length; index += 2) {
      const key = items[index] as number;
      const value = write(items[index + 1] as number);
      texts.push(key >= 0 ? `${this.view.string(key)}: ${value}` : key === -2 ? `[?]: ${value}` : `...${value}`);
    }
    return texts.join(", ");
  }

  private attributes(list: number, write: Write): string {
    const items = this.view.list(list);
    const texts: string[] = [];
    for (let index = 0; index < items.length; index += 2) {
      const name = items[index] as number;
      texts.push(`${name === NONE ? "" : `${this.view.string(name)}=`}${write(items[index + 1] as number)}`);
    }
    return texts.join(" ");
  }

  private call(callee: ValueId, argumentList: number, flags: number, write: Write): string {
    const items = this.view.list(argumentList);
    const texts: string[] = [];
    for (let index = 0; index < items.length; index += 3) {
      const name = items[index] as number;
      const kind = items[index + 2] as ArgumentKind;
      const stars = kind === ArgumentKind.Plain ? "" : kind === ArgumentKind.Spread ? "..." : "**";
      texts.push(`${name === NONE ? "" : `${this.view.string(name)}: `}${stars}${write(items[index + 1] as number)}`);
    }
    const word = flags & CallFlag.New ? "New" : flags & CallFlag.Decorator ? "Decorate" : "Call";
    return `${word} ${write(callee)}${flags & CallFlag.Optional ? "?." : ""}(${texts.join(", ")})`;
  }
}
