import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportancePayload } from '../../kernel/payloads/importance.ts';
import { importanceMime } from '../../kernel/payloads/mime.ts';
import { importanceExamples } from '../support/importance-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('importance')]);
});
afterAll(() => browser?.close());

const onPage = drawnBy<ImportancePayload>(() => ({ browser, bundle }), importanceMime);

describe('the importance of features', () => {
  it('draws bars of one length for one loss, from zero', async () => {
    await onPage(importanceExamples.income, {}, async (_, view) => {
      const widths = await view
        .locator('.importance-cell rect')
        .evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
      // age: .0213 for income, .1904 for marital, on one scale.
      expect(widths[1] / widths[0]).toBeCloseTo(0.1904 / 0.0213, 0);
      expect(await view.locator('.importance-number').allTextContents()).toEqual([
        '+.0213',
        '+.1904',
        '+.0302',
        '0',
        '0',
        '+.0297',
        '+.0101',
        '+.0031',
        '0',
        '0',
        '−.0062',
        '0',
      ]);
    });
  });

  it('is walked with arrows as one stop of Tab, and each cell says what it is', async () => {
    await onPage(importanceExamples.income, {}, async ({ page }, view) => {
      await view.locator('.report-copy').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowRight');
      expect(await page.evaluate(() => document.activeElement?.querySelector('.for-readers')?.textContent)).toBe(
        'education, for marital: AUC lost +.0004 ±\u00a0.0011, within two standard errors of 0',
      );
    });
  });

  it('is copied as one loss a line', async () => {
    await onPage(importanceExamples.mixed, {}, async ({ page }, view) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.locator('.report-copy').click();
      await expect.poll(() => view.locator('.report-copy').textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines.slice(0, 2)).toEqual(['feature,task,metric,loss,standard error', 'city + country,buys,auc,,']);
      expect(lines).toHaveLength(7);
    });
  });

  it('refuses what is no importance in words', async () => {
    await onPage({ ...importanceExamples.income, version: 2 } as never, {}, async (_, view) => {
      expect(await view.getByRole('alert').textContent()).toMatch(/^This output cannot be drawn\./);
    });
  });
});

const looks = (Object.keys(importanceExamples) as (keyof typeof importanceExamples)[]).flatMap((name) =>
  (['dark', 'light', 'hc', 'hc-light'] as const).flatMap((theme) =>
    [400, 840].map((width) => ({ name, theme, width })),
  ),
);

describe('importance has no serious accessibility finding, and nothing is cut', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(importanceExamples[name], { theme, width, scale: 2 }, async ({ page }, view) => {
      await view.screenshot({ path: `out/renderers/importance-${name}-${theme}-${width}.png` });
      const findings = await seriousFindings(page);
      expect(findings).toEqual([]);
      const cut = await view
        .locator('.importance-number')
        .evaluateAll((all) =>
          all.filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent),
        );
      expect(cut).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
    });
  });
});
