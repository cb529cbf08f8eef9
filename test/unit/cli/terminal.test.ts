import assert from "node:assert/strict";
import { Progress } from "../../../src/cli/progress.js";
import { paletteFor, widthOf } from "../../../src/cli/terminal.js";

describe("terminal", () => {
  it("takes the width from the terminal, else from COLUMNS, else 80, and never more than reads well", () => {
    assert.equal(widthOf({ columns: 100 }, { COLUMNS: "70" }), 100);
    assert.equal(widthOf({}, { COLUMNS: "70" }), 70);
    assert.equal(widthOf({}, {}), 80);
    assert.equal(widthOf({}, { COLUMNS: "wide" }), 80);
    assert.equal(widthOf({ columns: 400 }, {}), 120);
  });

  it("has colours for terminals, unless NO_COLOR says otherwise", () => {
    const coloured = (stream: { isTTY?: boolean }, environment: Record<string, string>) => paletteFor(stream, environment).red("x") !== "x";
    assert.equal(coloured({ isTTY: true }, {}), true);
    assert.equal(coloured({}, {}), false);
    assert.equal(coloured({ isTTY: true }, { TERM: "dumb" }), false);
    assert.equal(coloured({ isTTY: true }, { NO_COLOR: "1" }), false);
    assert.equal(coloured({}, { FORCE_COLOR: "1" }), true);
    assert.equal(coloured({ isTTY: true }, { FORCE_COLOR: "0" }), false);
    assert.equal(coloured({}, { FORCE_COLOR: "1", NO_COLOR: "1" }), false);
  });
});

describe("progress", () => {
  const record = (isTTY: boolean) => {
    const written: string[] = [];
    let time = 0;
    const progress = new Progress({ isTTY, write: (text: string) => written.push(text) }, () => time);
    return { written, progress, tick: (milliseconds: number) => (time += milliseconds) };
  };

  it("rewrites one line, not too often, and takes it away at the end", () => {
    const { written, progress, tick } = record(true);
    progress.report("read", 1, 9);
    progress.report("read", 2, 9);
    tick(100);
    progress.report("read", 3, 9);
    progress.end();
    progress.end();
    assert.deepEqual(written, ["\r\u001b[Kread 1/9", "\r\u001b[Kread 3/9", "\r\u001b[K"]);
  });

  it("is silent where nobody looks", () => {
    const { written, progress } = record(false);
    progress.report("read", 1, 9);
    progress.end();
    assert.deepEqual(written, []);
  });
});
