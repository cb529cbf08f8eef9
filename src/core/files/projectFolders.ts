/** Which project a file belongs to: the nearest folder above it that holds a manifest. */
import type { ConfigurationFile } from "../host.js";
import { parentPath } from "../link/paths.js";

const MANIFEST =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.cfg|requirements\.txt|pom\.xml|build\.gradle(?:\.kts)?|go\.mod|[^/]+\.csproj)$/;

/** Gives `root:folder` of the project; the root itself where there is no manifest. */
export function projectFolder(configuration: readonly ConfigurationFile[]): (root: string, path: string) => string {
  const folders = new Set<string>();
  for (const { root, path } of configuration) if (MANIFEST.test(path)) folders.add(`${root}:${parentPath(path)}`);
  return (root, path) => {
    for (let folder = parentPath(path); folder !== ""; folder = parentPath(folder)) {
      if (folders.has(`${root}:${folder}`)) return `${root}:${folder}`;
    }
    return `${root}:`;
  };
}
