/** Follows value paths of the knowledge base through the type declarations of an installed package. */
import { join } from "node:path";
import ts from "typescript";
import { parseValuePath, type Step, type ValuePath } from "../../../src/core/knowledge/paths.js";
import { packageOf } from "./packages.js";

/** How far a path leads: null when to its end, else the step that is not declared. */
export type Missing = string | null;

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.es2022.d.ts", "lib.dom.d.ts", "lib.dom.asynciterable.d.ts"],
  allowSyntheticDefaultImports: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
  strict: true,
};

/** Value paths of each type of the knowledge base. */
export type TypePaths = ReadonlyMap<string, readonly string[]>;

export class Declarations {
  private readonly checker: ts.TypeChecker;
  private readonly modules = new Map<string, ts.Type | null>();
  private readonly types = new Map<string, readonly ts.Type[]>();
  private readonly main: ts.SourceFile;

  /**
   * @param folder where the package is installed.
   * @param specifiers every module of it that a path names; patterns (`langchain/llms/**`) are left out.
   */
  constructor(
    folder: string,
    private readonly packageName: string,
    specifiers: readonly string[],
    private readonly typePaths: TypePaths,
  ) {
    const file = join(folder, "main.ts");
    const text = specifiers
      .map((specifier, index) => `import * as m${index} from ${JSON.stringify(specifier)};\nexport { m${index} };\n`)
      .join("");
    const host = ts.createCompilerHost(OPTIONS);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, options) => (name === file ? ts.createSourceFile(name, text, options, true) : read(name, options));
    const exists = host.fileExists.bind(host);
    host.fileExists = (name) => name === file || exists(name);
    host.getCurrentDirectory = () => folder;
    const program = ts.createProgram([file], OPTIONS, host);
    this.checker = program.getTypeChecker();
    this.main = program.getSourceFile(file) as ts.SourceFile;
    const imports = this.main.statements.filter(ts.isImportDeclaration);
    specifiers.forEach((specifier, index) => {
      const symbol = this.checker.getSymbolAtLocation((imports[index] as ts.ImportDeclaration).moduleSpecifier);
      this.modules.set(specifier, symbol ? this.checker.getTypeOfSymbolAtLocation(symbol, this.main) : null);
    });
  }

  /** null: the path is declared to its end, in one of its modules at least. */
  missing(text: string): Missing {
    const path = parseValuePath(text);
    const start = this.roots(path);
    if (start.length === 0) return "its beginning";
    return this.walk(start, path.steps).missing;
  }

  private roots(path: ValuePath): readonly ts.Type[] {
    const { root } = path;
    if (root.kind === "type") return this.typeNamed(root.name);
    if (root.kind !== "module") return [];
    return root.names.flatMap(({ name, prefix }) => {
      const found: ts.Type[] = [];
      for (const [specifier, type] of this.modules) {
        if (type && (prefix ? specifier.startsWith(name) : specifier === name)) found.push(type);
      }
      return packageOf(name) === this.packageName || prefix ? found : [];
    });
  }

  private typeNamed(name: string): readonly ts.Type[] {
    const known = this.types.get(name);
    if (known) return known;
    this.types.set(name, []);
    const found = (this.typePaths.get(name) ?? []).flatMap((text) => {
      const path = parseValuePath(text);
      const { types, missing } = this.walk(this.roots(path), path.steps);
      return missing === null ? types : [];
    });
    this.types.set(name, found);
    return found;
  }

  private walk(start: readonly ts.Type[], steps: readonly Step[]): { readonly types: readonly ts.Type[]; readonly missing: Missing } {
    let types = start;
    for (const [index, step] of steps.entries()) {
      const next = types.flatMap((type) => this.step(type, step));
      if (next.length === 0) return { types: [], missing: describe(steps.slice(0, index + 1)) };
      types = next;
    }
    return { types, missing: types.length === 0 ? "its beginning" : null };
  }

  private step(given: ts.Type, step: Step): ts.Type[] {
    const type = this.checker.getNonNullableType(this.checker.getAwaitedType(given) ?? given);
    if (type.flags & ts.TypeFlags.Any) return [type];
    if (type.isUnion()) return type.types.flatMap((one) => this.step(one, step));
    switch (step.kind) {
      case "member":
        return step.names === "any" ? this.properties(type) : step.names.flatMap((name) => this.property(type, name));
      case "call":
        return this.signatures(type).flatMap((signature) => {
          const result = signature.getReturnType();
          return [this.checker.getAwaitedType(result) ?? result];
        });
      case "element": {
        const index = type.getNumberIndexType() ?? type.getStringIndexType();
        return index ? [index] : this.property(type, "next").length > 0 || this.iterates(type) ? [type] : [];
      }
      case "argument":
      case "parameter":
        return this.signatures(type).flatMap((signature) => {
          const parameters = signature.getParameters();
          const wanted = step.at === "*" ? parameters : parameters.slice(Number(step.at), Number(step.at) + 1);
          return wanted.map((one) => this.checker.getTypeOfSymbolAtLocation(one, this.main));
        });
      case "subclass":
        return type.getConstructSignatures().map((signature) => signature.getReturnType());
      default:
        return this.signatures(type).length > 0 ? [type] : [];
    }
  }

  private signatures(type: ts.Type): readonly ts.Signature[] {
    const own = [...type.getConstructSignatures(), ...type.getCallSignatures()];
    if (own.length > 0) return own;
    // A module that is called is its default export.
    return this.property(type, "default").flatMap((one) => [...one.getConstructSignatures(), ...one.getCallSignatures()]);
  }

  private property(type: ts.Type, name: string): ts.Type[] {
    const apparent = this.checker.getApparentType(type);
    const symbol = this.checker.getPropertyOfType(apparent, name);
    if (symbol) return [this.checker.getTypeOfSymbolAtLocation(symbol, this.main)];
    const index = apparent.getStringIndexType();
    return index ? [index] : [];
  }

  private properties(type: ts.Type): ts.Type[] {
    return this.checker
      .getPropertiesOfType(this.checker.getApparentType(type))
      .map((symbol) => this.checker.getTypeOfSymbolAtLocation(symbol, this.main));
  }

  private iterates(type: ts.Type): boolean {
    return this.checker
      .getPropertiesOfType(this.checker.getApparentType(type))
      .some((symbol) => /^__@(?:async)?[iI]terator/.test(symbol.escapedName as string));
  }
}

function describe(steps: readonly Step[]): string {
  return steps
    .map((step) => {
      if (step.kind === "member") return `.${step.names === "any" ? "*" : step.names.join("|")}`;
      if (step.kind === "call") return "()";
      if (step.kind === "element") return "[]";
      return "at" in step ? `.${step.kind}[${step.at}]` : `.${step.kind}`;
    })
    .join("");
}
