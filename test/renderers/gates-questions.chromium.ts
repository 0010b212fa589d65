import { mkdir } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatesLevel, GatesPayload } from '../../kernel/payloads/gates.ts';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../support/gate-examples.ts';
import { seriousFindings } from './axe.ts';
import { gatesPages } from './gates-page.ts';
import { bundleRenderer, launchChromium, type RendererPage } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('gates')]);
});
afterAll(() => browser?.close());
const onPage = gatesPages(
  () => browser,
  () => bundle,
);

const live = (payload: GatesPayload): GatesPayload => ({ ...payload, id: 'gates-1' });
const healthy = live(gatesPayload(gateExamples.healthy));
const withLevel = (change: (level: GatesLevel) => Partial<GatesLevel>): GatesPayload => ({
  ...healthy,
  levels: healthy.levels.map((level) => ({ ...level, ...change(level) })),
});
const without = {
  rows: 20_000,
  tasks: [
    { task: 0, metric: 'auc', difference: -0.0041, error: 0.0012 },
    { task: 1, metric: 'auc', difference: 0.00004, error: 0.0002 },
  ],
} as const;
const answered = withLevel(({ experts }) => ({
  experts: experts.map((each, e) => (e === 0 ? { ...each, without } : each)),
}));
const rows: GatesLevel['rows'] = {
  gate: 0,
  expert: 0,
  bin: 9,
  low: 0.45,
  high: 0.5,
  count: 1204,
  columns: ['row', 'weight', 'income', 'income predicted', 'age', 'education', '<b>tag</b>'],
  lines: Array.from({ length: 50 }, (_, i) => [
    String(17 * i),
    '.472',
    String(i % 2),
    '.0831',
    String(20 + i),
    'Some college but no degree, and a very long name of a category that does not fit',
    '<img src=x>',
  ]),
};
const posted = ({ page }: RendererPage) => page.evaluate(() => window.posted);
const say = ({ page }: RendererPage, ask: number, answer: unknown) =>
  page.evaluate((message) => window.answerMessage(message), { ask, answer });
const status = (view: Locator) => view.locator('.gates-status').textContent();

describe('an expert', () => {
  it('asked by Enter on its cell: waits, works, and the answer comes with the output', async () => {
    await onPage(healthy, { messaging: true }, async (opened, view) => {
      await view.locator('.gates-map .gates-cell').first().focus();
      await opened.page.keyboard.press('Enter');
      const question = { kind: 'without', expert: 0, report: 'gates-1', level: 0 };
      expect(await posted(opened)).toEqual([{ ask: 1, question }]);
      await say(opened, 1, { state: 'waits' });
      expect(await status(view)).toBe('What tasks lose without E0: waits for the cell that runs.');
      await say(opened, 1, { state: 'works' });
      expect(await status(view)).toBe('What tasks lose without E0: working it out…');
      await opened.render('one', gatesMime, answered);
      await say(opened, 1, { state: 'answered' });
      expect(await status(view)).toBe('');
      await expect
        .poll(() => view.locator('.gates-loss-line').textContent())
        .toBe('Without E0income AUC −.0041 ±\u00a0.0012marital AUC .0000 ±\u00a0.0002paired s.e., 20,000 rows');
      // Only what is more than two standard errors is bold.
      expect(await view.locator('.gates-loss b').allTextContents()).toEqual(['AUC −.0041 ±\u00a0.0012']);
      expect(
        await view
          .locator('.gates-map .gates-cell')
          .first()
          .evaluate((node) => node === document.activeElement),
      ).toBe(true);
    });
  });

  it('asked by a click on its name; known already, it is not asked again', async () => {
    await onPage(answered, { messaging: true }, async (opened, view) => {
      await view.locator('.gates-map .gates-expert').nth(3).click();
      await view.locator('.gates-map .gates-expert').first().click();
      expect(await posted(opened)).toEqual([
        { ask: 1, question: { kind: 'without', expert: 3, report: 'gates-1', level: 0 } },
      ]);
    });
  });

  it('refused: says why, and what is known stays', async () => {
    await onPage(answered, { messaging: true }, async (opened, view) => {
      await view.locator('.gates-map .gates-expert').nth(3).click();
      await say(opened, 1, {
        state: 'refused',
        words: 'The model was changed since this report: run the cell of the report again.',
      });
      expect(await status(view)).toBe(
        'What tasks lose without E3: The model was changed since this report: run the cell of the report again.',
      );
      expect(await view.locator('.gates-loss-line').count()).toBe(1);
      await say(opened, 1, { state: 'nonsense' });
      expect(await status(view)).toMatch(/^What tasks lose without E3: answer\.state is/);
    });
  });

  it('nobody to ask, or a report of a kernel that could not be asked: nothing is offered, what is saved is drawn', async () => {
    for (const [payload, messaging] of [
      [answered, undefined],
      [{ ...answered, id: undefined }, true],
    ] as const) {
      await onPage(payload, messaging ? { messaging } : {}, async (_, view) => {
        await view.locator('.gates-map .gates-expert').nth(3).click();
        expect(await status(view)).toBe('');
        expect(await view.locator('.gates-bin').count()).toBe(0);
        expect(await view.locator('.gates-cell').first().getAttribute('data-tip')).not.toContain('Enter');
        expect(await view.locator('.gates-loss-line').count()).toBe(1);
      });
    }
  });
});

