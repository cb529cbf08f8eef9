/** A developer's way through findings: squiggle, hover, light bulb, flow; all by mouse and keyboard in the packed extension. */
import assert from "node:assert/strict";
import type { EditorWindow } from "./support/editorWindow.js";
import { stories } from "./support/stories.js";

stories("a developer", (session, name) => {
  let window: EditorWindow;

  before(async () => {
    window = await session().window("sample");
  });

  it("sees the squiggle, reads the hover, applies the fix: squiggle, register and badge follow, and nothing has popped up", async () => {
    await window.openRegister();
    await window.badgeToBe(4);
    await window.openFile("service/triage.py");
    await window.squiggles("warning").first().waitFor();
    await window.openRegister();
    const risk = window.rows("AI Risk Register").filter({ hasText: "no audit record" });
    await risk.waitFor();

    await window.hover("triage", "leaves no audit record", "missing-audit-log");
    await window.choose(await window.lightBulb("triage", /^Record/));
    await window.squiggles("warning").first().waitFor({ state: "detached" });
    await window.badgeToBe(3);
    await risk.waitFor({ state: "detached" });
    assert.deepEqual(await window.toasts(), []);
  });

  it("reads what is known about a call, suppresses a finding with a reason, and undoes it", async () => {
    await window.openFile("web/src/llm.ts");
    await window.squiggles("error").first().waitFor();
    await window.hover("create", "Model call", "openai", "Audit record");
    await window.choose(await window.lightBulb("create", "Suppress classification-exceeds-clearance"));
    await window.lines("parapet-ignore: classification-exceeds-clearance because").waitFor();
    await window.squiggles("error").first().waitFor({ state: "detached" });
    await window.page.keyboard.press("Escape");
    await window.page.keyboard.press("Control+z");
    await window.squiggles("error").first().waitFor();
  });

  it("walks a flow by keyboard: numbered steps across files, said in the status bar, closed with Escape", async () => {
    await window.openFile("web/src/llm.ts");
    await window.squiggles("error").first().waitFor();
    await window.word("create").click();
    await window.command("Parapet: Show Flow");
    await window.status(/Step 1 of \d+, source/).waitFor();
    await window.tab("claims.ts").waitFor();
    let step = 1;
    while (step < 8 && (await window.tab("summary.ts").count()) === 0) {
      await window.page.keyboard.press("Alt+.");
      await window.status(`Step ${++step} of`).waitFor();
    }
    await window.tab("summary.ts").waitFor();
    await window.page.keyboard.press("Alt+,");
    await window.status(`Step ${step - 1} of`).waitFor();
    await window.tab("claims.ts").waitFor();
    await window.page.keyboard.press("Escape");
    // What was said about the step goes with the flow.
    await window.status(/Step \d+ of/).waitFor({ state: "detached" });
    await window.page.keyboard.press("Alt+.");
    assert.equal(await window.status(/Step \d+ of/).count(), 0);
  });

  it("opens the rule's page from the light bulb", async () => {
    await window.openFile("web/src/llm.ts");
    await window.squiggles("error").first().waitFor();
    await window.choose(await window.lightBulb("create", "Explain unsanitized-prompt"));
    await window.page.locator(".tab", { hasText: "unsanitized-prompt" }).waitFor();
    await window.preview("Text that somebody else controls");
  });

  it("reads in a page beside the code what is known about the call at the cursor", async () => {
    await window.openFile("web/src/llm.ts");
    await window.squiggles("error").first().waitFor();
    await window.word("create").click();
    await window.command("Parapet: Explain This Call");
    await window.page.locator(".tab", { hasText: "llm.ts:12.md" }).waitFor();
    await window.preview("How it is known");
    await window.picture(`${name}-explanation`);
  });
});
