import assert from "node:assert/strict";
import type { ProtocolRange } from "../../../src/server/protocol.js";
import { cellSources, NotebookText, writeNotebook } from "../../../src/server/notebookText.js";
import { notebook } from "../../support/notebook.js";

/** Range of the first place where the text of a file reads so. */
function rangeOf(text: string, wanted: string): ProtocolRange {
  const offset = text.indexOf(wanted);
  assert.ok(offset >= 0, wanted);
  const position = (at: number): ProtocolRange["start"] => {
    const lines = text.slice(0, at).split("\n");
    return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  };
  return { start: position(offset), end: position(offset + wanted.length) };
}

describe("the text of a notebook", () => {
  const cells = [
    { code: "# Tell", kind: "markdown" as const },
    '%%time\nsay("a")\nask("\\t", b)',
    { code: 'tell("x")\nask(y)', inOne: true as const },
  ];
  const text = notebook(cells);
  const at = (line: number, from: number, to: number): ProtocolRange => ({
    start: { line, character: from },
    end: { line, character: to },
  });

  it("knows cell, line and column of what stands behind escapes", () => {
    assert.deepEqual(new NotebookText(text).inCell(rangeOf(text, ", b)")), { cell: 2, range: at(2, 8, 12) });
    assert.deepEqual(new NotebookText(text).inCell(rangeOf(text, "ask(y)")), { cell: 3, range: at(1, 0, 6) });
    assert.equal(new NotebookText(text).inCell(rangeOf(text, "# Tell")), null);
  });

  it("knows the line of the file for a line of a cell", () => {
    const found = new NotebookText(text).fileLine(2, 3);
    assert.match(text.split("\n")[(found ?? 0) - 1] ?? "", /ask/);
    assert.equal(new NotebookText(text).fileLine(9, 1), null);
  });

  it("tells edits of the file as edits of cells, and nothing but what differs", () => {
    const { start } = rangeOf(text, "say(");
    const edit = {
      range: { start: { line: start.line, character: start.character - 1 }, end: { line: start.line, character: start.character - 1 } },
      text: '"# why\\n",\n    ',
    };
    assert.deepEqual(new NotebookText(text).changes([edit]), [{ cell: 2, range: at(1, 0, 0), text: "# why\n" }]);
    assert.equal(new NotebookText(text).changes([{ range: rangeOf(text, '"cells"'), text: "cells" }]), null, "no notebook any more");
  });

  it("is written so that each cell reads as it was", () => {
    const written = writeNotebook([
      { isCode: false, language: "markdown", source: "# Tell" },
      { isCode: true, language: "python", source: 'say("a")\n\nask()\n' },
      { isCode: true, language: "javascript", source: "tell()" },
    ]);
    assert.deepEqual(cellSources(written), ["# Tell", 'say("a")\n\nask()\n', "tell()"]);
    assert.deepEqual(new NotebookText(written).inCell(rangeOf(written, "ask()")), { cell: 2, range: at(2, 0, 5) });
    assert.equal(new NotebookText(written).inCell(rangeOf(written, "tell()")), null, "code of another language is not read");
  });
});
