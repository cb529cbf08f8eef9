/** Texts that a value can have when the program is read alone: literals, concatenations, defaults of settings. */
import { LiteralKind, NONE, Op, type FunctionFacts, type ValueId } from "../facts/fileFacts.js";
import type { PointsTo } from "./pointsTo.js";
import { type LoadedFile, fileOf, nodeOf, rowOf } from "./program.js";

/** Functions whose result is what they are given, as far as an address or a name goes. */
const SAME_TEXT =
  /^(?:str|String|trim|strip|rstrip|lstrip|replace|toString|ToString|Trim|TrimEnd|TrimSuffix|TrimPrefix|TrimRight|TrimLeft|TrimSpace|URL|URI|Uri)$/;
const ADDRESS_CLASS = /^(?:URL|URI|Uri)$/;

/** Stands for a part that is not known. */
export const UNKNOWN_PART = "\u0000";
/** Surrounds the name of an environment variable or setting whose value is not known. */
export const SETTING_MARK = "\u0001";

const MAXIMUM_TEXTS = 12;
const MAXIMUM_DEPTH = 12;
/** Writes of one field that are looked at. */
const MAXIMUM_ENTRIES = 40;

/** Possible texts of a value, at most {@link MAXIMUM_TEXTS}; unknown parts are marked. */
export function constantTexts(pointsTo: PointsTo, file: LoadedFile, value: ValueId): readonly string[] {
  const { generation } = pointsTo.program;
  let known = read.get(pointsTo);
  if (known?.generation !== generation) {
    known = { generation, texts: new Map() };
    read.set(pointsTo, known);
  }
  const node = nodeOf(file.number, value);
  let texts = known.texts.get(node);
  if (!texts) {
    texts = [...new Set(new TextReader(pointsTo).read(file, value, 0))].slice(0, MAXIMUM_TEXTS);
    known.texts.set(node, texts);
  }
  return texts;
}

/** Texts that were read, until another file arrives. */
const read = new WeakMap<PointsTo, { readonly generation: number; readonly texts: Map<number, readonly string[]> }>();

class TextReader {
  private readonly open = new Set<number>();
  private steps = 0;

  constructor(private readonly pointsTo: PointsTo) {}

  read(file: LoadedFile, value: ValueId, depth: number): readonly string[] {
    if (value === NONE || depth > MAXIMUM_DEPTH || this.steps++ > 600) return [UNKNOWN_PART];
    const node = nodeOf(file.number, value);
    if (this.open.has(node)) return [];
    this.open.add(node);
    const texts = this.evaluate(file, value, depth + 1);
    this.open.delete(node);
    return texts.length > MAXIMUM_TEXTS ? texts.slice(0, MAXIMUM_TEXTS) : texts;
  }

  private evaluate(file: LoadedFile, value: ValueId, depth: number): readonly string[] {
    const { view, facts } = file;
    switch (view.op(value)) {
      case Op.Literal:
        return view.b(value) === LiteralKind.Null ? [] : [view.string(view.a(value))];
      case Op.Template:
        return this.joined([...view.list(view.a(value))].map((part) => this.read(file, part, depth)));
      case Op.Binary:
        return view.string(view.c(value)) === "+"
          ? this.joined([this.read(file, view.a(value), depth), this.read(file, view.b(value), depth)])
          : [UNKNOWN_PART];
      case Op.Choice:
        return [...view.list(view.a(value))].flatMap((one) => this.read(file, one, depth));
      case Op.Capture:
        return (facts.variables[view.a(value)]?.definitions ?? []).flatMap((one) => this.read(file, one, depth));
      case Op.Cast:
      case Op.Await:
      case Op.AfterCall:
        return this.read(file, view.a(value), depth);
      case Op.Field: {
        const base = view.a(value);
        const name = view.string(view.b(value));
        if (/(?:^|\.)env(?:iron)?$/.test(file.text.slice(view.start(base), view.end(base))))
          return [`${SETTING_MARK}${name}${SETTING_MARK}`];
        return this.entries(file, base, name, depth);
      }
      case Op.Element: {
        if (view.c(value) !== NONE)
          return this.pointsTo.elements.resultsOf(file, value).flatMap((one) => this.read(one.file, one.value, depth));
        const key = view.b(value);
        if (key === NONE || view.op(key) !== Op.Literal) return [UNKNOWN_PART];
        const name = view.string(view.a(key));
        if (/environ|env$|config(?:uration)?$/i.test(file.text.slice(view.start(view.a(value)), view.end(view.a(value)))))
          return [`${SETTING_MARK}${name}${SETTING_MARK}`];
        return this.entries(file, view.a(value), name, depth);
      }
      case Op.Import: {
        const imported = facts.imports[view.a(value)];
        if (!imported) return [UNKNOWN_PART];
        for (const target of this.pointsTo.program.modules.resolve(file.source, imported.module, imported.name)) {
          if (target.kind !== "file") continue;
          return this.pointsTo.exports.of(target.key, imported.name).flatMap((one) => this.read(one.file, one.value, depth));
        }
        return [UNKNOWN_PART];
      }
      case Op.Call:
        return this.called(file, value, depth);
      case Op.Parameter: {
        const ref = nodeOf(file.number, view.a(value));
        const parameter = (facts.functions[view.a(value)] as FunctionFacts).parameters[view.b(value)];
        const fallback = parameter && parameter.default !== NONE ? this.read(file, parameter.default, depth) : [];
        const texts = [...fallback];
        for (const site of this.pointsTo.callGraph.callersOf(ref)) {
          for (const argument of this.pointsTo.callGraph.bindings.argumentsFor(site, ref, view.b(value))) {
            if (argument.consume !== null) continue;
            if (argument.fields.length === 0) texts.push(...this.read(site.file, argument.value, depth));
            else texts.push(...argument.fields.flatMap((field) => this.entries(site.file, argument.value, field, depth)));
          }
        }
        // The default says more than what nobody can read.
        const known = fallback.length > 0 ? texts.filter((text) => text !== UNKNOWN_PART) : texts;
        return known.length === 0 ? [UNKNOWN_PART] : known;
      }
      default:
        return [UNKNOWN_PART];
    }
  }

