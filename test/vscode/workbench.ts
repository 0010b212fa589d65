import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Locator, type Page } from 'playwright-core';
import { type ExtensionTests, runTests } from './extension-tests.ts';
import { waitFor } from './processes.ts';

/** VS Code in a headless browser, seen through what a person can see and press. */
export class Workbench {
  readonly page: Page;
  /** The exit code of the tests in the extension host, where there are some. */
  readonly extensionTests: Promise<number>;
  readonly #context: BrowserContext;
  readonly #profile: string;

  private constructor(page: Page, extensionTests: Promise<number>, context: BrowserContext, profile: string) {
    this.page = page;
    this.extensionTests = extensionTests;
    this.#context = context;
    this.#profile = profile;
  }

  static async open(url: string, folder: string, executablePath: string, tests?: ExtensionTests): Promise<Workbench> {
    const profile = mkdtempSync(join(tmpdir(), 'multitask-chromium-'));
    const context = await chromium.launchPersistentContext(profile, {
      executablePath,
      headless: true,
      viewport: { width: 1400, height: 1800 },
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
    });
    const page = context.pages()[0] ?? (await context.newPage());
    // A window asks before it leaves what is not saved.
    page.on('dialog', (dialog) => void dialog.accept());
    const running = tests === undefined ? { exitCode: new Promise<never>(() => {}) } : await runTests(page, url, tests);
    const workbench = new Workbench(page, running.exitCode, context, profile);
    await page.goto(`${url}/?folder=${folder}`);
    await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
    return workbench;
  }

