/** Services of .NET: what a container hands to a function, beside the data that it is called with. */
import { NONE, Op, type ParameterFacts } from "../facts/fileFacts.js";
import type { PointsTo } from "./pointsTo.js";
import type { LoadedFile } from "./program.js";
import { Memo } from "./solver.js";
import type { ClassRef } from "./valueSet.js";

/** Registrations name the service, and what makes it, as type arguments or with `typeof`. */
const REGISTRATIONS = [
  "AddSingleton",
  "AddScoped",
  "AddTransient",
  "TryAddSingleton",
  "TryAddScoped",
  "TryAddTransient",
  "AddKeyedSingleton",
  "AddKeyedScoped",
  "AddKeyedTransient",
  "AddHttpClient",
  "AddHostedService",
  "AddDbContext",
  "AddDbContextFactory",
];

/** Interfaces that stand for data all the same. */
const DATA = /^I(?:FormFile|FormCollection|Enumerable|List|Collection|ReadOnly\w*|Dictionary|AsyncEnumerable|BrowserFile)\b/;
/** What the framework itself hands in. */
const CONTEXT = /^(?:HttpContext|HttpRequest|HttpResponse|CancellationToken|ClaimsPrincipal|FunctionContext|LinkGenerator)\??$/;

export class Services {
  private readonly classes: Memo<string, Set<ClassRef>>;

  constructor(private readonly pointsTo: PointsTo) {
    this.classes = new Memo(
      pointsTo.solver,
      () => new Set(),
      (old, next) => {
        const before = old.size;
        for (const one of next) old.add(one);
        return old.size > before;
      },
    );
  }

  /** True for a parameter that a container fills: `[FromServices]`, an interface, a model client, a registered class. */
  isInjected(file: LoadedFile, parameter: ParameterFacts): boolean {
    if (parameter.annotations.some((one) => /^From(?:Keyed)?Services$/.test(file.calleeName(one)))) return true;
    if (parameter.type === NONE) return false;
    const type = file.view.string(parameter.type);
    const name = type.replace(/^(?:\w+\.)+/, "");
    if (CONTEXT.test(name)) return true;
    if (/^I[A-Z][a-z]/.test(name)) return !DATA.test(name);
    const set = this.pointsTo.types.typed(file, type);
    const automaton = this.pointsTo.automaton(file);
    if (set.stateList.some((state) => automaton.isLive(state))) return true;
    const registered = set.instances.size > 0 ? this.registered() : null;
    return registered !== null && [...set.instances].some((ref) => registered.has(ref));
  }

  /** Classes that are registered anywhere. */
  private registered(): ReadonlySet<ClassRef> {
    return this.classes.get("registered", () => this.findRegistered());
  }

  private findRegistered(): Set<ClassRef> {
    const { program } = this.pointsTo;
    const found = new Set<ClassRef>();
    for (const name of REGISTRATIONS) {
      for (const file of program.filesWith(name)) {
        for (const call of file.language === "csharp" ? (file.callsByName.get(name) ?? []) : []) {
          for (const argument of file.arguments(call)) {
            const isType = argument.name !== null && /^T\d$/.test(argument.name);
            const { view } = file;
            if (isType || view.op(argument.value) === Op.Global || view.op(argument.value) === Op.Capture)
              for (const ref of this.pointsTo.of(file, argument.value).classes) found.add(ref);
          }
        }
      }
    }
    return found;
  }
}
