/** Notebooks: which code is taken out of them, and where each character of it stands in the file. */
import assert from "node:assert/strict";
import { openDocument } from "../../../../src/core/documents/document.js";
import { lineStartsOf } from "../../../../src/core/text/lines.js";
import { notebook } from "../../../support/notebook.js";

function open(text: string) {
  const { code, map, ...rest } = openDocument("a.ipynb", text);
  assert.ok(map);
  return { ...rest, code, map, text };
}

/** Text of the file at the place of a piece of code. */
function inFile({ code, map, text }: ReturnType<typeof open>, piece: string): string {
  const start = code.indexOf(piece);
  assert.ok(start >= 0, `${piece} is not in the code`);
  return text.slice(map.toFile(start), map.endToFile(start, start + piece.length));
}

describe("notebooks", () => {
  it("are their code cells, in order", () => {
    const { code, language, codePath } = open(notebook(["a = 1\nb = a", { code: "# Title", kind: "markdown" }, "c = b"]));
    assert.equal(code, "a = 1\nb = a\nc = b\n");
    assert.deepEqual([language, codePath], ["python", "a.ipynb.py"]);
  });

  it("map every character to the file, through escapes", () => {
    const opened = open(notebook(['x = "say \\"é\\\\\\n"\nlast(x)', { code: "one(\ttwo)\nthree()", inOne: true }]).replace("é", "\\u00e9"));
    assert.equal(opened.code.split("\n")[0], 'x = "say \\"é\\\\\\n"');
    assert.equal(inFile(opened, "é"), "\\u00e9");
    assert.equal(inFile(opened, 'say \\"'), 'say \\\\\\"');
    assert.equal(inFile(opened, "last(x)"), "last(x)");
    assert.equal(inFile(opened, "one(\ttwo)"), "one(\\ttwo)");
    assert.equal(inFile(opened, "three()"), "three()");
  });

  it("say line and column of the file, cell and line in the cell", () => {
    const { code, map, text } = open(notebook(["first()", { code: "text", kind: "markdown" }, "a()\nb()"]));
    const lines = text.split("\n");
    const { line, column, cell } = map.position(code.indexOf("b()"));
    assert.equal(lines[line - 1]?.slice(column - 1, column + 2), "b()");
    assert.deepEqual(cell, { number: 3, line: 2 });
    assert.deepEqual(map.position(0).cell, { number: 1, line: 1 });
  });

  it("find code again by its place in the file", () => {
    const { code, map } = open(notebook(['say("a")\n  then()', { code: 'x\n"y"', inOne: true }]));
    const starts = new Set(lineStartsOf(code));
    for (let offset = 0; offset < code.length; offset++) {
      const { line, column } = map.position(offset);
      // What ends a cell is written between two and stands at no place of its own.
      if (code[offset] === "\n" && (starts.has(offset) || offset === code.length - 1 || map.position(offset + 1).cell?.line === 1))
        continue;
      assert.equal(map.offsetAt(line, column), offset, `offset ${offset}`);
    }
    assert.equal(map.offsetAt(1, 1), -1);
  });

  it("leave out cells of another language, and other kernels", () => {
    assert.equal(open(notebook(["%%bash\necho hi", "%%html\n<b>", "%sql select 1", "%%sql\nselect 1", "a = 1"])).code, "a = 1\n");
    const { language, unreadLanguage } = open(notebook(["library(httr)"], "R"));
    assert.deepEqual([language, unreadLanguage], [null, "a notebook in R"]);
    assert.deepEqual(open(notebook(["#!import a.js\nconst a = 1;"], "javascript")).code, "//import a.js\nconst a = 1;\n");
  });

  it("without magics, at the same length", () => {
    const cell = [
      "%pip install x",
      "!echo \"it's",
      "files = !ls",
      "%time a = f(x)",
      "if a:",
      "    %matplotlib inline",
      "a.b?",
      '"""',
      "!kept",
      "what?",
      '"""',
      "b = (a",
      "  % c)",
      "!wget \\",
      "  https://example.com/it's",
      "c = d \\",
      "  % e",
      "f = 'it\\'s' # don't",
      "%cd",
    ].join("\n");
    const { code } = open(notebook([cell]));
    assert.equal(code.length, cell.length + 1);
    assert.deepEqual(code.split("\n"), [
      "0#ip install x",
      "0#cho \"it's",
      "files = __#",
      "0;    a = f(x)",
      "if a:",
      "    0#atplotlib inline",
      "0#b?",
      '"""',
      "!kept",
      "what?",
      '"""',
      "b = (a",
      "  % c)",
      "0#get \\",
      "  #ttps://example.com/it's",
      "c = d \\",
      "  % e",
      "f = 'it\\'s' # don't",
      "0#d",
      "",
    ]);
    assert.equal(open(notebook(["%%time\nf()"])).code, "# time\nf()\n");
  });

  it("of older versions and without a kernel are read", () => {
    const old = { worksheets: [{ cells: [{ cell_type: "code", input: ["a = 1\n", "b"], language: "python" }] }], nbformat: 3 };
    assert.equal(open(JSON.stringify(old)).code, "a = 1\nb\n");
  });

  it("that are no JSON, or half of one, are read as far as they go and say where they break", () => {
    const text = notebook(["a = 1", "b = 2"]);
    const half = open(text.slice(0, text.indexOf("b = 2") + 2));
    assert.equal(half.code, "a = 1\nb \n");
    assert.ok(half.map.brokenAt > 0);
    assert.equal(open("").map.brokenAt, -1);
    assert.equal(open("version https://example.com").map.brokenAt, 0);
    assert.equal(open("[".repeat(200_000)).code, "");
    for (const odd of ["[]", "{}", '{"cells": 1}', '{"cells": [1, {"cell_type": "code"}, {"cell_type": "code", "source": [1]}]}', "null"])
      assert.equal(open(odd).code, "", odd);
  });

  it("take edits of their code and stay notebooks", () => {
    const text = notebook(["first()\nsecond()", { code: "third()\nfourth()", inOne: true }]);
    const { code, map } = open(text);
    const edited = (start: number, end: number, added: string) => {
      const edit = map.toFileEdit(start, end, added);
      assert.ok(edit);
      return text.slice(0, edit.start) + edit.text + text.slice(edit.end);
    };
    const at = (piece: string) => code.indexOf(piece);
    const before = edited(at("second"), at("second"), '# "why"\n');
    assert.equal(before, notebook(['first()\n# "why"\nsecond()', { code: "third()\nfourth()", inOne: true }]));
    const after = edited(at("second()") + 8, at("second()") + 8, "\nmore()");
    assert.equal(after, notebook(["first()\nsecond()\nmore()", { code: "third()\nfourth()", inOne: true }]));
    const inOne = edited(at("fourth"), at("fourth") + 6, "log()\nfifth");
    assert.equal(inOne, notebook(["first()\nsecond()", { code: "third()\nlog()\nfifth()", inOne: true }]));
    // Lines that are joined become one text of the list, which is as good.
    const joined = edited(at("first()"), at("second"), "");
    assert.equal(open(joined).code, "second()\nthird()\nfourth()\n");
    assert.equal(map.toFileEdit(at("second"), at("third") + 1, ""), null);
  });
});