  async close(): Promise<void> {
    await this.#context.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Loads the window again, and waits for the cells of the notebook in sight. */
  async reload(): Promise<void> {
    await this.page.evaluate("document.body.dataset.before = 'yes'");
    await this.run('Developer: Reload Window');
    await this.page.waitForSelector('body:not([data-before]) .monaco-workbench', { timeout: 60_000 });
    await this.page.locator('.notebookOverlay:visible .cell-list-container .monaco-list-row').first().waitFor();
  }

  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: `out/vscode-${name}.png` });
  }

  /**
   * Opens a notebook from the explorer and waits for its cells. In the first seconds VS Code does not know the type yet
   * and opens the file as text, so it is tried again.
   */
  async openNotebook(name: string): Promise<void> {
    const row = this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
    await row.waitFor({ timeout: 60_000 });
    await waitFor(
      `the notebook ${name} to open`,
      async () => {
        await row.dblclick();
        const cells = this.page.locator('.notebookOverlay:visible .cell-list-container .monaco-list-row');
        const attached = cells.first().waitFor({ state: 'attached', timeout: 5000 });
        const opened = await attached.then(
          () => true,
          () => false,
        );
        if (opened) return true;
        // While the type's extension starts, VS Code may say so in a dialog, which keeps all else from being pressed.
        await this.page
          .locator('.monaco-dialog-box .monaco-button', { hasText: 'Cancel' })
          .click({ timeout: 1000 })
          .catch(() => {});
        await this.run('View: Close All Editors');
        return false;
      },
      180_000,
    );
  }

  /** Waits until the notebook in front would run with this kernel. */
  async waitForKernel(name: string): Promise<void> {
    await this.page.locator('.notebook-toolbar-container .kernel-label:visible', { hasText: name }).first().waitFor();
  }

  async pressToolbar(label: string): Promise<void> {
    await this.page.locator(`.notebook-toolbar-container:visible .action-item:has-text("${label}")`).first().click();
  }

  /** The cell at this position of the notebook in front, markup cells counted too. */
  cell(index: number): Locator {
    return this.page
      .locator(`.notebookOverlay:visible .cell-list-container .monaco-list-row[data-index="${index}"]`)
      .first();
  }

  /** Scrolls until the top of the cell is in sight: VS Code makes no elements for cells that are far from it. */
  async reveal(index: number): Promise<void> {
    const list = this.page.locator('.notebookOverlay:visible .cell-list-container').first();
    const sight = await list.boundingBox();
    if (!sight) throw new Error('There is no notebook in front.');
    const isInSight = async () => {
      const row = this.cell(index);
      // VS Code may take its element away between the two.
      const box = (await row.count()) > 0 ? await row.boundingBox({ timeout: 1000 }).catch(() => null) : null;
      return box !== null && box.y >= sight.y && box.y + Math.min(box.height, 120) <= sight.y + sight.height;
    };
    await this.page.mouse.move(sight.x + 5, sight.y + 5);
    for (const step of [-100_000, ...Array.from({ length: 60 }, () => 400)]) {
      if (await isInSight()) return;
      await this.page.mouse.wheel(0, step);
      await this.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    }
  }

  /** Puts other code into the cell. */
  async retypeCell(index: number, code: string): Promise<void> {
    await this.reveal(index);
    await this.cell(index).locator('.monaco-editor').first().click();
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(code);
  }

  async runCell(index: number): Promise<void> {
    await this.reveal(index);
    await this.cell(index).hover();
    await this.cell(index).locator('.run-button-container .action-item').first().click();
  }

  /** Waits until the cell has ended and tells how. */
  async cellEnd(index: number, milliseconds = 60_000): Promise<'success' | 'error'> {
    return waitFor(
      `cell ${index} to end`,
      async () => {
        // Again each time: outputs above that grow push the cell out of sight.
        await this.reveal(index);
        const status = this.cell(index).locator('.cell-statusbar-container');
        if ((await status.locator('.codicon-notebook-state-success').count()) > 0) return 'success';
        return (await status.locator('.codicon-notebook-state-error').count()) > 0 && 'error';
      },
      milliseconds,
    );
  }

  async isRunning(index: number): Promise<boolean> {
    await this.reveal(index);
    return (await this.cell(index).locator('.codicon-notebook-state-executing').count()) > 0;
  }

  /** What stands under the cell: its language, how long it took, and messages. */
  async cellStatus(index: number): Promise<string> {
    await this.reveal(index);
    return (await this.cell(index).locator('.cell-statusbar-container').textContent()) ?? '';
  }

  /** The frame that outputs are drawn in; it exists once there is one. */
  async outputs(milliseconds = 30_000): Promise<Frame> {
    const find = async () => {
      for (const frame of this.page.frames()) {
        const hasOutput = await frame
          .locator('.output_container')
          .count()
          .catch(() => 0);
        if (hasOutput > 0 && (await isVisible(frame))) return frame;
      }
      return undefined;
    };
    return waitFor('the frame of the outputs', find, milliseconds);
  }

  async outputText(): Promise<string> {
    const frame = await this.outputs();
    return (await frame.locator('.output_container').allTextContents()).join('\n');
  }

  async waitForText(text: string | RegExp, milliseconds = 30_000): Promise<void> {
    const matches = (seen: string) => (typeof text === 'string' ? seen.includes(text) : text.test(seen));
    await waitFor(`the output ${text}`, async () => matches(await this.outputText()), milliseconds);
  }

  /** Pictures in dark, light and both high contrasts; the last one stays. */
  async screenshotThemes(name: string): Promise<void> {
    for (const [suffix, theme, kind] of themes) {
      await this.chooseTheme(theme);
      await this.page.locator(`.monaco-workbench.${kind}`).waitFor();
      // Outputs are pages of their own, and hear of the theme a little later.
      await this.page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
      await this.screenshot(`${name}-${suffix}`);
    }
  }

  async chooseTheme(name: string): Promise<void> {
    await this.#choose(name, () => this.run('Preferences: Color Theme'));
  }

  /** Runs a command by its full title. */
  async run(title: string): Promise<void> {
    await this.#choose(`>${title}`, () => this.page.keyboard.press('F1'));
  }

  /** Opens a list, types into it and takes what is found; again where a page that was still opening took the focus and closed it. */
  async #choose(text: string, open: () => Promise<void>): Promise<void> {
    const input = this.page.locator('.quick-input-widget:visible input[type=text]');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: text.replace(/^>/, '') }).first();
    await waitFor(
      `${text} in the list`,
      async () => {
        await open();
        try {
          await input.fill(text, { timeout: 5_000 });
          await row.click({ timeout: 5_000 });
          return true;
        } catch {
          return false;
        }
      },
      60_000,
    );
  }
}

const themes = [
  ['dark', 'Dark Modern', 'vs-dark'],
  ['contrast-dark', 'Dark High Contrast', 'hc-black'],
  ['contrast-light', 'Light High Contrast', 'hc-light'],
  ['light', 'Light Modern', 'vs'],
] as const;

/** Frames of notebooks in the background stay in the page, far outside of the window. */
async function isVisible(frame: Frame): Promise<boolean> {
  for (let each: Frame | null = frame; each?.parentFrame(); each = each.parentFrame()) {
    const element = await each.frameElement().catch(() => undefined);
    const box = await element?.boundingBox().catch(() => null);
    if (!element || !box || box.x < 0 || !(await element.isVisible().catch(() => false))) return false;
  }
  return true;
}
