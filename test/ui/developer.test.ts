/** A developer's way through a finding: squiggle, hover, light bulb, flow; all by mouse and keyboard in the packed extension. */
import assert from "node:assert/strict";
import { EDITORS } from "../host/editors.js";
import type { EditorWindow } from "./support/editorWindow.js";
import { Session } from "./support/session.js";

for (const name of EDITORS) {
  describe(`a developer in ${name} VS Code`, () => {
    let session: Session;
    let window: EditorWindow;

    before(async function () {
      this.timeout(300_000);
      session = await Session.start(name);
    });
    beforeEach(async () => {
      window = await session.window("sample");
    });
    afterEach(async function () {
      await session.closeWindows(this.currentTest?.state === "failed" ? this.currentTest.title : null);
    });
    after(() => session?.stop());

    it("sees the squiggle, reads the hover, applies the fix: squiggle, register and badge follow, and nothing has popped up", async () => {
      await window.openFile("service/triage.py");
      await window.squiggles("warning").first().waitFor();
      await window.openRegister();
      const findings = await window.badge();
      assert.ok(findings > 1, `${findings} on the badge`);
      const risk = window.rows("AI Risk Register").filter({ hasText: "no audit record" });
      assert.equal(await risk.count(), 1);

      await window.hover("triage", "leaves no audit record", "missing-audit-log");
      const entries = await window.lightBulb("triage");
      await window.choose(entries.filter({ hasNotText: /^(Show|Explain|Suppress)/ }));
      await window.squiggles("warning").first().waitFor({ state: "detached" });
      await window.until("the badge to follow", async () => (await window.badge()) === findings - 1);
      await risk.waitFor({ state: "detached" });
      assert.deepEqual(await window.toasts(), []);
    });

    it("reads what is known about a call, suppresses a finding with a reason, and undoes it", async () => {
      await window.openFile("web/src/llm.ts");
      await window.squiggles("error").first().waitFor();
      await window.hover("create", "Model call", "openai", "Audit record");
      const entries = await window.lightBulb("create");
      await window.choose(entries.filter({ hasText: "Suppress classification-exceeds-clearance" }));
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
      const says = (text: string | RegExp) => window.page.locator(".statusbar-item", { hasText: text }).waitFor();
      const file = (name: string) => window.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      await says(/Step 1 of \d+, source/);
      await file("claims.ts");
      await window.page.keyboard.press("Alt+.");
      await says(/Step 2 of/);
      await window.page.keyboard.press("Alt+.");
      await says(/Step 3 of/);
      await file("summary.ts");
      await window.page.keyboard.press("Alt+,");
      await says(/Step 2 of/);
      await file("claims.ts");
      await window.page.keyboard.press("Escape");
      await window.page.keyboard.press("Alt+.");
      assert.equal(await window.page.locator(".statusbar-item", { hasText: "Step 3 of" }).count(), 0);
    });

    it("opens the rule's page from the light bulb", async () => {
      await window.openFile("web/src/llm.ts");
      await window.squiggles("error").first().waitFor();
      const entries = await window.lightBulb("create");
      await window.choose(entries.filter({ hasText: "Explain unsanitized-prompt" }));
      await window.page.locator(".tab", { hasText: "unsanitized-prompt" }).waitFor();
    });
  });
}
