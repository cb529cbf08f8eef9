/** Files that are not source and that are read: package manifests, compiler paths, workspaces; schemas of data. */
import { isSchemaFile } from "../classification/schemas/schemaFiles.js";
import { isProjectFile } from "../link/csharpModules.js";

const NAMES = new Set([
  "package.json",
  "pyproject.toml",
  "setup.cfg",
  "lerna.json",
  "pnpm-workspace.yaml",
  "jsconfig.json",
  "requirements.txt",
  "go.mod",
  "pom.xml",
  "build.gradle",
  "build.gradle.kts",
]);
const TYPESCRIPT_CONFIGURATION = /^tsconfig(\.[\w-]+)*\.json$/;

/** Anything larger is no hand-written configuration. */
export const LARGEST_CONFIGURATION = 1024 * 1024;

export function isConfigurationFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return NAMES.has(name) || TYPESCRIPT_CONFIGURATION.test(name) || isProjectFile(name) || isSchemaFile(path);
}
