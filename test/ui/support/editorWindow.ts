/** One window of VS Code in the browser, with what people do in it: click, type, look. */
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { startChromium } from "../../host/chromium.js";
import { workbenchAddress } from "../../host/workbench.js";

export class EditorWindow {
  private constructor(readonly page: Page) {}

  /** In a browser of its own: the one without a screen ends with its first page, and nothing is remembered from test to test. */
  static async open(port: number, workspace: string): Promise<EditorWindow> {
    const browser = await startChromium();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(workbenchAddress({ port, open: workspace }));
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    return new EditorWindow(page);
  }

  async close(): Promise<void> {
    await this.page.context().browser()?.close();
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
  }

  /** Runs a command by its title in the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.page.locator(".quick-input-widget input").fill(`>${title}`);
    await this.page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().click();
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

  /** Rows of one of the extension's views. */
  rows(view: string): Locator {
    return this.page.locator(`.pane:has(.pane-header[aria-label^="${view}"]) .monaco-list-row`);
  }

  /** Icon in the activity bar. */
  get container(): Locator {
    return this.page.locator('.activitybar .action-item:has([aria-label^="Parapet"])');
  }

  async openRegister(): Promise<void> {
    await this.container.click();
    await this.rows("AI Risk Register").first().waitFor();
  }

  /** Opens a risk with a click, and its first finding by keyboard. */
  async expandRisk(title: string): Promise<void> {
    const risk = this.rows("AI Risk Register").filter({ hasText: title });
    await risk.click();
    await this.page.locator('.pane:has(.pane-header[aria-label^="AI Risk Register"]) .monaco-list-row[aria-level="3"]').waitFor();
    await this.page.keyboard.press("ArrowDown");
    await this.page.keyboard.press("ArrowRight");
  }

  /** Number on the icon; 0 without one. */
  async badge(): Promise<number> {
    const label = await this.container.locator(".badge").getAttribute("aria-label");
    return Number(/(\d+) open/.exec(label ?? "")?.[1] ?? 0);
  }

  /** The hover at a word that says all of these. */
  async hover(word: string, ...says: readonly string[]): Promise<void> {
    const shown = this.page.locator(".monaco-hover:visible");
    await this.until(`a hover at "${word}"`, async () => {
      await this.page.mouse.move(1000, 700);
      await this.word(word).hover();
      await this.page.waitForTimeout(1000);
      const found = (await shown.allInnerTexts()).join("\n");
      return says.every((part) => found.includes(part));
    });
  }

  /** Opens the quick fixes of the finding at a word, without the mouse, and gives the entries; the last ones come with the server's fixes. */
  async lightBulb(word: string): Promise<Locator> {
    await this.page.keyboard.press("Escape");
    await this.word(word).click();
    const entries = this.page.locator(".action-widget .monaco-list-row.action");
    await this.until("the light bulb to have a fix", async () => {
      await this.page.keyboard.press("Control+.");
      await this.page.waitForTimeout(1000);
      if ((await entries.filter({ hasText: /Suppress/ }).count()) > 0) return true;
      await this.page.keyboard.press("Escape");
      return false;
    });
    return entries;
  }

  /** Clicks an entry of the light bulb. */
  async choose(entry: Locator): Promise<void> {
    // Until the mouse has moved, the editor keeps a click from reaching what opened under it.
    await entry.first().click({ force: true });
    await this.page.locator(".action-widget").first().waitFor({ state: "hidden" });
  }

  /** Labels of the toasts that popped up. */
  toasts(): Promise<string[]> {
    return this.page.locator(".notification-toast").allInnerTexts();
  }

  async until(what: string, look: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + PATIENCE;
    while (!(await look())) {
      assert.ok(Date.now() < end, `waited ${PATIENCE / 1000} seconds for ${what}`);
      await this.page.waitForTimeout(100);
    }
  }

  async picture(name: string): Promise<void> {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }
}

const PATIENCE = 20_000;
/** Git ignores it; continuous integration keeps it. */
const SCREENSHOTS = join(__dirname, "..", "screenshots");

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
