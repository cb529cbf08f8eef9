/** What a name means that another file, a package, a namespace or a library declares. */
import { NONE, type ValueId } from "../facts/fileFacts.js";
import type { State } from "../knowledge/automaton.js";
import { type ModuleTarget, keyOfTarget } from "./modules.js";
import type { PointsTo } from "./pointsTo.js";
import type { LoadedFile } from "./program.js";
import { ValueSet } from "./valueSet.js";

export class ExportedValues {
  constructor(private readonly pointsTo: PointsTo) {}

  /** States of several namespaces together, by the list that a scope has of them. */
  private readonly namespaceStates = new WeakMap<readonly string[], readonly State[]>();

  /** A name that nobody in the file declares: of the language, out of `from module import *`, or of the same package or namespace. */
  global(file: LoadedFile, name: string): ValueSet {
    const result = new ValueSet();
    result.addStates(this.pointsTo.automaton(file).global(name));
    for (const { module } of file.starImports) {
      for (const target of this.pointsTo.program.modules.resolve(file.source, module, name)) result.addAll(this.member(file, target, name));
    }
    for (const target of this.pointsTo.program.modules.ambient(file.source, file.facts, name))
      result.addAll(this.member(file, target, name));
    return result;
  }

  imported(file: LoadedFile, id: number): ValueSet {
    const imported = file.facts.imports[id] as LoadedFile["facts"]["imports"][number];
    const result = new ValueSet();
    for (const target of this.pointsTo.program.modules.resolve(file.source, imported.module, imported.name)) {
      if (imported.name === "*") {
        this.addModule(result, file, target);
        // `module.exports = …`: what is required is the value itself.
        if (imported.kind === "require" && target.kind === "file") result.addAll(this.member(file, target, "default"));
      } else result.addAll(this.member(file, target, imported.name));
    }
    return result;
  }

  private addModule(result: ValueSet, file: LoadedFile, target: ModuleTarget): void {
    result.addModule(`${file.number}:${keyOfTarget(target)}`, { target, file: file.number });
    if (target.kind !== "library") return;
    const module = this.pointsTo.automaton(file).module(target.name);
    result.addStates(module);
    // `const OpenAI = require("openai")`: the module is its default export as well.
    if (file.language === "javascript") result.addStates(this.pointsTo.automaton(file).member(module, "default"));
  }

  /** Member of a module, seen from a file that imports it. */
  member(from: LoadedFile, target: ModuleTarget, name: string): ValueSet {
    const result = new ValueSet();
    const automaton = this.pointsTo.automaton(from);
    if (target.kind === "library") {
      const module = automaton.module(target.name);
      result.addStates(automaton.member(module, name));
      if (name === "default") result.addStates(module);
    } else if (target.kind === "package") {
      for (const { file, value } of this.at(from, target, name)) result.addAll(this.pointsTo.of(file, value));
    } else if (target.kind === "namespace") {
      this.addNamed(result, from, target.names, name);
      return result;
    } else if (target.kind === "file") {
      for (const { file, value } of this.of(target.key, name)) result.addAll(this.pointsTo.of(file, value));
      // `export * as name from …`
      const { program } = this.pointsTo;
      const file = program.mayExport(target.key, name) ? program.need(target.key, name) : null;
      for (const one of file?.facts.exports ?? []) {
        if (one.name !== name || one.fromName !== "*" || !file) continue;
        for (const inner of this.pointsTo.program.modules.resolve(file.source, one.fromModule)) this.addModule(result, file, inner);
      }
    }
    if (result.size === 0 || target.kind === "library") {
      for (const inner of this.pointsTo.program.modules.member(from.source, target, name)) this.addModule(result, from, inner);
    }
    return result;
  }

