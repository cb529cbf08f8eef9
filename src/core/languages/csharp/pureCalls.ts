/** Methods that change neither their receiver nor their arguments: those of strings, collections and LINQ, and by their names readers. */

const PURE: ReadonlySet<string> = new Set(
  (
    "ToString Trim TrimStart TrimEnd ToLower ToUpper ToLowerInvariant ToUpperInvariant Substring Replace Split Contains StartsWith EndsWith " +
    "IndexOf LastIndexOf PadLeft PadRight Equals GetHashCode GetType CompareTo Format Join Concat IsNullOrEmpty IsNullOrWhiteSpace " +
    "Select SelectMany Where OrderBy OrderByDescending ThenBy ThenByDescending GroupBy Take Skip TakeWhile SkipWhile TakeLast SkipLast " +
    "First FirstOrDefault Last LastOrDefault Single SingleOrDefault ElementAt ElementAtOrDefault Any All Count LongCount Sum Min Max Average " +
    "Aggregate Distinct DistinctBy Union Intersect Except Zip Reverse ToList ToArray ToDictionary ToHashSet AsEnumerable AsQueryable Cast OfType " +
    "ContainsKey TryGetValue GetValueOrDefault Parse TryParse AsSpan AsMemory AsReadOnly ConfigureAwait WithCancellation ThrowIfNull " +
    "ThrowIfNullOrEmpty ThrowIfNullOrWhiteSpace ToArrayAsync ToListAsync FirstOrDefaultAsync SingleOrDefaultAsync AnyAsync CountAsync " +
    "WriteLine Write LogInformation LogWarning LogError LogDebug LogTrace LogCritical Serialize IsMatch Dispose DisposeAsync ReferenceEquals"
  ).split(" "),
);

/** By convention they only read. What they hand out by `out` is told apart. */
const READER = /^(?:Get|Is|Has|Find|Contains|Count|To|Log|Exists|Can|Should|Throw|Validate|Check|Create)(?:[A-Z]|$)/;

export function isPureName(name: string): boolean {
  return PURE.has(name) || READER.test(name);
}
