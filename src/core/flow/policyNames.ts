/** Names of the policy: `Patient.*`, `*Notes`. `*` stands for any letters; a name without a dot is met alone. */
export function nameMatcher(pattern: string): (name: string) => boolean {
  const parts = pattern.toLowerCase().split("*");
  return (name) => {
    const given = name.toLowerCase();
    if (parts.length === 1) return given === parts[0];
    const first = parts[0] as string;
    const last = parts[parts.length - 1] as string;
    if (!given.startsWith(first) || !given.endsWith(last) || given.length < first.length + last.length) return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = given.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= given.length - last.length;
  };
}