  private entries(file: LoadedFile, base: ValueId, name: string, depth: number): readonly string[] {
    const entries = this.pointsTo.entries.of(file, base, name).slice(0, MAXIMUM_ENTRIES);
    const texts = entries.flatMap((one) => this.read(one.file, one.value, depth));
    return texts.length === 0 ? [UNKNOWN_PART] : texts;
  }

  private called(file: LoadedFile, call: ValueId, depth: number): readonly string[] {
    const { view } = file;
    const name = file.calleeName(call);
    const args = file.arguments(call);
    const first = args[0];
    if (/^(?:GetEnvironmentVariable|getenv|get|Getenv|GetString)$/.test(name) && first && view.op(first.value) === Op.Literal) {
      const callee = file.text.slice(view.start(view.a(call)), view.end(view.a(call)));
      if (/getenv$|GetEnvironmentVariable$|environ\.get$|^os\.Getenv$|^viper\.GetString$/.test(callee)) {
        const fallback = args[1] ? this.read(file, args[1].value, depth) : [];
        return [`${SETTING_MARK}${view.string(view.a(first.value))}${SETTING_MARK}`, ...fallback];
      }
    }
    if (
      /^(?:create|parse|of|get|fromUriString|fromHttpUrl)$/.test(name) &&
      /^(?:URI|HttpUrl|UriComponentsBuilder)\./.test(file.chainOf(call)) &&
      first
    )
      return this.read(file, first.value, depth);
    if (name === "Sprintf" && first)
      return this.formatted(
        file,
        args.map((one) => one.value),
        depth,
      );
    if (SAME_TEXT.test(name)) {
      const callee = view.a(call);
      // Go's are functions of a package.
      const isMethod = view.op(callee) === Op.Field && !ADDRESS_CLASS.test(name) && file.language !== "go";
      if (isMethod) return this.read(file, view.a(callee), depth);
      if (first) return this.read(file, first.value, depth);
    }
    if (name === "getProperty" && first && view.op(first.value) === Op.Literal && /(?:^|\.)System\.getProperty$/.test(file.chainOf(call)))
      return [
        `${SETTING_MARK}${view.string(view.a(first.value))}${SETTING_MARK}`,
        ...(args[1] ? this.read(file, args[1].value, depth) : []),
      ];
    const texts: string[] = [];
    for (const ref of this.pointsTo.of(file, view.a(call)).functions) {
      const owner = this.pointsTo.program.file(fileOf(ref));
      for (const one of (owner.facts.functions[rowOf(ref)] as FunctionFacts).returns) texts.push(...this.read(owner, one, depth));
    }
    return texts.length === 0 ? [UNKNOWN_PART] : texts;
  }

  /** `Sprintf("%s/v1/%s", base, path)`: each verb is the next argument. */
  private formatted(file: LoadedFile, [format, ...values]: readonly ValueId[], depth: number): readonly string[] {
    return this.read(file, format as ValueId, depth).flatMap((text) => {
      const parts: (readonly string[])[] = [];
      let next = 0;
      for (const part of text.split(/(%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])/)) {
        if (!part.startsWith("%") || part.length < 2) parts.push([part]);
        else if (part.endsWith("%")) parts.push(["%"]);
        else parts.push(this.read(file, values[next++] ?? NONE, depth));
      }
      return this.joined(parts);
    });
  }

  private joined(parts: readonly (readonly string[])[]): readonly string[] {
    let texts: string[] = [""];
    for (const alternatives of parts) {
      const next: string[] = [];
      for (const text of texts)
        for (const alternative of alternatives.length === 0 ? [UNKNOWN_PART] : alternatives) next.push(text + alternative);
      texts = next.slice(0, MAXIMUM_TEXTS);
    }
    return texts;
  }
}
