/** Goes through names that another file declares: imports, and what a package or a namespace shares. */
import type { PointsTo } from "../../link/pointsTo.js";
import type { Task } from "../task.js";
import type { Walk } from "./walk.js";

export class Names {
  constructor(
    private readonly walk: Walk,
    private readonly pointsTo: PointsTo,
  ) {}

  visitImport(task: Task): void {
    const imported = task.file.facts.imports[task.file.view.a(task.value)];
    if (!imported) return;
    const modules = this.pointsTo.program.modules;
    for (const target of modules.resolve(task.file.source, imported.module, imported.name)) {
      const name = imported.name === "*" ? task.fields[0] : imported.name;
      if (name === undefined || target.kind === "library") continue;
      const fields = imported.name === "*" ? task.fields.slice(1) : task.fields;
      const found = this.pointsTo.exports.at(task.file, target, name);
      for (const one of found) this.walk.toFile(task, one.file, one.value, fields, null, `exported as ${name}`);
      const inner = fields[0];
      if (found.length > 0 || inner === undefined) continue;
      for (const module of modules.member(task.file.source, target, name)) {
        if (module.kind === "file")
          for (const one of this.pointsTo.exports.of(module.key, inner))
            this.walk.toFile(task, one.file, one.value, fields.slice(1), null, `exported as ${inner}`);
      }
    }
  }

  /** A name that is declared elsewhere in the same package or namespace. */
  visitAmbient(task: Task): void {
    const { file, value } = task;
    const name = file.view.string(file.view.a(value));
    for (const target of this.pointsTo.program.modules.ambient(file.source, file.facts, name)) {
      if (target.kind !== "file") continue;
      for (const one of this.pointsTo.exports.of(target.key, name))
        this.walk.toFile(task, one.file, one.value, task.fields, null, `declared as ${name}`);
    }
  }
}
