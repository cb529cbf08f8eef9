/** Built-in functions and methods that change neither their arguments nor their receiver. */

export const PURE_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "abs all any ascii bin bool bytes callable chr complex dict dir divmod enumerate float format frozenset getattr " +
    "hasattr hash hex id int isinstance issubclass len list max min oct ord pow print range repr reversed round set " +
    "sorted str sum tuple type vars zip"
  ).split(" "),
);

/** Methods of strings, and reading methods of dictionaries and lists. */
export const PURE_METHODS: ReadonlySet<string> = new Set(
  (
    "capitalize casefold center copy count decode encode endswith expandtabs find format format_map get index " +
    "isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper " +
    "items join keys ljust lower lstrip partition removeprefix removesuffix replace rfind rindex rjust rpartition " +
    "rsplit rstrip split splitlines startswith strip swapcase title translate upper values zfill"
  ).split(" "),
);
