/**
 * Classes written as code: decorators, attributes and struct tags (`@Classification("restricted")`, `[Restricted]`,
 * `classification:"restricted"`), and settings of a field (`Field(json_schema_extra={"classification": "restricted"})`,
 * `.describe("@classification restricted")`, `info={"classification": "restricted"}`).
 */
import { LiteralKind, Op, type ValueId } from "../facts/fileFacts.js";
import type { MarkerRow } from "../knowledge/schema.js";
import type { LoadedFile } from "../link/program.js";
import { readLevel } from "../policy/levels.js";
import type { Classification } from "../report/scanResult.js";
import { declarationIn, type WrittenClass } from "./comments.js";
import { normaliseName } from "./names.js";

/** Names under which a level is written: of an annotation, a keyword, a key or a part of a struct tag. */
const NAMED = /^(?:x_|parapet_)?(?:data_)?(?:classification|classified|classify|sensitivity|confidentiality)(?:_level|_class|_attribute)?$/;
/** An annotation that is a level itself; `Public` and `Internal` alone mean other things to frameworks. */
const IS_LEVEL = /^(restricted|confidential|(?:restricted|confidential|internal|public)_data)(?:_attribute)?$/;
/** Calls inside calls inside settings are looked into this far. */
const MAXIMUM_DEPTH = 5;

export class Annotations {
  private readonly markers = new Map<string, MarkerRow>();

  constructor(markers: readonly MarkerRow[]) {
    for (const row of markers) for (const name of row.names) this.markers.set(normaliseName(name), row);
  }

  /** Data types that a library's marker on a field, or the class of the field, stands for: `@IsEmail()`, `EmailStr`, `models.EmailField()`. */
  typesOf(file: LoadedFile, value: ValueId): readonly string[] {
    const { view } = file;
    const types: string[] = [];
    for (let at = value, depth = 0; at >= 0 && depth <= MAXIMUM_DEPTH; depth++) {
      const called = view.op(at) === Op.Call;
      const callee = called ? view.a(at) : at;
      types.push(...this.typesOfName(file.nameOf(callee)));
      for (const argument of called ? file.arguments(at) : []) types.push(...this.typesOfName(file.nameOf(argument.value)));
      at = called && view.op(callee) === Op.Field ? view.a(callee) : -1;
    }
    return types;
  }

  typesOfName(name: string): readonly string[] {
    return (name === "" ? undefined : this.marker(name))?.types ?? [];
  }

  private marker(name: string): MarkerRow | undefined {
    const normalised = normaliseName(name);
    return this.markers.get(normalised) ?? this.markers.get(normalised.replace(/_attribute$/, ""));
  }

  /** Class that an annotation of a field, class, parameter or function declares; null when it says nothing of the kind. */
  of(file: LoadedFile, annotation: ValueId): WrittenClass | null {
    const { view } = file;
    if (view.op(annotation) === Op.Literal) return this.inTag(view.string(view.a(annotation)));
    const called = view.op(annotation) === Op.Call;
    const name = normaliseName(file.nameOf(called ? view.a(annotation) : annotation));
    if (called && NAMED.test(name)) return this.argument(file, annotation);
    const level = IS_LEVEL.exec(name)?.[1];
    if (level !== undefined) return { level: readLevel(level.replace(/_data$/, "")) as Classification, types: [] };
    const marker = this.marker(name);
    if (marker?.classification) return { level: marker.classification, types: marker.types ?? [] };
    return this.within(file, annotation, 0);
  }

  /** Class that the settings of a field declare. */
  within(file: LoadedFile, value: ValueId, depth: number): WrittenClass | null {
    const { view } = file;
    if (value < 0 || depth > MAXIMUM_DEPTH) return null;
    switch (view.op(value)) {
      case Op.Literal:
        return view.b(value) === LiteralKind.String ? declarationIn(view.string(view.a(value))) : null;
      case Op.Object: {
        const entries = view.list(view.a(value));
        for (let at = 0; at < entries.length; at += 2) {
          const key = entries[at] as number;
          const entry = entries[at + 1] as ValueId;
          const found =
            key >= 0 && NAMED.test(normaliseName(view.string(key))) ? this.level(file, entry) : this.within(file, entry, depth + 1);
          if (found) return found;
        }
        return null;
      }
      case Op.Array: {
        for (const item of view.list(view.a(value))) {
          const found = this.within(file, item, depth + 1);
          if (found) return found;
        }
        return null;
      }
      case Op.Call: {
        for (const argument of file.arguments(value)) {
          const named = argument.name !== null && NAMED.test(normaliseName(argument.name));
          const found = named ? this.level(file, argument.value) : this.within(file, argument.value, depth + 1);
          if (found) return found;
        }
        // `z.string().describe("…").min(1)`
        const callee = view.a(value);
        return view.op(callee) === Op.Field ? this.within(file, view.a(callee), depth + 1) : null;
      }
      default:
        return null;
    }
  }

  /** The first argument that is a level: a text, or a member of an enumeration. */
  private argument(file: LoadedFile, call: ValueId): WrittenClass | null {
    for (const { value } of file.arguments(call)) {
      const found = this.level(file, value);
      if (found) return found;
    }
    return null;
  }

  private level(file: LoadedFile, value: ValueId): WrittenClass | null {
    const { view } = file;
    if (view.op(value) === Op.Literal) return declarationIn(`@classification ${view.string(view.a(value))}`);
    const level = readLevel(file.nameOf(value));
    return level === null ? null : { level, types: [] };
  }

  /** Go: `json:"ssn" classification:"restricted"`. */
  private inTag(tag: string): WrittenClass | null {
    for (const [, key, text] of tag.matchAll(/([\w-]+):"([^"]*)"/g)) {
      if (NAMED.test(normaliseName(key as string))) return declarationIn(`@classification ${text?.replaceAll(",", " ")}`);
    }
    return null;
  }
}
