/** The tables of docs/ux.md name tests for what they claim: each of them exists, and every feature that is there has one. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const project = join(__dirname, "../../..");
const text = readFileSync(join(project, "docs", "ux.md"), "utf8");
const rows = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:---|#|feature)/.test(line))
  .map((line) => line.slice(2, -2).split(" | "));
const features = rows.filter((cells) => /^[●◐○]$/.test(cells[1] ?? ""));
const complaints = rows.filter((cells) => /^\d+$/.test(cells[0] ?? ""));

describe("tables of what people find in the editor", () => {
  it("answer every feature and every complaint", () => {
    assert.equal(features.length, 30);
    assert.deepEqual(
      complaints.map(([number]) => Number(number)),
      Array.from({ length: 25 }, (_, at) => at + 1),
    );
  });

  it("name tests that exist", () => {
    const named = [...text.matchAll(/`(test\/[\w./-]+\.ts)` "([^"]+)"/g)];
    assert.ok(named.length > 40);
    for (const [, file = "", title = ""] of named) {
      assert.ok(existsSync(join(project, file)), file);
      assert.ok(readFileSync(join(project, file), "utf8").includes(title), `${file} has no test "${title}"`);
    }
  });

  it("name a test for everything that is there, and say what is left of what is not", () => {
    for (const [feature = "", mark, , tests = "", left = ""] of features) {
      if (mark === "●") assert.match(tests, /`test\//, feature);
      else assert.ok(left.trim() !== "", `${feature} does not say what is left`);
    }
    for (const [number, , , tests = ""] of complaints) assert.match(tests, /`test\//, `complaint ${number}`);
  });
});
