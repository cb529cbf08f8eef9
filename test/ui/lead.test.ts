/** A tech lead reads the register: systems, risks, findings and steps; one filter for the register, its badge and the Problems panel. */
import assert from "node:assert/strict";
import { EDITORS } from "../host/editors.js";
import type { EditorWindow } from "./support/editorWindow.js";
import { Session } from "./support/session.js";

const REGISTER = "AI Risk Register";

for (const name of EDITORS) {
  describe(`a tech lead in ${name} VS Code`, () => {
    let session: Session;
    let window: EditorWindow;

    before(async function () {
      this.timeout(300_000);
      session = await Session.start(name);
    });
    afterEach(async function () {
      await session.closeWindows(this.currentTest?.state === "failed" ? this.currentTest.title : null);
    });
    after(() => session?.stop());

    it("opens system, risk, finding and steps by keyboard; the missing step is one of them; Enter opens the place", async () => {
      window = await session.window("sample");
      await window.openRegister();
      await window.expandRisk("no audit record is left");
      const missing = window.page.getByRole("treeitem", { name: /missing here: no audit record when it throws/ });
      await missing.waitFor();
      assert.match((await missing.getAttribute("aria-label")) ?? "", /^Step \d+ of \d+, missing here/);
      await missing.click();
      await window.page.locator('.tab.active[data-resource-name="triage.py"]').waitFor();
    });

    it("lists the model calls by provider and model", async () => {
      window = await session.window("sample");
      await window.openRegister();
      const calls = window.rows("Model Calls");
      for (const text of ["anthropic", "claude-3-5-haiku-20241022", "openai", "gpt-4o-mini-2024-07-18", "web/src/llm.ts:12"])
        await calls.filter({ hasText: text }).first().waitFor();
      await calls.filter({ hasText: "web/src/llm.ts:12" }).click();
      await window.page.locator('.tab.active[data-resource-name="llm.ts"]').waitFor();
    });

    it("filters once, and register, badge and Problems show the same; clears it, and all is back", async () => {
      window = await session.window("sample");
      await window.openRegister();
      const before = await window.badge();
      await window.command("Parapet: Filter Findings");
      for (const label of ["Warnings", "Information", "Hints"]) {
        const row = window.page.locator(".quick-input-list .monaco-list-row", { hasText: new RegExp(`^${label}`) });
        await row.locator(".monaco-checkbox, input[type=checkbox]").first().click();
      }
      await window.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" }).click();
      await window.until("the badge to count errors only", async () => (await window.badge()) === 1);
      await window.rows(REGISTER).filter({ hasText: "no audit record is left" }).waitFor({ state: "detached" });
      assert.equal(await window.rows(REGISTER).filter({ hasText: "Classified data" }).count(), 1);
      await window.page.locator(".pane-header", { hasText: /errors/i }).waitFor();
      await window.page.locator('.statusbar-item[id="status.problems"] [aria-label*="Errors: 1"]').waitFor();
      assert.equal(await window.page.locator('.statusbar-item[id="status.problems"] [aria-label*="Warnings: 0"]').count(), 0);
      await window.command("Parapet: Clear Filter");
      await window.until("the badge to be as before", async () => (await window.badge()) === before);
    });

    it("sees both roots of a workspace, each with its own systems", async () => {
      window = await session.window("roots");
      await window.openRegister();
      for (const text of ["sample/web", "sample/service", "desk"]) await window.rows(REGISTER).filter({ hasText: text }).first().waitFor();
      await window.rows("Model Calls").filter({ hasText: "desk.py" }).first().waitFor();
    });
  });

  describe(`Restricted Mode in ${name} VS Code`, () => {
    let session: Session;

    before(async function () {
      this.timeout(300_000);
      session = await Session.start(name, false);
    });
    afterEach(async function () {
      await session.closeWindows(this.currentTest?.state === "failed" ? this.currentTest.title : null);
    });
    after(() => session?.stop());

    it("shows squiggles and register before the folder is trusted", async () => {
      const window = await session.window("restricted");
      const restricted = window.page.locator(".statusbar-item", { hasText: "Restricted Mode" });
      // Older versions ask first.
      const refuse = window.page.locator(".monaco-dialog-box .monaco-button", { hasText: "No, I don't trust" });
      await restricted.or(refuse).first().waitFor();
      if (await refuse.isVisible()) await refuse.click();
      await restricted.waitFor();
      await window.openFile("web/src/llm.ts");
      await window.squiggles("error").first().waitFor();
      await window.openRegister();
      assert.ok((await window.badge()) > 1);
    });
  });
}
