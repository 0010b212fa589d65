import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { searchMime } from '../../kernel/payloads/mime.ts';
import type { SearchPayload } from '../../kernel/payloads/search.ts';
import { searchEnd, searchExample } from '../support/search-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('search')]);
});
afterAll(() => browser?.close());

const payloads: Readonly<Record<string, SearchPayload>> = {
  running: searchExample,
  finished: searchEnd,
  waiting: {
    ...searchExample,
    rung: { done: 0, of: 6 },
    states: { done: 0, stopped: 0, failed: 0, waiting: 6 },
    trials: searchExample.trials.map(({ reason: _, ...trial }) => ({
      ...trial,
      state: 'waiting',
      value: null,
      epoch: 0,
      epochs: 0,
    })),
  },
};

const onPage = drawnBy<SearchPayload>(() => ({ browser, bundle }), searchMime);

describe('a search of options', () => {
  it('says what is so and how far it is', async () => {
    await onPage(payloads.running, {}, async ({ render }, view) => {
      expect(await view.locator('.report-verdict').textContent()).toBe(
        'Best mean validation AUC so far: .9000 with learningRate .00316, experts 8, an option with a very long name .125.',
      );
      expect(await view.locator('.report-progress').textContent()).toBe(
        'running · 1 of 2 trials of this rung2 stopped · 1 failed',
      );
      expect(await view.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('1');
      await render('one', searchMime, payloads.finished);
      await expect.poll(() => view.locator('.report-verdict').textContent()).toBe(searchEnd.words);
    });
  });

  it('draws each trial through its axes and is changed in place; nothing below moves', async () => {
    await onPage(payloads.waiting, {}, async ({ render }, view) => {
      expect(await view.locator('.search-line').count()).toBe(0);
      const before = await view.locator('.search-table').boundingBox();
      await render('one', searchMime, payloads.running);
      await expect.poll(() => view.locator('.search-line').count()).toBe(3);
      expect(await view.locator('.search-table').boundingBox()).toMatchObject({ x: before?.x, y: before?.y });
      const [line] = await view.locator('.search-line').elementHandles();
      await render('one', searchMime, payloads.finished);
      await expect.poll(() => view.locator('.report-progress').textContent()).toMatch(/^finished/);
      expect(await line.evaluate((node) => node.isConnected)).toBe(true);
    });
  });

  it('is walked with arrows from the best trial on, and each says all that is known of it', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      await view.locator('.report-copy').focus();
      await page.keyboard.press('Tab');
      const tip = view.getByRole('tooltip', { includeHidden: true });
      expect(await tip.textContent()).toBe(
        'trial 2: learningRate .00316, experts 8, an option with a very long name .125\nmean validation AUC .9000 after epoch 2 of 3 trained\nwaiting',
      );
      await page.keyboard.press('ArrowDown');
      expect(await tip.textContent()).toMatch(/^trial 1: /);
      const colour = (selector: string) =>
        view.locator(selector).evaluate((node) => getComputedStyle(node).getPropertyValue('stroke'));
      expect(await colour('.search-line[data-trial="1"]')).toBe(
        await view.evaluate((node) => getComputedStyle(node.querySelector('.multitask') ?? node).color),
      );
      await page.keyboard.press('Escape');
      expect(await tip.count()).toBe(0);
    });
  });

  it('shows the trial under the pointer, in the chart and in the table', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      await view.locator('.search-table tbody tr').nth(0).hover();
      expect(await view.locator('.search-pointed').getAttribute('data-trial')).toBe('2');
      const box = await view.locator('.search-line[data-trial="4"]').boundingBox();
      await page.mouse.move((box?.x ?? 0) + 40, (box?.y ?? 0) + 3);
      expect(await view.getByRole('tooltip', { includeHidden: true }).textContent()).toMatch(/^trial 4: /);
      expect(await view.locator('.search-pointed').getAttribute('data-trial')).toBe('4');
    });
  });

  it('is copied a line a trial, numbers with all their digits', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.locator('.report-copy').click();
      await expect.poll(() => view.locator('.report-copy').textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).trim().split('\n');
      expect(lines).toHaveLength(7);
      expect(lines[0]).toBe(
        'trial,state,mean validation AUC,epoch,trained,learningRate,experts,an option with a very long name',
      );
      expect(lines[1]).toBe('2,waiting,0.9,2,3,0.0031622776,8,0.125');
    });
  });

  it('is saved with its lines', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      const saved = page.waitForEvent('download');
      await view.getByRole('button', { name: 'Save SVG' }).click();
      const stream = await (await saved).createReadStream();
      const text = (await stream.toArray()).join('');
      expect(text).toContain('learningRate');
      expect(text.match(/<path/g)?.length).toBeGreaterThan(7);
    });
  });

  it('refuses what is no search in words', async () => {
    await onPage({ ...payloads.running, version: 2 } as never, {}, async (_, view) => {
      expect(await view.getByRole('alert').textContent()).toMatch(/^This output cannot be drawn\./);
    });
  });
});

const themes: readonly HostTheme[] = ['dark', 'light', 'hc'];
const looks = Object.keys(payloads).flatMap((name) =>
  themes.flatMap((theme) => [400, 840].map((width) => ({ name, theme, width }))),
);

describe('a search has no serious accessibility finding', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(payloads[name], { theme, width, scale: 2 }, async ({ page }, view) => {
      await view.screenshot({ path: `out/renderers/search-${name}-${theme}-${width}.png` });
      const findings = await seriousFindings(page);
      expect(findings).toEqual([]);
    });
  });
});
