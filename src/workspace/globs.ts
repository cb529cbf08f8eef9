/**
 * Globs that cannot hang, whoever wrote them: a repository's `.gitignore` and policy are input like any other.
 *
 * Both libraries turn a glob into a regular expression; each `*` of a segment multiplies the work by the length of the
 * name, so their number is bounded, and what could become a nested repetition is refused.
 */
import ignore, { type Ignore } from "ignore";
import picomatch from "picomatch";
import type { ScanError } from "../core/report/scanResult.js";

const LONGEST = 300;
const STARS_IN_SEGMENT = 3;
const DOUBLE_STARS = 3;
const BRACES = 4;
/** Groups, repetitions and ranges of the library's own syntax; nobody needs them to name files. */
const BEYOND_GLOB = /[()|^]|[\]}]\+|\.\.\./;

/** Why the glob is refused, or null. */
export function globProblem(glob: string): string | null {
  if (glob.length > LONGEST) return `is longer than ${LONGEST} characters`;
  if (BEYOND_GLOB.test(glob)) return "uses more than `*`, `**`, `?`, `[…]` and `{a,b}`";
  if ((glob.match(/\{/g) ?? []).length > BRACES) return `has more than ${BRACES} groups in braces`;
  return tooManyStars(glob) ? `has more than ${STARS_IN_SEGMENT} stars in a segment or more than ${DOUBLE_STARS} times \`**\`` : null;
}

function tooManyStars(glob: string): boolean {
  const segments = glob.split("/");
  if (segments.filter((segment) => segment === "**").length > DOUBLE_STARS) return true;
  return segments.some((segment) => segment !== "**" && (segment.match(/\*+/g) ?? []).length > STARS_IN_SEGMENT);
}

export interface Globs {
  matches(path: string): boolean;
  readonly errors: readonly ScanError[];
}

/** Globs of a policy, relative to the root; one without `/` names files and folders at every depth. */
export function compileGlobs(globs: readonly string[]): Globs {
  const errors: ScanError[] = [];
  const matchers: ((path: string) => boolean)[] = [];
  for (const glob of globs) {
    const problem = globProblem(glob);
    if (problem) {
      const remedy = "Write several simpler globs; nothing is excluded by this one";
      errors.push({ file: null, message: `The glob \`${glob.slice(0, 80)}\` of the policy ${problem}`, remedy });
      continue;
    }
    const trimmed = glob.replace(/^\.?\//, "").replace(/\/$/, "");
    if (trimmed !== "") matchers.push(picomatch(trimmed, { dot: true, noextglob: true, nonegate: true, basename: !trimmed.includes("/") }));
  }
  return { matches: (path) => matchers.some((matcher) => matcher(path)), errors };
}

/** Rules of one `.gitignore`; a line that could hang is left out, which reads a file too many and none too few. */
export function compileGitignore(text: string): Ignore {
  const lines = text.split(/\r?\n/).filter((line) => line.length <= LONGEST && !tooManyStars(line));
  return ignore({ allowRelativePaths: true }).add(lines);
}
