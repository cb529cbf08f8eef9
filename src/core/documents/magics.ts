/**
 * What notebooks hold besides code of their language: magics (`%time`, `%%bash`), shell lines (`!pip install`), help
 * (`client?`) and directives of kernels (`#!import`). They become comments and empty statements of the same length, so that
 * every offset stays what it is.
 */

/** Magics on the first line of a cell whose other lines are Python in the notebook's own namespace. */
const PYTHON_CELL_MAGICS =
  /^%%(?:time|timeit|capture|prun|debug|memit|mprun|lprun|snakeviz|pyinstrument|wandb|scalene|ipytest|run_pytest|skip|python3?|spark|pyspark|px|display)\b/;
/** What notebooks of Databricks begin a cell of another language with. */
const FOREIGN_LINE_MAGICS = /^%(?:md|sql|sh|scala|r|R)\b/;
/** Magics in front of a statement of Python, with their options. */
const STATEMENT_MAGICS = /^(\s*)(%(?:time|timeit|prun|memit|lprun|mprun)\b(?:\s+-\w+(?:\s+\d+)?)*\s+)(?=\S)/;
const MAGIC = /^\s*(?:[%!]|\?{1,2}[\w.*]+\s*$)/;
const HELP = /^\s*%{0,2}[A-Za-z_*][\w.*]*\?{1,2}\s*$/;
const ASSIGNED_MAGIC = /^(\s*[A-Za-z_][\w.,\s[\]]*=\s*)([%!].*)$/;
/** Kernel of .NET: the language of what follows. */
const KERNEL_SWITCH = /^\s*#!([\w#-]+)\s*$/;

const SWITCHES: Readonly<Record<string, string>> = {
  "c#": ".cs",
  csharp: ".cs",
  python: ".py",
  javascript: ".js",
  js: ".js",
  fsharp: "fsharp",
  "f#": "fsharp",
  pwsh: "shell",
  powershell: "shell",
  sql: "sql",
  html: "html",
  markdown: "markdown",
  mermaid: "mermaid",
  kql: "kql",
  value: "value",
};

/** True when the first line of a cell says that the others are in another language than the notebook's. */
export function isOtherLanguage(cell: string, extension: string): boolean {
  const first = /^\s*([^\n]*)/.exec(cell)?.[1] ?? "";
  const switched = KERNEL_SWITCH.exec(first)?.[1]?.toLowerCase();
  if (switched !== undefined && switched in SWITCHES) return SWITCHES[switched] !== extension;
  if (extension !== ".py") return first.startsWith("%%");
  if (first.startsWith("%%")) return !PYTHON_CELL_MAGICS.test(first);
  return FOREIGN_LINE_MAGICS.test(first);
}

/** A cell of Python without its magics. */
export function plainPython(cell: string): string {
  const lines = cell.split("\n");
  const plain: string[] = [];
  const state = new StatementState();
  let continuesMagic = false;
  let isFirst = true;
  for (const line of lines) {
    const isHead = isFirst && line.startsWith("%%");
    if (line.trim() !== "") isFirst = false;
    if (continuesMagic) plain.push(commented(line));
    else if (!state.atStatement) plain.push(state.read(line));
    else if (isHead) plain.push(`# ${line.slice(2)}`);
    else plain.push(plainLine(line, state));
    continuesMagic = (continuesMagic || (state.atStatement && /^\s*[%!]/.test(line))) && /\\\s*$/.test(line);
  }
  return plain.join("\n");
}

function plainLine(line: string, state: StatementState): string {
  const statement = STATEMENT_MAGICS.exec(line);
  if (statement) {
    const [whole, indent = "", magic = ""] = statement;
    return state.read(`${indent}0;${" ".repeat(magic.length - 2)}${line.slice(whole.length)}`);
  }
  if (MAGIC.test(line) || HELP.test(line)) return emptyStatement(line);
  const assigned = ASSIGNED_MAGIC.exec(line);
  if (assigned) {
    const [, target = "", magic = ""] = assigned;
    // A name that nobody declares: what the shell gave is not known.
    return `${target}${"__#".slice(0, magic.length)}${magic.slice(3)}`;
  }
  return state.read(line);
}

/** A cell of a language with `//` comments without the directives of its kernel. */
export function plainScript(cell: string): string {
  return cell
    .split("\n")
    .map((line) => (/^\s*(?:#!|#[ri]\b|#load\b|[%!]\S)/.test(line) ? line.replace(/\S\S/, "//") : line))
    .join("\n");
}

/** The rest of the line becomes a comment, so that a block whose only statement this is has one still. */
function emptyStatement(line: string): string {
  const start = line.length - line.trimStart().length;
  return `${line.slice(0, start)}${"0#".slice(0, line.length - start)}${line.slice(start + 2)}`;
}

function commented(line: string): string {
  return line.replace(/\S/, "#");
}

/** Whether a line of Python begins a statement, or stands inside of brackets, a text over several lines or after `\`. */
class StatementState {
  private depth = 0;
  private quote = "";
  private continued = false;

  get atStatement(): boolean {
    return this.depth === 0 && this.quote === "" && !this.continued;
  }

  /** Reads on over a line, and returns it. */
  read(line: string): string {
    this.continued = false;
    let at = 0;
    while (at < line.length) {
      const character = line[at] as string;
      if (this.quote !== "") {
        if (character === "\\") at++;
        else if (line.startsWith(this.quote, at)) {
          at += this.quote.length - 1;
          this.quote = "";
        }
      } else if (character === "#") break;
      else if (character === '"' || character === "'") {
        this.quote = line.startsWith(character.repeat(3), at) ? character.repeat(3) : character;
        at += this.quote.length - 1;
      } else if ("([{".includes(character)) this.depth++;
      else if (")]}".includes(character)) this.depth = Math.max(0, this.depth - 1);
      else if (character === "\\" && line.slice(at + 1).trim() === "") this.continued = true;
      at++;
    }
    // A short text does not go on in the next line, unless its last character says so.
    if (this.quote.length === 1 && !line.endsWith("\\")) this.quote = "";
    return line;
  }
}
