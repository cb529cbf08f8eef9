/** A tech lead reads the register: systems, risks, findings and steps; one filter for the register, its badge and the Problems panel. */
import assert from "node:assert/strict";
import type { EditorWindow } from "./support/editorWindow.js";
import { stories } from "./support/stories.js";

const REGISTER = "AI Risk Register";

stories("a tech lead", (session) => {
  let window: EditorWindow;

  before(async () => {
    window = await session().window("sample");
  });

  it("opens system, risk, finding and steps by keyboard; the missing step is one of them; Enter opens the place", async () => {
    await window.openRegister();
    await window.badgeToBe(4);
    await window.expandRisk("no audit record is left");
    const missing = window.page.getByRole("treeitem", { name: /missing here: no audit record when it throws/ });
    await missing.waitFor();
    assert.match((await missing.getAttribute("aria-label")) ?? "", /^Step \d+ of \d+, missing here/);
    await missing.click();
    await window.tab("triage.py").waitFor();
  });

  it("lists the model calls by provider and model", async () => {
    await window.openRegister();
    const calls = window.rows("Model Calls");
    for (const text of ["anthropic", "claude-3-5-haiku-20241022", "openai", "gpt-4o-mini-2024-07-18", "web/src/llm.ts:12"])
      await calls.filter({ hasText: text }).first().waitFor();
    await calls.filter({ hasText: "web/src/llm.ts:12" }).click();
    await window.tab("llm.ts").waitFor();
  });

  it("filters once, and register, badge and Problems show the same; clears it, and all is back", async () => {
    await window.openRegister();
    await window.badgeToBe(4);
    await window.command("Parapet: Filter Findings");
    for (const label of ["Warnings", "Information", "Hints"]) {
      const row = window.page.locator(".quick-input-list .monaco-list-row", { hasText: new RegExp(`^${label}`) });
      await row.locator(".monaco-checkbox, input[type=checkbox]").first().click();
    }
    await window.page.locator(".quick-input-widget .monaco-button", { hasText: "OK" }).click();
    await window.badgeToBe(1);
    await window.rows(REGISTER).filter({ hasText: "no audit record is left" }).waitFor({ state: "detached" });
    assert.equal(await window.rows(REGISTER).filter({ hasText: "Classified data" }).count(), 1);
    await window.page.locator(".pane-header", { hasText: /errors/i }).waitFor();
    const problems = window.page.locator('.statusbar-item[id="status.problems"]');
    await problems.locator('[aria-label*="Errors: 1"]').waitFor();
    await problems.locator('[aria-label*="Warnings"]').waitFor({ state: "detached" });
    await window.command("Parapet: Clear Filter");
    await window.badgeToBe(4);
  });
});

stories("two roots", (session) => {
  it("are seen side by side, each with its own systems, its own calls and the problems of its own policy", async () => {
    const window = await session().window("roots");
    await window.openRegister();
    for (const text of ["shop", "shop/packages/claims", "desk"]) await window.rows(REGISTER).filter({ hasText: text }).first().waitFor();
    for (const text of ["src/reply.ts", "claims.ts", "desk.py"])
      await window.rows("Model Calls").filter({ hasText: text }).first().waitFor();
  });
});

stories(
  "Restricted Mode",
  (session) => {
    it("shows squiggles and register before the folder is trusted", async () => {
      const window = await session().window("restricted");
      // Older versions ask, sooner or later.
      const refuse = window.page.locator(".monaco-dialog-box .monaco-button", { hasText: "No, I don't trust" });
      await window.page.addLocatorHandler(refuse, () => refuse.click());
      await window.status("Restricted Mode").waitFor();
      await window.openFile("web/src/llm.ts");
      await window.squiggles("error").first().waitFor();
      await window.openRegister();
      await window.badgeToBe(4);
    });
  },
  { restricted: true },
);
