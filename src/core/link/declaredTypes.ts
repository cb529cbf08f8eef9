/** Reads declared types as written (`Optional[OpenAI]`, `Promise<Anthropic | null>`, `list[Message]`) down to the names in them. */

export type TypeExpression =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "element-of"; readonly inner: string }
  /** Go's several results: `(string, error)`. */
  | { readonly kind: "results"; readonly parts: readonly string[] };

const WRAPPERS = new Set([
  "Task",
  "ValueTask",
  "Nullable",
  "Optional",
  "Union",
  "Annotated",
  "Promise",
  "PromiseLike",
  "Awaitable",
  "Awaited",
  "Coroutine",
  "Readonly",
  "Partial",
  "Required",
  "NonNullable",
  "Final",
  "ClassVar",
  "Type",
  "type",
  "Required",
  "NotRequired",
  "SkipValidation",
  "InstanceType",
  "Depends",
  "Inject",
]);
const CONTAINERS = new Set([
  "IEnumerable",
  "IAsyncEnumerable",
  "IList",
  "ICollection",
  "IReadOnlyList",
  "IReadOnlyCollection",
  "HashSet",
  "Queue",
  "Stack",
  "ConcurrentBag",
  "ConcurrentQueue",
  "ImmutableList",
  "ImmutableArray",
  "list",
  "List",
  "Sequence",
  "Iterable",
  "Iterator",
  "AsyncIterator",
  "AsyncIterable",
  "AsyncGenerator",
  "Generator",
  "set",
  "Set",
  "tuple",
  "Tuple",
  "frozenset",
  "Array",
  "ReadonlyArray",
  "Collection",
]);
/** Hold one value, and hand it out by a member: `options.Value`. */
const HOLDERS = new Set(["IOptions", "IOptionsMonitor", "IOptionsSnapshot", "Lazy"]);
const MAPS = new Set([
  "Dictionary",
  "IDictionary",
  "IReadOnlyDictionary",
  "ConcurrentDictionary",
  "dict",
  "Dict",
  "Mapping",
  "MutableMapping",
  "Map",
  "Record",
  "ReadonlyMap",
  "OrderedDict",
  "defaultdict",
]);

/** Types read so far: the same few hundred texts are asked for again and again. */
const known = new Map<string, readonly TypeExpression[]>();
const MOST_KNOWN = 20_000;

/** What {@link readDeclaredType} says, remembered. */
export function declaredType(text: string): readonly TypeExpression[] {
  let found = known.get(text);
  if (!found) {
    found = readDeclaredType(text);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(text, found);
  }
  return found;
}

/** Every name that the type can be, unions flattened. Bounded: a hostile type text costs nothing. */
export function readDeclaredType(text: string, depth = 0): readonly TypeExpression[] {
  let type = text.trim();
  if (type.length === 0 || type.length > 400 || depth > 6) return [];
  if (/^(["']).*\1$/.test(type)) type = type.slice(1, -1).trim();
  // Go: a pointer means what it points to; a channel and a slice are lists.
  if (type.startsWith("*")) return readDeclaredType(type.slice(1), depth + 1);
  const list = /^(?:\[\d*\]|\[\.\.\.\]|(?:<-\s*)?chan(?:\s*<-)?\s+)([\p{L}_*[(][\s\S]*)$/u.exec(type);
  if (list) return [{ kind: "element-of", inner: list[1] as string }];
  const map = /^map\[[^\]]*\]([\s\S]+)$/.exec(type);
  if (map) return [{ kind: "element-of", inner: map[1] as string }];
  const union = split(type, "|");
  if (union.length > 1) return union.flatMap((one) => readDeclaredType(one, depth + 1));
  if (type.startsWith("(") && type.endsWith(")")) {
    const parts = split(type.slice(1, -1), ",");
    return parts.length > 1
      ? [{ kind: "results", parts: parts.map(withoutName) }]
      : readDeclaredType(withoutName(parts[0] ?? ""), depth + 1);
  }
  if (type.startsWith("readonly ")) return readDeclaredType(type.slice(9), depth + 1);
  if (type.endsWith("?")) return readDeclaredType(type.slice(0, -1), depth + 1);
  if (type.endsWith("[]")) return [{ kind: "element-of", inner: type.slice(0, -2) }];
  const generic = /^([\w$.]+)\s*[[<]([\s\S]*)[\]>]$/.exec(type);
  if (generic) {
    const name = generic[1] as string;
    const last = name.slice(name.lastIndexOf(".") + 1);
    const parameters = split(generic[2] as string, ",");
    if (WRAPPERS.has(last))
      return (last === "Annotated" ? parameters.slice(0, 1) : parameters).flatMap((one) => readDeclaredType(one, depth + 1));
    if (HOLDERS.has(last)) return [{ kind: "name", name }, ...parameters.flatMap((one) => readDeclaredType(one, depth + 1))];
    if (CONTAINERS.has(last)) return [{ kind: "element-of", inner: parameters[0] ?? "" }];
    if (MAPS.has(last)) return parameters.length > 1 ? [{ kind: "element-of", inner: parameters[1] as string }] : [];
    return [{ kind: "name", name }];
  }
  return /^[\w$.]+$/.test(type) ? [{ kind: "name", name: type }] : [];
}

/** `answer string` of a named result is `string`. */
function withoutName(type: string): string {
  return /^[\p{L}_]\w*\s+(?!extends\b)(?=[\p{L}*[(<])/u.test(type) && !/^(?:chan|func|map|readonly|typeof|keyof)\b/.test(type)
    ? type.replace(/^\S+\s+/, "")
    : type;
}

/** Splits at a separator outside of brackets and quotes. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (quote) {
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if ("[(<{".includes(char)) depth++;
    else if ("])}".includes(char) || (char === ">" && text[at - 1] !== "=")) depth--;
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter(Boolean);
}
