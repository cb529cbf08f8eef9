/** Folders that no scan enters, whatever the policy says: version control, caches, dependencies, build output by name. */

/** Left out without a word: nobody looks for their own code there. */
const SILENT = new Set([
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "__pycache__",
  ".tox",
  ".nox",
  ".eggs",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".ipynb_checkpoints",
  ".next",
  ".nuxt",
  ".output",
  ".svelte-kit",
  ".angular",
  ".turbo",
  ".cache",
  ".parcel-cache",
  ".yarn",
  ".pnpm-store",
  ".serverless",
  ".aws-sam",
  ".terraform",
  ".gradle",
  ".idea",
  ".vscode-test",
]);

/** Left out and declared: other people's code, which a reader may have expected to be looked at. */
const DECLARED = new Set([
  "node_modules",
  "bower_components",
  "jspm_packages",
  "site-packages",
  "vendor",
  "vendored",
  "third_party",
  "third-party",
]);

export function builtinExclude(name: string): "silent" | "declared" | null {
  return SILENT.has(name) ? "silent" : DECLARED.has(name) ? "declared" : null;
}

/** A folder that holds this file is a virtual environment, whatever its name. */
export const VIRTUAL_ENVIRONMENT = "pyvenv.cfg";
