/** One window of VS Code in the browser, with what people do in it: click, type, look. Everything waits for what it needs to see, never for a time. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { workbenchAddress } from "../../host/workbench.js";

export class EditorWindow {
  private constructor(readonly page: Page) {}

  static async open(context: BrowserContext, port: number, workspace: string): Promise<EditorWindow> {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await page.goto(workbenchAddress({ port, open: workspace }));
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    const window = new EditorWindow(page);
    await window.closeSecondarySideBar();
    return window;
  }

  /** Newer versions decide whether it is there before they know the settings of the workspace. */
  private async closeSecondarySideBar(): Promise<void> {
    const bar = this.page.locator(".part.auxiliarybar");
    await this.until("the secondary side bar to be closed", async () => {
      if (!(await bar.isVisible())) return true;
      await this.page.keyboard.press("Control+Alt+B");
      return bar.waitFor({ state: "hidden", timeout: SOON }).then(
        () => true,
        () => false,
      );
    });
  }

  /** Leaves the page first, which tells the editor that nobody will come back: its extensions end at once. */
  async close(): Promise<void> {
    await this.page.goto("about:blank");
    await this.page.context().close();
  }

  /** Opens a file from the explorer, folder by folder. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("Control+Shift+E");
    const parts = path.split("/");
    for (const [level, name] of parts.entries()) {
      const row = this.page
        .locator(`.explorer-folders-view .monaco-list-row[aria-level="${level + 1}"]`, { hasText: new RegExp(`^${escapePattern(name)}$`) })
        .last();
      await row.waitFor();
      if (level === parts.length - 1) await row.dblclick();
      else if ((await row.getAttribute("aria-expanded")) === "false") await row.click();
    }
    await this.page.locator(`.tab.active[data-resource-name="${parts.at(-1)}"]`).waitFor();
    await this.page.locator(".editor-instance .view-line").first().waitFor();
    // A file that was open before may be scrolled to wherever it was left.
    await this.page.keyboard.press("Control+Home");
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    const row = this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first();
    await this.until(`the command "${title}"`, async () => {
      await this.page.keyboard.press("F1");
      await this.page.locator(".quick-input-widget input").fill(`>${title}`);
      return isSoon(row);
    });
    await row.click();
  }

  /** The first word of the editor's text that reads so. */
  word(word: string): Locator {
    const alone = new RegExp(`^\\s*${escapePattern(word)}\\s*$`);
    return this.page.locator(".editor-instance .view-line span:not(:has(span))", { hasText: alone }).first();
  }

  lines(text: string): Locator {
    return this.page.locator(".editor-instance .view-line", { hasText: text });
  }

  squiggles(severity: "error" | "warning" | "info" | "hint"): Locator {
    return this.page.locator(`.editor-instance .squiggly-${severity}`);
  }

  tab(file: string): Locator {
    return this.page.locator(`.tab.active[data-resource-name="${file}"]`);
  }

  status(text: string | RegExp): Locator {
    return this.page.locator(".statusbar-item", { hasText: text });
  }

  /** Rows of one of the extension's views. */
  rows(view: string): Locator {
    return this.page.locator(`${paneOf(view)} .monaco-list-row`);
  }

  /** Icon in the activity bar. */
  get container(): Locator {
    return this.page.locator('.activitybar .action-item:has([aria-label^="Parapet"])');
  }

  async openRegister(): Promise<void> {
    if (!(await this.rows("AI Risk Register").first().isVisible())) await this.container.click();
    await this.rows("AI Risk Register").first().waitFor();
  }

  /** Opens a risk with a click, and its first finding by keyboard. */
  async expandRisk(title: string): Promise<void> {
    const risk = this.rows("AI Risk Register").filter({ hasText: title });
    if ((await risk.getAttribute("aria-expanded")) === "false") await risk.click();
    else await risk.focus();
    await this.page
      .locator(`${paneOf("AI Risk Register")} .monaco-list-row[aria-level="3"]`)
      .first()
      .waitFor();
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("ArrowRight");
  }

  /** Number on the icon; 0 without one. */
  async badge(): Promise<number> {
    const label =
      (await this.container
        .locator(".badge")
        .getAttribute("aria-label", { timeout: SOON })
        .catch(() => null)) ?? "";
    return Number(/(\d+) open/.exec(label)?.[1] ?? 0);
  }

  async badgeToBe(wanted: number): Promise<void> {
    await this.until(`${wanted} on the badge`, async () => (await this.badge()) === wanted);
  }

  /** The hover at a word that says all of these. */
  async hover(word: string, ...says: readonly string[]): Promise<void> {
    const shown = this.page.locator(".monaco-hover:visible");
    await this.until(`a hover at "${word}" that says ${says.join(", ")}`, async () => {
      await this.page.mouse.move(...ASIDE);
      await this.word(word).hover();
      return this.within(SOON, async () => {
        const found = (await shown.allInnerTexts()).join("\n");
        return says.every((part) => found.includes(part));
      });
    });
  }

  /** Opens the quick fixes at a word, without the mouse, once the wanted one is among them; findings come one rule after the other. */
  async lightBulb(word: string, wanted: string | RegExp): Promise<Locator> {
    await this.page.keyboard.press("Escape");
    await this.word(word).click();
    // A hover that stays open would lie over what opens now.
    await this.page.mouse.move(...ASIDE);
    const entry = this.page.locator(".action-widget .monaco-list-row.action").filter({ hasText: wanted }).first();
    await this.until(`${wanted} in the light bulb`, async () => {
      await this.page.keyboard.press("Control+.");
      if (await isSoon(entry)) return true;
      await this.page.keyboard.press("Escape");
      return false;
    });
    return entry;
  }

  /** Clicks an entry of the light bulb. */
  async choose(entry: Locator): Promise<void> {
    // Until the mouse has moved, the editor keeps a click from reaching what opened under it.
    await entry.click({ force: true });
    await this.page.locator(".action-widget").first().waitFor({ state: "hidden" });
  }

  /** The page in the built-in preview, once it says this; it is drawn in a frame of its own. */
  async preview(says: string): Promise<void> {
    await this.until(`a page that says ${says}`, async () => {
      for (const frame of this.page.frames()) {
        const found = await frame
          .getByText(says)
          .count()
          .catch(() => 0);
        if (frame !== this.page.mainFrame() && found > 0) return true;
      }
      return false;
    });
  }

  /** Labels of the toasts that popped up. */
  toasts(): Promise<string[]> {
    return this.page.locator(".notification-toast").allInnerTexts();
  }

  async until(what: string, look: () => Promise<boolean>): Promise<void> {
    assert.ok(await this.within(PATIENCE, look), `waited ${PATIENCE / 1000} seconds for ${what}`);
  }

  async picture(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** True as soon as it is so; looks at least once. */
  private async within(milliseconds: number, look: () => Promise<boolean>): Promise<boolean> {
    const end = Date.now() + milliseconds;
    for (;;) {
      if (await look()) return true;
      if (Date.now() > end) return false;
      await this.page.waitForTimeout(100);
    }
  }
}

/** A machine that does much else besides is slow; a test that passes does not wait for it. */
const PATIENCE = 90_000;
/** After so long one looks whether the question has to be asked again. */
const SOON = 3_000;
/** Where nothing is that the mouse would wake. */
const ASIDE = [1000, 700] as const;
/** Git ignores it; continuous integration keeps it. */
const SCREENSHOTS = join(__dirname, "..", "screenshots");

function isSoon(one: Locator): Promise<boolean> {
  return one.waitFor({ timeout: SOON }).then(
    () => true,
    () => false,
  );
}

function paneOf(view: string): string {
  return `.pane:has(.pane-header[aria-label^="${view}"])`;
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
