/** Pictures of every surface in light, dark and high contrast, for people to look at; and what must be readable is on the screen. */
import assert from "node:assert/strict";
import { stories } from "./support/stories.js";

const THEMES = {
  light: "Default Light Modern",
  dark: "Default Dark Modern",
  "high-contrast": "Default High Contrast",
  "high-contrast-light": "Default High Contrast Light",
} as const;

stories("themes", (session, name) => {
  afterEach(() => session().closeWindows());

  for (const [theme, setting] of Object.entries(THEMES)) {
    it(`${theme}: findings, hover, light bulb, register and flow`, async () => {
      const window = await session().window("sample", { "workbench.colorTheme": setting });
      const picture = (surface: string) => window.picture(`${name}-${theme}-${surface}`);
      await window.openFile("web/src/llm.ts");
      await window.squiggles("error").first().waitFor();
      await window.openRegister();
      await window.badgeToBe(4);
      await window.expandRisk("no audit record is left");
      await window.page.getByRole("treeitem", { name: /missing here/ }).waitFor();
      await picture("register");
      await window.hover("create", "Model call");
      await picture("hover");
      await window.lightBulb("create", "Suppress classification-exceeds-clearance");
      await picture("light-bulb");
      await window.page.keyboard.press("Escape");
      await window.command("Parapet: Show Flow");
      await window.status("Step 1 of").waitFor();
      await window.page.keyboard.press("Alt+.");
      await window.status("Step 2 of").waitFor();
      await picture("flow");
      assert.deepEqual(await window.toasts(), []);
    });
  }
});
