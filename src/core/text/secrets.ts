/** Keys that are written into code must not travel from there: not into results, not into the cache. */

/** Keys by the beginnings that vendors give them, tokens of three parts, and whatever is too long and too mixed for a word. */
const SECRET =
  /\b(?:sk-[A-Za-z0-9_-]{8,}|(?:ghp|gho|xox[bp]|AKIA|AIza|hf_|gsk_)[A-Za-z0-9_-]{8,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_.-]+|[A-Za-z0-9+/_-]{40,})/g;
/** The same without what is only long: texts of code that are paths, ids of models and hashes stay what they are. */
const KEY =
  /\b(?:sk-[A-Za-z0-9_-]{16,}|(?:ghp|gho)_[A-Za-z0-9]{20,}|xox[bp]-[A-Za-z0-9-]{10,}|(?:AKIA|AIza)[A-Za-z0-9_-]{12,}|(?:hf|gsk)_[A-Za-z0-9]{20,})/g;

const MASK = "***";

/** For texts that people read. */
export function maskSecrets(text: string): string {
  return text.replace(SECRET, MASK);
}

/** For texts that are analysed again: what is surely a key, and nothing else. */
export function maskKeys(text: string): string {
  return text.length < 16 ? text : text.replace(KEY, MASK);
}