  /** Values that a module or package of the workspace exports under a name, seen from a file that imports it. */
  at(from: LoadedFile, target: ModuleTarget, name: string): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const keys = this.pointsTo.program.modules.declaring(from.source, target, name);
    if (target.kind !== "namespace") return keys.flatMap((key) => this.of(key, name));
    return keys.flatMap((key) => {
      const packages = this.pointsTo.program.need(key, name)?.facts.packages ?? [];
      return packages.some((one) => target.names.includes(one)) ? this.of(key, name) : [];
    });
  }

  /** What a name means in one of several namespaces: a type, or a namespace inside of them. */
  private addNamed(result: ValueSet, from: LoadedFile, namespaces: readonly string[], name: string): void {
    const automaton = this.pointsTo.automaton(from);
    let modules = this.namespaceStates.get(namespaces);
    if (!modules) {
      modules = [...new Set(namespaces.flatMap((namespace) => (namespace === "" ? [] : automaton.module(namespace))))];
      this.namespaceStates.set(namespaces, modules);
    }
    result.addStates(automaton.member(modules, name));
    for (const { file, value } of this.at(from, { kind: "namespace", names: namespaces }, name))
      result.addAll(this.pointsTo.of(file, value));
    if (result.size > 0) return;
    if (namespaces.length > 1 && !this.pointsTo.program.isNamespacePart(name) && !automaton.isModulePart(name)) return;
    for (const namespace of namespaces) {
      const full = namespace === "" ? name : `${namespace}.${name}`;
      const states = automaton.module(full);
      if (states.length === 0 && !this.pointsTo.program.declaresNamespace(full)) {
        // `using static A.B.C`: members of a type.
        const dot = namespace.lastIndexOf(".");
        if (dot > 0 && namespaces.length === 1 && !this.pointsTo.program.declaresNamespace(namespace))
          this.addStatic(result, from, namespace, dot, name);
        continue;
      }
      result.addStates(states);
      result.addModule(`${from.number}:${full}`, { target: { kind: "namespace", names: [full] }, file: from.number });
    }
  }

  private addStatic(result: ValueSet, from: LoadedFile, path: string, dot: number, name: string): void {
    const type = new ValueSet();
    this.addNamed(type, from, [path.slice(0, dot)], path.slice(dot + 1));
    for (const ref of type.classes) result.addAll(this.pointsTo.members.classMember(ref, name, false));
  }

  /** Values that a workspace file exports under a name, barrels followed. */
  of(key: string, name: string, seen: Set<string> = new Set()): { readonly file: LoadedFile; readonly value: ValueId }[] {
    const id = `${key}#${name}`;
    if (seen.has(id)) return [];
    seen.add(id);
    const file = this.pointsTo.program.mayExport(key, name) ? this.pointsTo.program.need(key, name) : null;
    if (!file) return [];
    const found: { file: LoadedFile; value: ValueId }[] = [];
    for (const one of file.facts.exports) {
      if (one.name !== name && one.name !== "*") continue;
      if (one.fromModule !== "") {
        for (const target of this.pointsTo.program.modules.resolve(file.source, one.fromModule)) {
          if (target.kind !== "file") continue;
          if (one.name === name && one.fromName === "*") continue;
          found.push(...this.of(target.key, one.name === "*" ? name : one.fromName, seen));
        }
      } else if (one.name === name) {
        if (one.variable !== NONE)
          for (const value of (file.facts.variables[one.variable] as LoadedFile["facts"]["variables"][number]).definitions)
            found.push({ file, value });
        else if (one.value !== NONE) found.push({ file, value: one.value });
      }
    }
    if (found.length === 0 && file.language === "python") {
      const variable = file.facts.moduleVariables.get(name);
      if (variable !== undefined)
        for (const value of (file.facts.variables[variable] as LoadedFile["facts"]["variables"][number]).definitions)
          found.push({ file, value });
      else {
        for (const star of file.starImports) {
          for (const target of this.pointsTo.program.modules.resolve(file.source, star.module))
            if (target.kind === "file") found.push(...this.of(target.key, name, seen));
        }
      }
    }
    return found;
  }
}
