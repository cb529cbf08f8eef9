/**
 * Which files are not as they were at a commit. git is asked for that commit and for the names of its contents, and told to
 * run nothing and to fetch nothing, whatever the configuration of the repository says. Contents are compared here.
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import type { FileSystem } from "./fileSystem.js";
import { repositoryTop } from "./gitignore.js";

/** Neither an option nor anything that a shell could read; branches, tags, hashes and what counts from them. */
const REVISION = /^[\p{L}\p{N}_][\p{L}\p{N}_./@{}^~:+=-]*$/u;
const MOST_BYTES = 1 << 28;
/** A repository can name programs for these, and places to fetch from. */
const SAFELY = ["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"];

/** What was asked for cannot be told; the message says what to do about it. */
export class RevisionError extends Error {
  override readonly name = "RevisionError";
}

/** By absolute path: true for a file of the repository that is new, gone, or has another content. */
export type IsChanged = (path: string) => Promise<boolean>;

/**
 * @param revision commit, branch or tag. Of a branch that went on, only what it had when this one left it counts.
 * @throws {RevisionError} outside of a repository, without git, or for an unknown revision
 */
export async function changedSince(folder: string, revision: string, files: FileSystem): Promise<IsChanged> {
  const top = await repositoryTop(folder, files);
  if (top === null) throw new RevisionError(`${folder} is in no git repository: leave --since out.`);
  if (!REVISION.test(revision)) throw new RevisionError(`${revision} is no revision: name a commit, a branch or a tag.`);
  const commit = (await git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`])).trim();
  if (commit === "") throw new RevisionError(`git knows no commit ${revision} in ${top}: fetch it first, or name another one.`);
  const base = (await git(top, ["merge-base", commit, "HEAD"])).trim() || commit;
  const tree = await git(top, ["ls-tree", "-r", "-z", "--full-tree", base]);
  if (tree === "") throw new RevisionError(`git gives no files of ${revision} in ${top}: fetch it as a whole, or name another revision.`);
  const contents = new Map<string, string>();
  for (const line of tree.split("\0")) {
    const [, id, path] = /^\d+ blob ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
    if (id !== undefined && path !== undefined) contents.set(path, id);
  }
  return async (path) => {
    const inside = relative(top, path);
    if (isAbsolute(inside) || inside.split(sep)[0] === "..") return false;
    const known = contents.get(inside.split(sep).join("/"));
    const content = await files.readFile(path).catch(() => null);
    if (content === null || known === undefined) return content !== null || known !== undefined;
    // A checkout may have other line ends than the repository.
    return known !== blobId(content, known.length) && known !== blobId(withLineFeeds(content), known.length);
  };
}

/** "" when git says no. */
function git(top: string, words: readonly string[]): Promise<string> {
  const env = {
    ...process.env,
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    NoDefaultCurrentDirectoryInExePath: "1",
  };
  return new Promise((resolve, reject) => {
    execFile("git", [...SAFELY, "-C", top, ...words], { env, maxBuffer: MOST_BYTES, windowsHide: true }, (error, stdout) => {
      if (error && error.code === "ENOENT") reject(new RevisionError("--since needs git on the path: install it, or leave --since out."));
      else resolve(error ? "" : stdout);
    });
  });
}

/** Name that git gives to a content: SHA-1, or SHA-256 where names are that long. */
function blobId(content: Uint8Array, length: number): string {
  return createHash(length === 64 ? "sha256" : "sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

function withLineFeeds(content: Uint8Array): Uint8Array {
  return content.filter((byte, at) => byte !== 13 || content[at + 1] !== 10);
}
