import assert from "node:assert/strict";
import { ExitCode, exitCodeOf } from "../../../src/cli/exitCode.js";
import { finding, scanResult } from "../../support/scanResults.js";

const withSeverity = (severity: "error" | "warning" | "info" | "hint") => scanResult({ findings: [finding({ severity })] });

describe("exit code", () => {
  it("is 1 from the fail level upwards", () => {
    assert.equal(exitCodeOf(withSeverity("error"), "error"), ExitCode.Findings);
    assert.equal(exitCodeOf(withSeverity("warning"), "error"), ExitCode.Clean);
    assert.equal(exitCodeOf(withSeverity("warning"), "warning"), ExitCode.Findings);
    assert.equal(exitCodeOf(withSeverity("error"), "info"), ExitCode.Findings);
    assert.equal(exitCodeOf(withSeverity("hint"), "info"), ExitCode.Clean);
    assert.equal(exitCodeOf(withSeverity("error"), "none"), ExitCode.Clean);
  });

  it("is 3 for an incomplete result, whatever was found", () => {
    const errors = [{ file: null, message: "No.", remedy: "Yes." }];
    assert.equal(exitCodeOf({ ...withSeverity("error"), errors }, "error"), ExitCode.Incomplete);
    assert.equal(exitCodeOf({ ...withSeverity("error"), errors }, "none"), ExitCode.Incomplete);
  });

  it("does not count what is suppressed, was there before or is gone", () => {
    const findings = [
      finding({ suppressed: { by: "parapet-ignore", reason: "demo", until: null } }),
      finding({ baselineState: "unchanged" }),
      finding({ baselineState: "absent" }),
    ];
    assert.equal(exitCodeOf(scanResult({ findings }), "info"), ExitCode.Clean);
    assert.equal(exitCodeOf(scanResult({ findings: [finding({ baselineState: "new" })] }), "info"), ExitCode.Findings);
  });
});
