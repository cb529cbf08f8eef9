/** The commit that a folder is checked out at, read from `.git` itself: no git program, nothing is executed. */
import { join, resolve } from "node:path";
import type { FileSystem } from "./fileSystem.js";
import { repositoryTop } from "./gitignore.js";

const COMMIT = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** Branches that name branches: nobody has more. */
const MOST_HOPS = 5;

/** null: no repository, no commit yet, or something that is not understood. */
export async function commitOf(folder: string, files: FileSystem): Promise<string | null> {
  const top = await repositoryTop(folder, files);
  if (!top) return null;
  const read = async (path: string): Promise<string | null> => {
    try {
      return Buffer.from(await files.readFile(path)).toString("utf8");
    } catch {
      return null;
    }
  };
  let git = join(top, ".git");
  // A work tree or submodule has a file that says where its folder is.
  const pointer = /^gitdir: (.+)$/m.exec((await read(git)) ?? "")?.[1];
  if (pointer) git = resolve(top, pointer.trim());
  const common = resolve(git, ((await read(join(git, "commondir"))) ?? ".").trim());
  let value = (await read(join(git, "HEAD")))?.trim();
  for (let hop = 0; value !== undefined && hop < MOST_HOPS; hop++) {
    if (COMMIT.test(value)) return value;
    const name = /^ref: (refs\/[^\s]+)$/.exec(value)?.[1];
    if (name === undefined || name.split("/").includes("..")) return null;
    value = (
      (await read(join(git, name))) ??
      (await read(join(common, name))) ??
      packed(await read(join(common, "packed-refs")), name)
    )?.trim();
  }
  return null;
}

function packed(refs: string | null, name: string): string | undefined {
  return refs
    ?.split("\n")
    .find((line) => line.endsWith(` ${name}`))
    ?.split(" ")[0];
}
