import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, largestReport, oddReports } from '../support/gate-examples.ts';
import { gatesPages } from './gates-page.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('gates')]);
});
afterAll(() => browser?.close());
const onPage = gatesPages(
  () => browser,
  () => bundle,
);

const healthy = gatesPayload(gateExamples.healthy);
const collapsed = gatesPayload(gateExamples.collapsed);
const levels = gatesPayload(oddReports.levels);

const rowTexts = (view: Locator) =>
  view
    .locator('.gates-map .gates-row:has(.gates-cell)')
    .evaluateAll((rows) =>
      rows.map((row) =>
        [...row.querySelectorAll('.gates-mean, .gates-unconnected')]
          .map((cell) => cell.firstChild?.textContent)
          .join(' '),
      ),
    );

it('the bundle stays small: no Plotly in it', () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(120_000);
});

describe('the first glance', () => {
  it('says what is so and shows every mean weight with its three statistics', async () => {
    await onPage(healthy, {}, async (_, view) => {
      expect(await view.locator('.verdict').textContent()).toContain('No alarms. income leans on E0 (48\u00a0%)');
      expect(await rowTexts(view)).toEqual([
        '.477 .014 .044 .057 .176 .056 .106 .072',
        '.035 .449 .377 .030 .006 .042 .013 .048',
      ]);
      expect(await view.locator('.gates-statistic b').allTextContents()).toEqual([
        '2.6',
        '5.0',
        '.31',
        '1.4',
        '3.7',
        '.48',
      ]);
      expect(await view.locator('.gates-disclosure').textContent()).toBe(
        '▸More JS between tasks .57 · all statistics · contribution · by education · over epochs · expert similarity (E1, E2: .87)',
      );
    });
  });

  it.each([
    [840, healthy],
    [400, healthy],
    [840, collapsed],
    [400, collapsed],
    [840, levels],
  ] as const)('verdict and map fit 400 px (output %i px wide)', async (width, payload) => {
    await onPage(payload, { width }, async (_, view) => {
      const top = await view.locator('.gates').boundingBox();
      const map = await view.locator('.gates-map').boundingBox();
      expect((map?.y ?? 0) + (map?.height ?? 1000) - (top?.y ?? 0)).toBeLessThan(400);
    });
  });

  it('at 400 px experts go down, tasks across', async () => {
    await onPage(healthy, { width: 400 }, async (_, view) => {
      expect((await rowTexts(view)).slice(0, 3)).toEqual(['.477 .035', '.014 .449', '.044 .377']);
      expect(await view.locator('.gates-histograms').first().isVisible()).toBe(false);
    });
  });

  it('an expert that a gate does not see is a dash, not a 0', async () => {
    await onPage(levels, {}, async (_, view) => {
      expect(await rowTexts(view)).toEqual(['.310 .220 .050 – – – .300 .120', '– – – .520 .020 .200 .010 .250']);
      expect(await view.locator('.gates-owner').allTextContents()).toEqual(['income', 'marital', 'shared']);
      expect(await view.locator('.gates-unconnected').first().getAttribute('data-tip')).toBe(
        'income · marital 1.0 (marital expert 1.0)\nnot connected: this gate does not see the expert',
      );
    });
  });

  it('nothing to route: one line and nothing else', async () => {
    await onPage(gatesPayload(oddReports.idle), {}, async (_, view) => {
      expect(await view.locator('.verdict').textContent()).toBe(
        'One expert serves all tasks; there is nothing to route.',
      );
      expect(await view.locator('.gates-map').isVisible()).toBe(false);
      expect(await view.locator('.gates-disclosure').isVisible()).toBe(false);
    });
  });

  it('one task: no divergence and no choice of gate', async () => {
    await onPage(gatesPayload(oddReports['one task']), {}, async (_, view) => {
      await view.locator('.gates-disclosure').click();
      expect(await view.locator('.gates-divergence').count()).toBe(0);
      expect(await view.locator('.gates-choices button').count()).toBe(0);
    });
  });
});

describe('alarms', () => {
  it('are spoken once, with code to copy', async () => {
    await onPage(collapsed, {}, async (opened, view) => {
      await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const alert = view.getByRole('alert');
      expect(await alert.textContent()).toContain('Both gates put 98\u00a0% of their weight on one expert');
      const kept = await alert.locator('p').first().elementHandle();
      await opened.render('one', gatesMime, { ...collapsed, epoch: 4 });
      await expect.poll(() => view.locator('.gates-facts').textContent()).toContain('epoch 4');
      expect(await kept?.evaluate((node) => node.isConnected)).toBe(true);
      await view.getByRole('button', { name: 'Copy the fix' }).click();
      expect(await opened.page.evaluate(() => navigator.clipboard.readText())).toBe('inputs: "standardised"');
    });
  });

  it('the further ones wait behind a button', async () => {
    const [first] = [collapsed.verdict];
    const more = [1, 2].map((i) => ({ headline: [{ text: `alarm ${i}` }], detail: [{ text: `remedy ${i}` }] }));
    await onPage({ ...collapsed, verdict: { ...first, more } }, {}, async ({ page }, view) => {
      const button = view.getByRole('button', { name: 'and 2 more' });
      expect(await view.getByText('remedy 2').isVisible()).toBe(false);
      await button.focus();
      await page.keyboard.press('Enter');
      expect(await view.getByText('remedy 2').isVisible()).toBe(true);
      expect(await view.getByRole('button', { name: 'show one' }).getAttribute('aria-expanded')).toBe('true');
    });
  });
});

