/** One window of VS Code in the browser, with what people do in it: click, type, look. */
import type { Browser, Locator, Page } from "playwright-core";
import { workbenchAddress } from "../../host/workbench.js";

export class EditorWindow {
  private constructor(readonly page: Page) {}

  static async open(browser: Browser, port: number, workspace: string): Promise<EditorWindow> {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.setDefaultTimeout(20_000);
    await page.goto(workbenchAddress({ port, open: workspace }));
    await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
    return new EditorWindow(page);
  }

  close(): Promise<void> {
    return this.page.close();
  }

  /** Opens a file from the explorer, folder by folder. */
  async openFile(path: string): Promise<void> {
    await this.page.keyboard.press("Control+Shift+E");
    const parts = path.split("/");
    for (const [level, name] of parts.entries()) {
      const row = this.page.locator(`.explorer-folders-view .monaco-list-row[aria-level="${level + 1}"]`, { hasText: new RegExp(`^${escape(name)}$`) }).last();
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

  /** The part of a line of the editor that holds a text. */
  text(text: string): Locator {
    return this.page.locator(".editor-instance .view-line span:not(:has(span))", { hasText: text }).first();
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
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
