import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tableMime } from '../../kernel/payloads/mime.ts';
import type { TablePayload } from '../../kernel/payloads/table/index.ts';
import { tableExamples } from '../support/table-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

/** What only a browser knows of a table: layout, scrolling, directions of text. Hand and keyboard are in test/extension/renderers/table. */
let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('table')]);
});
afterAll(() => browser?.close());
const drawn = drawnBy<TablePayload>(() => ({ browser, bundle }), tableMime);

it('a million rows scroll with few elements, and what is seen is asked for', async () => {
  const columns = Array.from({ length: 200 }, (_, c) => ({ name: `column ${c}`, values: [c, -c] }));
  const million: TablePayload = { version: 1, id: 't', length: 1_000_000, rows: 2, columnsGiven: 200, columns };
  await drawn(million, { messaging: true }, async ({ page }, view) => {
    await view.locator('.table-scroll').evaluate((scroll) => {
      scroll.scrollTop = scroll.scrollHeight;
      scroll.scrollLeft = scroll.scrollWidth;
    });
    const last = view.locator('[data-row="999999"]');
    await expect.poll(() => last.count()).toBe(1);
    expect(await last.locator('.table-cell').last().textContent()).toBe('…');
    // It can be seen: below the head, and right of the row's name.
    expect(
      await last
        .locator('.table-cell')
        .last()
        .evaluate((cell) => {
          const { left, top, width, height } = cell.getBoundingClientRect();
          return document.elementFromPoint(left + width / 2, top + height / 2) === cell;
        }),
    ).toBe(true);
    expect(await view.locator('.table-cell').count()).toBeLessThan(700);
    expect(await page.evaluate(() => window.posted.length)).toBe(1);
  });
});

it('text keeps its direction', async () => {
  await drawn(tableExamples.strange, {}, async (_, view) => {
    const right = view.locator('.table-cell', { hasText: 'مرحبا' });
    expect(await right.evaluate((cell) => getComputedStyle(cell).direction)).toBe('rtl');
  });
});

it('the bundle stays under 100 kB', () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(100_000);
});

const looks = [
  ...(['dark', 'light', 'hc', 'hc-light'] as const).map((theme) => ({ name: 'customers', theme, width: 840 })),
  { name: 'strange', theme: 'dark' as const, width: 400 },
  { name: 'part', theme: 'light' as const, width: 1200 },
  { name: 'no-rows', theme: 'light' as const, width: 400 },
];
it.each(looks)('$name, $theme, $width px: no serious accessibility finding, nothing sticks out', async (look) => {
  await drawn(tableExamples[look.name], { ...look, scale: 2 }, async ({ page }, view) => {
    await view.locator('.table-grid').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await view.screenshot({ path: `out/renderers/table-${look.name}-${look.theme}-${look.width}.png` });
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
