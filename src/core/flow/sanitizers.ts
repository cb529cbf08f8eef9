/** Which calls clean what: by the knowledge base, by the policy, by a declaration at the function. */
import { Op, type ValueId } from "../facts/fileFacts.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { SanitizerRow, SanitizerTier } from "../knowledge/schema.js";
import type { PointsTo } from "../link/pointsTo.js";
import { type LoadedFile, fileOf } from "../link/program.js";
import type { FunctionRef, ValueSet } from "../link/valueSet.js";
import type { Policies } from "../policy/policies.js";
import type { OwnFunction } from "../policy/policy.js";

export interface SanitizerUse {
  readonly name: string;
  readonly tier: SanitizerTier;
  readonly effect: SanitizerRow["effect"];
  /** Locator of what goes in. */
  readonly input: string;
  readonly protects: SanitizerRow["protects"];
}

/** Functions that a `parapet-sanitizer` or `parapet-audit` comment stands at. */
export interface DeclaredFunctions {
  readonly sanitizers: ReadonlyMap<FunctionRef, SanitizerTier>;
  readonly audit: ReadonlySet<FunctionRef>;
}

export class Sanitizers {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly pointsTo: PointsTo,
    private readonly policies: Policies,
    private readonly declared: () => DeclaredFunctions,
  ) {}

  /** Every sanitiser that this call is; the strongest first. */
  at(file: LoadedFile, call: ValueId): readonly SanitizerUse[] {
    const callee = this.pointsTo.of(file, file.view.a(call));
    const uses: SanitizerUse[] = [];
    const own = { effect: "result", input: "argument[*]", protects: ["prompt-injection", "personal-data"] } as const;
    for (const one of this.policies.of(file.source).sanitizers) {
      if (!isOwn(file, call, callee, one, this.pointsTo)) continue;
      uses.push({ name: one.name, tier: one.tier, ...own, ...(one.protects ? { protects: [one.protects] } : {}) });
    }
    for (const ref of callee.functions) {
      const tier = this.declared().sanitizers.get(ref);
      if (tier) uses.push({ name: file.calleeName(call), tier, ...own });
    }
    const automaton = this.knowledge.automaton(file.language);
    for (const state of callee.states) {
      for (const row of automaton.accepted(state).sanitizers)
        uses.push({ name: row.name, tier: row.tier, effect: row.effect, input: row.input, protects: row.protects });
    }
    return uses;
  }
}

/** True when a call is of a function that the policy names. */
export function isOwn(file: LoadedFile, call: ValueId, callee: ValueSet, own: OwnFunction, pointsTo: PointsTo): boolean {
  const written = file.text.slice(file.view.start(file.view.a(call)), file.view.end(file.view.a(call)));
  const last = own.name.slice(own.name.lastIndexOf(".") + 1);
  if (file.calleeName(call) !== last) return false;
  if (own.name.includes(".") && !written.replaceAll("?.", ".").endsWith(own.name)) return false;
  if (own.module === null) return true;
  const wanted = moduleStem(own.module);
  for (const ref of callee.functions) if (moduleStem(pointsTo.program.file(fileOf(ref)).source.path).endsWith(wanted)) return true;
  const origins = file.copies(file.view.op(file.view.a(call)) === Op.Field ? file.view.a(file.view.a(call)) : file.view.a(call));
  return origins.some(
    (origin) => file.view.op(origin) === Op.Import && moduleStem(file.facts.imports[file.view.a(origin)]?.module ?? "").endsWith(wanted),
  );
}

function moduleStem(path: string): string {
  return path
    .replace(/\.(?:[mc]?[jt]sx?|py)$/, "")
    .replace(/^\.+\/?/, "")
    .replaceAll(".", "/")
    .replace(/\/(?:index|__init__)$/, "");
}
