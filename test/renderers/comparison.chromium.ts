import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComparisonPayload } from '../../kernel/payloads/comparison.ts';
import { comparisonMime } from '../../kernel/payloads/mime.ts';
import { comparisonExamples } from '../support/comparison-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('comparison')]);
});
afterAll(() => browser?.close());

const payloads = comparisonExamples;

const onPage = drawnBy<ComparisonPayload>(() => ({ browser, bundle }), comparisonMime);

describe('a comparison of models', () => {
  it('says what is so, how far it is and what runs', async () => {
    await onPage(payloads.running, {}, async (_, view) => {
      expect(await view.locator('.report-verdict').textContent()).toBe('1 of 2 differences to single is better.');
      expect(await view.locator('.report-progress').textContent()).toBe(
        'running · 13 of 15 trials · 1 failed · about 1:23 leftMMoE, seed 5, epoch 2 of 10',
      );
      expect(await view.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('13');
      expect(await view.locator('.comparison-judgement').allTextContents()).toEqual([
        'baseline',
        'better',
        'not distinguishable',
      ]);
    });
  });

  it('draws seeds, mean and interval on one axis about zero', async () => {
    await onPage(payloads.running, {}, async (_, view) => {
      const boxes = (selector: string) =>
        view.locator(selector).evaluateAll((nodes) =>
          nodes.map((node) => {
            const { x, width } = node.getBoundingClientRect();
            return x + width / 2;
          }),
        );
      const [zero, , other] = await boxes('.comparison-zero');
      expect(other).toBe(zero);
      const [end] = await view
        .locator('.comparison-plot svg')
        .evaluateAll((nodes) => nodes.map((node) => node.getBoundingClientRect().right - 6));
      const [, better, even] = await boxes('.comparison-mean');
      // The axis ends at ±.01; the means are .004 and .0002.
      expect((better - zero) / (end - zero)).toBeCloseTo(0.4, 2);
      expect((even - zero) / (end - zero)).toBeCloseTo(0.02, 2);
    });
  });

  it('is changed in place, and no row moves', async () => {
    await onPage(payloads.running, {}, async ({ render }, view) => {
      const row = view.locator('.comparison-row').nth(1);
      const kept = await row.elementHandle();
      const before = await row.boundingBox();
      await render('one', comparisonMime, { ...payloads.finished, tasks: payloads.running.tasks });
      await expect.poll(() => view.locator('.report-progress').textContent()).toBe('finished · 15 of 15 trials');
      expect(await kept?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await row.boundingBox()).toEqual(before);
    });
  });

  it('is walked with arrows, one stop of Tab a task, and each row says all that is known of it', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      await view.locator('.report-copy').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('ArrowDown');
      const plot = view.locator('.comparison-plot').nth(1);
      expect(await plot.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(await view.getByRole('tooltip', { includeHidden: true }).textContent()).toBe(
        [
          'MMoE: AUC .9040 ±\u00a0.0010',
          'better: +.0040 to single, 95 % interval +.0020 to +.0060, adjusted p .010',
          'seed 1 +.0025, seed 2 +.0035, seed 3 +.0045, seed 4 +.0055',
        ].join('\n'),
      );
      await page.keyboard.press('Tab');
      expect(
        await view
          .locator('.comparison-grid')
          .nth(1)
          .evaluate((grid) => grid.contains(document.activeElement)),
      ).toBe(true);
    });
  });

  it('is copied as one number a line', async () => {
    await onPage(payloads.finished, {}, async ({ page }, view) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.locator('.report-copy').click();
      await expect.poll(() => view.locator('.report-copy').textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines[0]).toBe('task,metric,candidate,verdict,seed,statistic,number');
      expect(lines).toContain('income,auc,MMoE,better,,lower 95 %,0.002');
      expect(lines.filter((line) => /^income,auc,MMoE,better,\d+,difference,/.test(line))).toHaveLength(4);
    });
  });

  it('refuses what is no comparison in words', async () => {
    await onPage({ ...payloads.running, version: 2 } as never, {}, async (_, view) => {
      expect(await view.getByRole('alert').textContent()).toMatch(/^This output cannot be drawn\./);
    });
  });
});

const themes: readonly HostTheme[] = ['dark', 'light', 'hc'];
const looks = (Object.keys(payloads) as (keyof typeof payloads)[]).flatMap((name) =>
  themes.flatMap((theme) => [400, 840].map((width) => ({ name, theme, width }))),
);

describe('a comparison has no serious accessibility finding, and nothing is cut', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(payloads[name], { theme, width, scale: 2 }, async ({ page }, view) => {
      await view.screenshot({ path: `out/renderers/comparison-${name}-${theme}-${width}.png` });
      const findings = await seriousFindings(page);
      expect(findings).toEqual([]);
      const cut = await view
        .locator('.comparison-value, .comparison-judgement, .comparison-axis > span')
        .evaluateAll((nodes) =>
          nodes.filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent),
        );
      expect(cut).toEqual([]);
    });
  });
});
