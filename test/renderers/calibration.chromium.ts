import { mkdir } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibrationPayload } from '../../kernel/payloads/calibration.ts';
import { calibrationMime } from '../../kernel/payloads/mime.ts';
import { calibrationPicture } from '../../kernel/pictures/index.ts';
import { calibrationExamples } from '../support/calibration-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import { layoutFaults } from './layout-faults.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
let stills: Page;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('calibration')]);
  stills = await browser.newPage({ viewport: { width: 900, height: 1000 } });
});
afterAll(() => browser?.close());

const onPage = drawnBy<CalibrationPayload>(() => ({ browser, bundle }), calibrationMime);
const names = Object.keys(calibrationExamples) as (keyof typeof calibrationExamples)[];

describe('a calibration', () => {
  it('has a mark a bin, and says why a task has none', async () => {
    await onPage(calibrationExamples.mixed, {}, async (_, view) => {
      const marks = await view
        .locator('.calibration-panel')
        .evaluateAll((panels) => panels.map((panel) => panel.querySelectorAll('.calibration-mark').length));
      expect(marks).toEqual(
        calibrationExamples.mixed.tasks.map((task) => ('curve' in task ? (task.curve?.bins.length ?? 0) : 0)),
      );
      expect(await view.locator('.calibration-panel').first().textContent()).toBe(
        'buysNo label is observed in these rows.',
      );
    });
  });

  it('is walked with arrows as one stop of Tab for each task, and each bin says what it is', async () => {
    await onPage(calibrationExamples.income, {}, async ({ page }, view) => {
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      await view.locator('.report-copy').focus();
      await page.keyboard.press('Tab');
      const first = await focused();
      expect(first).toMatch(/^predicted \.\d+, observed .*1,\d+ rows$/);
      await page.keyboard.press('ArrowRight');
      expect(await focused()).not.toBe(first);
      await page.keyboard.press('End');
      await page.keyboard.press('Tab');
      expect(
        await page.evaluate(() => document.activeElement?.closest('[role=grid]')?.getAttribute('aria-label')),
      ).toBe('Observed by predicted, marital');
    });
  });

  it('is copied as one bin a line', async () => {
    await onPage(calibrationExamples.income, {}, async ({ page }, view) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.locator('.report-copy').click();
      await expect.poll(() => view.locator('.report-copy').textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines[0]).toBe('task,bin,rows,predicted,observed,low,high');
      expect(lines).toHaveLength(31);
    });
  });

  it('refuses what is no calibration in words', async () => {
    await onPage({ ...calibrationExamples.income, version: 2 } as never, {}, async (_, view) => {
      expect(await view.getByRole('alert').textContent()).toMatch(/^This output cannot be drawn\./);
    });
  });
});

const looks = names.flatMap((name) =>
  (['dark', 'light', 'hc', 'hc-light'] as const).flatMap((theme) =>
    [400, 840].map((width) => ({ name, theme, width })),
  ),
);

describe('a calibration has no serious accessibility finding, and no text stands on another', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(calibrationExamples[name], { theme, width, scale: 2 }, async ({ page }, view) => {
      await view.screenshot({ path: `out/renderers/calibration-${name}-${theme}-${width}.png` });
      expect(await seriousFindings(page)).toEqual([]);
      expect(await page.evaluate(layoutFaults, '.multitask')).toEqual([]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(wide).toBeLessThanOrEqual(0);
    });
  });

  it.each(names)('%s, still picture', async (name) => {
    await stills.setContent(calibrationPicture(calibrationExamples[name]));
    await stills.screenshot({ path: `out/renderers/calibration-${name}-still.png`, fullPage: true });
    expect(await stills.evaluate(layoutFaults, 'svg')).toEqual([]);
  });
});
