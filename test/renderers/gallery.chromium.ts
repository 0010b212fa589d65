import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleNames, galleryPage, galleryThemes, galleryWidths } from './gallery.ts';
import { launchChromium } from './renderer-page.ts';

const names = await exampleNames();
let browser: Browser;
let page: Page;
const wrong: string[] = [];
beforeAll(async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'gallery-')), 'index.html');
  await writeFile(file, await galleryPage());
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1500, height: 900 } });
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('request', (request) => {
    if (!/^(data|about):/.test(request.url()) && request.url() !== pathToFileURL(file).href) wrong.push(request.url());
  });
  // Not until all of its frames are drawn: each test waits for its own.
  await page.goto(pathToFileURL(file).href, { waitUntil: 'domcontentloaded' });
});
afterAll(() => browser?.close());

describe('the gallery, opened from a file', () => {
  it.each(names)('%s, in every theme and width, and as a still picture', async (name) => {
    const titles = await page
      .locator(`#${name} iframe`)
      .evaluateAll((all) => all.map((frame) => frame.getAttribute('title') ?? ''));
    const all = galleryThemes.flatMap((theme) =>
      Object.keys(galleryWidths).map((width) => `${name}, ${theme}, ${width}`),
    );
    expect(titles).toEqual(all);
    const still = page.locator(`#${name} img`);
    // The still picture of a table is its HTML.
    expect(await still.count()).toBe(name.startsWith('table-') ? 0 : 1);
    if (!name.startsWith('table-')) {
      await still.scrollIntoViewIfNeeded();
      const width = await still.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth));
      expect(width).toBe(860);
    }
    // The first and the last theme: each drawing takes its time.
    for (const title of [titles[0], titles[titles.length - 1]]) {
      const frame = page.locator(`iframe[title="${title}"]`);
      await frame.scrollIntoViewIfNeeded();
      await expect.poll(() => frame.getAttribute('data-drawn')).toBe('');
      const inside = frame.contentFrame().locator('.multitask');
      expect(await inside.count()).toBe(1);
      expect(await inside.getByText('This output cannot be drawn').count()).toBe(0);
    }
    expect(wrong).toEqual([]);
  });
});