describe('More', () => {
  it('chooses segments and gates', async () => {
    await onPage(healthy, {}, async ({ page }, view) => {
      await view.locator('.gates-disclosure').click();
      const names = () => view.locator('.gates-segment-name').allTextContents();
      expect((await names()).slice(0, 2)).toEqual(['all rows', 'Children']);
      await view.getByRole('combobox', { name: 'Segment' }).selectOption({ label: 'income (label)' });
      expect(await names()).toEqual(['all rows', '0', '1']);
      const marital = view.getByRole('button', { name: 'marital' });
      await marital.focus();
      await page.keyboard.press('Space');
      expect(await marital.getAttribute('aria-pressed')).toBe('true');
      expect(await marital.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(await view.locator('.gates-segment-cell').first().textContent()).toBe('.035');
    });
  });

  it('statistics are a table with a caption, definitions in the heads', async () => {
    await onPage(healthy, {}, async (_, view) => {
      await view.locator('.gates-disclosure').click();
      const table = view.getByRole('table', { name: 'Statistics of the gates' });
      expect(await table.locator('tbody tr').first().locator('.gates-number').allTextContents()).toEqual([
        '.466',
        '.773',
        '.307',
        '2.6',
        '5.0',
        '1.27',
      ]);
      expect(await table.locator('thead th').first().getAttribute('data-tip')).toContain('−Σ gₑ ln gₑ, ÷ ln n');
      expect(await view.locator('.gates-divergence').textContent()).toContain('.57 0–1 bit');
    });
  });

  it('the other level shows its own gates', async () => {
    await onPage(levels, {}, async (_, view) => {
      await view.getByRole('button', { name: 'Level 0' }).click();
      expect((await rowTexts(view))[2]).toBe('.100 .200 .050 .150 .050 .150 .200 .100');
      expect(await view.getByRole('button', { name: 'Level 0' }).getAttribute('aria-pressed')).toBe('true');
    });
  });

  it('opens the level of the gravest alarm, and marks every level that has one', async () => {
    const verdict = { ...collapsed.verdict, level: 0, more: [{ ...collapsed.verdict, level: 0 }] };
    await onPage({ ...levels, verdict }, {}, async (_, view) => {
      const [lower, upper] = ['Level 0', 'Level 1'].map((name) => view.getByRole('button', { name }));
      expect(await lower.getAttribute('aria-pressed')).toBe('true');
      expect(await lower.textContent()).toBe('Level 0 ▲, has an alarm');
      expect(await upper.textContent()).toBe('Level 1');
      await upper.click();
      expect(await upper.getAttribute('aria-pressed')).toBe('true');
    });
  });

  it('very many experts are bars, the most used first; the order can be changed', async () => {
    await onPage(gatesPayload(oddReports['many experts']), {}, async (_, view) => {
      const first = () => view.locator('.gates-bar-cell').first().getAttribute('data-expert');
      expect(await first()).not.toBe('0');
      const [largest, number] = ['largest weight', 'number'].map((name) => view.getByRole('button', { name }));
      expect(await largest.getAttribute('aria-pressed')).toBe('true');
      await number.click();
      expect([await first(), await number.getAttribute('aria-pressed')]).toEqual(['0', 'true']);
      const axis = await view.locator('.gates-tick-name').allTextContents();
      expect(axis.slice(0, 2)).toEqual(['E0', 'E3']);
      // A task's bars are in its hue, also where a scale could not be.
      const colours = await view
        .locator('.gates-bar')
        .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).backgroundColor));
      expect(new Set(colours).size).toBe(3);
      expect(await view.locator('.gates-leaders').first().locator('span').count()).toBe(5);
    });
  });

  it('the largest report that crosses is drawn', async () => {
    await onPage(gatesPayload(largestReport()), {}, async (_, view) => {
      expect(await view.locator('.gates-bar-cell').count()).toBe(64 * 256);
      await view.locator('.gates-disclosure').click();
      expect(await view.locator('.gates-table tbody tr').count()).toBe(64);
    });
  });

  it('ablation is shown when it was measured', async () => {
    const [level] = healthy.levels;
    const gates = level.gates.map((gate) => ({ ...gate, ablation: gate.mean.map((_, e) => -e / 1000) }));
    await onPage({ ...healthy, levels: [{ ...level, gates }] }, { width: 1100 }, async (_, view) => {
      await view.locator('.gates-disclosure').click();
      expect((await view.locator('.gates-lost').allTextContents()).slice(0, 3)).toEqual(['.0000', '−.0010', '−.0020']);
    });
  });
});

describe('untrusted payloads', () => {
  it('names are text wherever they stand', async () => {
    await onPage(gatesPayload(oddReports.hostile), {}, async ({ page }, view) => {
      await view.locator('.gates-disclosure').click();
      await view.locator('.gates-cell').first().hover();
      expect(await view.locator('.multitask-tip').textContent()).toContain('<img src=x');
      expect(await page.locator('#one img, #one script').count()).toBe(0);
      expect(await page.title()).toBe('Notebook outputs');
    });
  });

  it.each<readonly [string, unknown, string]>([
    [
      'a later version',
      { version: 2 },
      'It was written by a newer Multitask Notebooks (version 2; this one draws version 1). Update the extension.',
    ],
    ['another shape', { version: 1, model: 3 }, 'payload.model is 3; a string was expected.'],
  ])('%s is said in place', async (_, payload, reason) => {
    await onPage(healthy, {}, async (opened, view) => {
      await opened.render('one', gatesMime, payload);
      expect(await view.getByRole('alert').textContent()).toBe(`This output cannot be drawn.${reason}`);
      await opened.render('one', gatesMime, healthy);
      expect(await view.locator('.gates-map').isVisible()).toBe(true);
    });
  });
});
