import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorMime, stdoutMime } from '../../extension/editor-mimes.ts';
import type { ExportedNotebook, ExportedOutput } from '../../extension/export/cells.ts';
import { toHtml } from '../../extension/export/html.ts';
import type { PageScripts } from '../../extension/export/page-scripts.ts';
import { shownTraceback } from '../../kernel/jupyter/traceback.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { seriousFindings } from './axe.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

type Contribution = { readonly entrypoint: string; readonly mimeTypes: readonly string[] };
const contributions: readonly Contribution[] = JSON.parse(readFileSync('package.json', 'utf8')).contributes
  .notebookRenderer;

let browser: Browser;
let scripts: PageScripts;
const folder = mkdtempSync(join(tmpdir(), 'multitask-export-'));
beforeAll(async () => {
  const [page, launched, ...renderers] = await Promise.all([
    bundleRenderer('page'),
    launchChromium(),
    ...contributions.map(async ({ entrypoint, mimeTypes }) => {
      const name = basename(entrypoint, '.js');
      return { name, mimeTypes, script: await bundleRenderer(name as Parameters<typeof bundleRenderer>[0]) };
    }),
  ]);
  browser = launched;
  scripts = { page, renderers };
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const example = (name: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(`kernel/payloads/examples/${name}.json`, 'utf8'));
const still =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20"><text x="0" y="10">still</text></svg>';
const output = (mime: string, payload: unknown): ExportedOutput => ({
  [mime]: JSON.stringify(payload),
  'image/svg+xml': still,
  'text/plain': 'in words',
});

const training = output(trainingMime, example('training-finished'));
const gates = output(gatesMime, example('gates-healthy'));
const traceback = shownTraceback('TypeError', ['TypeError: no', '    at f (cell-1.ts:1:7)', '    at cell-9.ts:1:1']);
const code =
  '// A comment\nconst wrong = (n: number): Map<string, Rows> => {\n  throw new TypeError("no " + n + 0x1f);\n};';

const notebook = (...outputs: readonly ExportedOutput[]): ExportedNotebook => ({
  title: 'A <notebook>',
  cells: [
    {
      kind: 'markup',
      language: 'markdown',
      text: '# A title\n\nWith `code`.\n\n| a | b |\n|---|--:|\n| 1 | 2 |',
      outputs: [],
    },
    { kind: 'code', language: 'typescript', text: code, executionOrder: 1, outputs },
  ],
});

/** One payload of each kind. */
const kinds = contributions
  .flatMap(({ mimeTypes }) => mimeTypes)
  // A widget is nothing without its kernel: it has no example.
  .filter((mime) => /multitask-notebook\.(?!widget)/.test(mime))
  .map((mime) => {
    const [, kind] = /multitask-notebook\.(\w+)\./.exec(mime) ?? [];
    const [file = ''] = readdirSync('kernel/payloads/examples').filter((name) => name.startsWith(`${kind}-`));
    return output(mime, example(basename(file, '.json')));
  });

const everything = notebook(
  ...kinds,
  output('application/vnd.plotly.v1+json', { data: [{ type: 'scatter', x: [1, 2], y: [3, 1] }], layout: {} }),
  { [stdoutMime]: '\u001b[1;32mgreen\u001b[0m \u001b[33myellow\u001b[0m \u001b[36mcyan\u001b[0m plain\n' },
  { [errorMime]: JSON.stringify({ name: 'TypeError', message: 'no', stack: traceback.join('\n') }) },
);

/** Opens a page from disk; whatever its policy forbids, it asks for or fails at is an error of the test. */
async function open(exported: ExportedNotebook, options: BrowserContextOptions = {}): Promise<Page> {
  const file = join(folder, 'page.html');
  writeFileSync(file, toHtml(exported, scripts));
  const context = await browser.newContext({ viewport: { width: 1100, height: 1000 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!/^(data:|file:.*page\.html)/.test(request.url())) problems.push(request.url());
  });
  problemsOf.set(page, problems);
  await page.goto(pathToFileURL(file).href);
  return page;
}

const problemsOf = new WeakMap<Page, string[]>();

async function close(page: Page): Promise<void> {
  expect(problemsOf.get(page)).toEqual([]);
  await page.context().close();
}

async function chooseTheme(page: Page, name: string): Promise<void> {
  await page.getByLabel('Theme').selectOption(name);
  await page.locator(`:root[data-theme="${name}"]`).waitFor();
}

describe('an exported page, opened from disk', () => {
  it('draws every payload live, within three megabytes, and breaks nothing of its own policy', async () => {
    const page = await open(everything);
    await expect.poll(() => page.locator('.output.drawn').count()).toBe(kinds.length + 1);
    await page.locator('.live .js-plotly-plot').first().waitFor();
    expect(await page.locator('.live [role=alert]:has-text("cannot be drawn")').count()).toBe(0);
    expect(await page.getByText('still', { exact: true }).first().isVisible()).toBe(false);
    expect(Buffer.byteLength(toHtml(everything, scripts))).toBeLessThan(3_000_000);
    await close(page);
  });

  it('answers the pointer, the keys and its buttons', async () => {
    const page = await open(notebook(training, gates));
    await page.locator('.gates-cell, [role=gridcell]').first().hover();
    await page.locator('.multitask-tip:visible').waitFor();
    const scale = page.getByRole('button', { name: 'Log scale' });
    expect(await scale.getAttribute('aria-pressed')).toBe('false');
    await scale.focus();
    await page.keyboard.press('Enter');
    expect(await scale.getAttribute('aria-pressed')).toBe('true');
    await close(page);
  });

  it('zooms where one drags', async () => {
    const page = await open(notebook(training));
    const plot = page.locator('.live .plot', { has: page.locator('.xtick') }).first();
    await plot.locator('.main-svg').first().waitFor();
    const ticks = () => plot.locator('.xtick text').allTextContents();
    const before = await ticks();
    const box = await plot.locator('.nsewdrag').first().boundingBox();
    if (!box) throw new Error('There is nothing to drag.');
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 5 });
    await page.mouse.up();
    await expect.poll(ticks).not.toEqual(before);
    await close(page);
  });

  it.each(['dark', 'light'] as const)('follows the system: %s', async (colorScheme) => {
    const page = await open(notebook(training), { colorScheme });
    await page.locator(`.live .multitask[data-kind=${colorScheme}]`).waitFor();
    await page.emulateMedia({ colorScheme: colorScheme === 'dark' ? 'light' : 'dark' });
    await page.locator(`.live .multitask[data-kind=${colorScheme === 'dark' ? 'light' : 'dark'}]`).waitFor();
    await close(page);
  });

  it.each([
    ['light', 'light'],
    ['dark', 'dark'],
    ['contrast-light', 'high-contrast'],
    ['contrast-dark', 'high-contrast'],
  ])('has the theme %s, in which axe finds nothing', async (name, kind) => {
    const page = await open(everything, { colorScheme: name.endsWith('dark') ? 'light' : 'dark' });
    await chooseTheme(page, name);
    await page.locator(`.live .multitask[data-kind=${kind}]`).first().waitFor();
    await page.screenshot({ path: `out/renderers/export-${name}.png`, fullPage: true });
    const findings = await seriousFindings(page, 'html');
    expect(findings).toEqual([]);
    await close(page);
  });

  it('a frame leads to its cell, where the page has it', async () => {
    const page = await open(everything);
    const frames = page.locator('.error a');
    expect(await frames.allTextContents()).toEqual(['Cell In[1], line 1']);
    await frames.click();
    expect(new URL(page.url()).hash).toBe('#cell-1');
    await close(page);
  });

  it('stands still where scripts are off', async () => {
    const page = await open(everything, { javaScriptEnabled: false });
    expect(await page.getByText('still', { exact: true }).first().isVisible()).toBe(true);
    expect(await page.locator('.live').count()).toBe(0);
    await close(page);
  });

  it('stands still on paper, in light', async () => {
    const page = await open(notebook(training), { colorScheme: 'dark' });
    await page.locator('.output.drawn').waitFor();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByText('still', { exact: true }).isVisible()).toBe(true);
    expect(await page.locator('.live').isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe('rgb(255, 255, 255)');
    await close(page);
  });

  it.each([
    ['newer than its renderers', { ...example('training-finished'), version: 2 }],
    ['nonsense', { version: 1, tasks: 'all' }],
  ])('a payload that is %s keeps its still picture, and the next one is drawn', async (_, payload) => {
    const page = await open(notebook(output(trainingMime, payload), gates));
    await page.locator('.output.drawn').waitFor();
    expect(await page.locator('.output.drawn').count()).toBe(1);
    expect(await page.getByText('still', { exact: true }).first().isVisible()).toBe(true);
    await close(page);
  });

  it('data cannot leave its place', async () => {
    const hostile = '</script><img src=x onerror="document.title = 1"><!--<script>';
    const { run, ...rest } = example('training-finished') as { run: object };
    const page = await open(notebook(output(trainingMime, { ...rest, run: { ...run, title: hostile } })));
    await page.locator('.output.drawn').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.live').textContent()).toContain(hostile);
    await close(page);
  });
});
