/** Which AI system a file belongs to while nobody has declared systems: the part of the root that it lies in. */
import type { Finding } from "../../core/report/scanResult.js";

/** Folders that hold systems instead of being one. */
const HOLDERS = new Set(["apps", "packages", "services", "projects", "modules", "libs", "examples", "cmd", "functions", "lambdas"]);
/** Folders that belong to the system around them. */
const INNER = new Set(["src", "lib", "app", "server", "client", "api", "test", "tests", "__tests__", "scripts", "bin", "docs"]);

/** `shop`, `shop/service`, `shop/packages/billing`. */
export function systemOf({ root, file }: Pick<Finding, "root" | "file">): string {
  const folders = file.split("/").slice(0, -1);
  const first = folders[0];
  if (first === undefined || INNER.has(first)) return root;
  const second = folders[1];
  return HOLDERS.has(first) && second !== undefined ? `${root}/${first}/${second}` : `${root}/${first}`;
}
