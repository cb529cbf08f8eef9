/** Checks names and globs of a policy for what people write by mistake: regular expressions, patterns that match everything. */
export interface NameProblem {
  readonly why: string;
  readonly remedy: string;
}

/** A name of a variable, field, parameter or type; `*` stands for any letters, dots separate owner and member. */
export function checkName(name: string): NameProblem | null {
  if (/[\^$()[\]{}+?|\\/]/.test(name.replace(/(?<=^|\w)\$(?=\w)/g, ""))) {
    return {
      why: "it looks like a regular expression.",
      remedy: "Use names in which * stands for any letters, such as Patient.* or *Notes.",
    };
  }
  if (!/^[\p{L}_$*][\p{L}\p{N}_$*-]*(\.[\p{L}_$*][\p{L}\p{N}_$*-]*)*$/u.test(name)) {
    return {
      why: "it is not the name of a variable, field or type.",
      remedy: "Write the name as it stands in code, such as customerNotes or Patient.diagnosis.",
    };
  }
  if (!/[\p{L}\p{N}]/u.test(name)) return { why: "it matches everything.", remedy: "Name the data that this class is about." };
  return null;
}

/** A glob of files, relative to the root. */
export function checkGlob(glob: string): NameProblem | null {
  if (glob.startsWith("!")) return { why: "exceptions (!) are not known here.", remedy: "Write narrower patterns instead." };
  if (glob.includes("\\")) return { why: "a backslash does not separate folders.", remedy: "Write / between folders." };
  if (glob.split("/").includes("..")) return { why: "it leaves the root.", remedy: "Write the pattern relative to the root." };
  if (/^\^|\$$|\.\+|\(\?/.test(glob)) return { why: "it looks like a regular expression.", remedy: "Use a glob such as **/vendor/**." };
  if (!balanced(glob)) return { why: "a bracket is not closed.", remedy: "Close every [ and {." };
  if (!/[\p{L}\p{N}]/u.test(glob))
    return { why: "it matches everything, so nothing would be analysed.", remedy: "Name the folder or files to leave out." };
  return null;
}

function balanced(glob: string): boolean {
  const open: string[] = [];
  for (const letter of glob) {
    if (letter === "[" || letter === "{") open.push(letter === "[" ? "]" : "}");
    else if ((letter === "]" || letter === "}") && open.pop() !== letter) return false;
  }
  return open.length === 0;
}
