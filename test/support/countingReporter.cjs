// Mocha's usual report, and at its very end the line that the test driver reads.
const { reporters } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  epilogue() {
    super.epilogue();
    console.log(`${this.stats.passes} passed, ${this.stats.failures} failed`);
  }
};