describe('a bar', () => {
  it('asked by Enter: arrows walk the bars that have rows', async () => {
    await onPage(healthy, { messaging: true }, async (opened, view) => {
      const bars = view.locator('.gates-bin');
      expect(await view.locator('.gates-bin[tabindex="0"]').count()).toBe(1);
      await bars.first().focus();
      await opened.page.keyboard.press('ArrowRight');
      expect(await bars.nth(1).evaluate((node) => node === document.activeElement)).toBe(true);
      await opened.page.keyboard.press('Enter');
      const { gate, expert, bin } = await bars.nth(1).evaluate((node) => ({ ...(node as HTMLElement).dataset }));
      expect([gate, expert, bin]).toEqual(['0', '0', '1']);
      expect(await posted(opened)).toEqual([
        { ask: 1, question: { kind: 'rows', gate: 0, expert: 0, bin: 1, report: 'gates-1', level: 0 } },
      ]);
    });
  });

  it('its rows are a table of text, the first fifty of all', async () => {
    await onPage(
      withLevel(() => ({ rows })),
      {},
      async ({ page }, view) => {
        const table = view.getByRole('table', { name: 'income gives E0 a weight of .45 to .50 in 1,204 rows' });
        expect(await table.locator('tbody tr').count()).toBe(50);
        expect(await view.locator('.gates-rows .gates-section').textContent()).toContain('the first 50');
        expect(await table.locator('thead th').allTextContents()).toEqual(rows.columns);
        expect(await page.locator('#one img').count()).toBe(0);
      },
    );
  });
});

it('"?" says the words in plain ones, on the report’s own numbers', async () => {
  await onPage(healthy, {}, async ({ page }, view) => {
    const button = view.getByRole('button', { name: 'Explain the words' });
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    const words = await view.locator('.gates-explanation').textContent();
    expect(words).toContain('income gives E0 .477 on average: 48\u00a0% of its mix');
    expect(words).toContain('One row of income uses about 2.6 of 8 experts, all 49,881 rows together about 5.0.');
    expect(words).toContain('For income it is .31: which expert a row goes to depends on the row.');
    expect(words).toContain('income and marital: .57 bit; 23\u00a0% of their weight is on the same experts.');
    expect(words).toContain('E1 and E2 are the most alike, .87: alike, but not the same.');
    await page.keyboard.press('Enter');
    expect(await view.locator('.gates-explanation').isVisible()).toBe(false);
  });
});

it('the bundle stays under 200 kB', () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(200_000);
});

const all = withLevel(({ experts }) => ({
  rows,
  experts: experts.map((each, e) => (e < 2 ? { ...each, without } : each)),
}));
const shown: Readonly<Record<string, GatesPayload>> = {
  answers: all,
  levels: live(gatesPayload(oddReports.levels)),
  'many-experts': live(gatesPayload(oddReports['many experts'])),
  'many-tasks': live(gatesPayload(oddReports['many tasks'])),
};
const looks = [
  ...(['dark', 'light', 'hc'] as const).flatMap((theme) =>
    [840, 400].map((width) => ({ name: 'answers', theme, width })),
  ),
  ...['levels', 'many-experts', 'many-tasks'].flatMap((name) => [
    { name, theme: 'dark' as const, width: 400 },
    { name, theme: 'light' as const, width: 840 },
  ]),
];

describe('questions, answers and explanation have no serious accessibility finding, and nothing sticks out', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(shown[name], { theme, width, scale: 2, messaging: true }, async (opened, view) => {
      const { page } = opened;
      await view.getByRole('button', { name: 'Explain the words' }).click();
      await view.locator('.gates-disclosure').click();
      await view.locator('.gates-map [data-expert="2"]').first().click();
      await say(opened, 1, {
        state: 'refused',
        words: 'No kernel runs for this notebook: run the cell of the report again.',
      });
      await view.screenshot({ path: `out/renderers/gates-questions-${name}-${theme}-${width}.png` });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      const findings = await seriousFindings(page);
      expect(findings).toEqual([]);
    });
  });
});
