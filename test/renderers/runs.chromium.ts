import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunRow, runRow } from '../../kernel/payloads/runs/index.ts';
import type { TrainingPayload, TrainingVerdict } from '../../kernel/payloads/training.ts';
import { changedRun, usualSettings } from '../support/run-rows.ts';
import { seriousFindings } from './axe.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';
import { openRuns, type RunsPage, type RunsPageOptions } from './runs-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('runs')]);
});
afterAll(() => browser?.close());

const overfits: TrainingVerdict = {
  tone: 'warning',
  kind: 'overfits',
  headline: [{ text: 'It overfits since epoch 2.' }],
  detail: [{ text: 'Validation loss of income .2010 → .2570.' }],
};
const dead: TrainingVerdict = {
  tone: 'error',
  kind: 'dead',
  headline: [{ text: 'The model predicts the same for every row.' }],
  detail: [{ text: 'AUC .5000 in every epoch.' }],
  fix: 'learningRate: 0.001',
};
const good: TrainingVerdict = { tone: 'good', kind: 'good', headline: [{ text: 'Nothing to say.' }], detail: [] };

type Found = { readonly row: RunRow; readonly payload: TrainingPayload };

function found(payloads: readonly TrainingPayload[]): readonly Found[] {
  return payloads.map((payload, i) => {
    const notebook = i % 5 === 4 ? 'studies/other.ipynb' : 'start-here.ipynb';
    return { payload, row: runRow({ key: `run ${i}`, seen: i, notebook, cell: 3 + (i % 4), shown: 'shown' }, payload) };
  });
}

const rates = ['0.001', '0.003', '10'];
/** Five seeds of MMoE, five of PLE, and two of a learning rate that kills and an old notebook. */
const twelve = found([
  ...[1, 2, 3, 4, 5].map((seed) => changedRun({ number: seed, seed, auc: 0.94 + 0.001 * (seed % 3), verdict: good })),
  ...[1, 2, 3, 4, 5].map((seed) =>
    changedRun({
      number: 5 + seed,
      seed,
      title: 'PLE',
      auc: 0.943 + 0.001 * (seed % 4),
      verdict: seed === 4 ? overfits : good,
    }),
  ),
  changedRun({
    number: 11,
    auc: 0.5,
    aucError: 0.004,
    settings: { ...usualSettings, seed: '1', learningRate: '10' },
    verdict: dead,
  }),
  changedRun({ number: 3, title: 'Shared-Bottom', auc: 0.931, settings: undefined, state: 'interrupted' }),
]);
const thousand = found(
  Array.from({ length: 1000 }, (_, i) =>
    changedRun({
      number: i + 1,
      seed: i,
      title: ['MMoE', 'PLE', 'ESMM'][i % 3],
      auc: 0.9 + ((i * 37) % 100) / 2000,
      settings: { ...usualSettings, learningRate: rates[i % 2], experts: String(i) },
    }),
  ),
);
const several = { one: twelve.slice(0, 1), twelve, thousand };

/** The page with these runs, which answers what the table asks for as the extension does. */
async function onPage(runs: readonly Found[], options: RunsPageOptions, check: (opened: RunsPage) => Promise<void>) {
  const opened = await openRuns(browser, bundle, options);
  try {
    await opened.tell({ kind: 'rows', rows: runs.map(({ row }) => row), removed: [], note: '' });
    await expect.poll(() => opened.page.getByRole('row').count()).toBeGreaterThan(1);
    await check(opened);
    expect(opened.errors).toEqual([]);
  } finally {
    await opened.page.context().close();
  }
}

async function answer({ posted, tell }: RunsPage, runs: readonly Found[]): Promise<void> {
  await expect.poll(async () => (await posted()).some(({ kind }) => kind === 'payloads')).toBe(true);
  const keys = (await posted()).flatMap((message) => (message.kind === 'payloads' ? message.keys : []));
  const wanted = runs.filter(({ row }) => keys.includes(row.key));
  await tell({ kind: 'payloads', runs: wanted.map(({ row, payload }) => ({ key: row.key, payload })) });
}

const names = (opened: RunsPage) => opened.page.locator('.runs-body [data-column=name] .runs-text').allTextContents();

describe('the table of runs', () => {
  it('folds seeds, newest on top, and shows only what differs', async () => {
    await onPage(twelve, {}, async (opened) => {
      const { page } = opened;
      expect(await names(opened)).toEqual([
        'Shared-Bottom · run 3',
        'MMoE · run 11',
        'PLE · 5 seeds',
        'MMoE · 5 seeds',
      ]);
      expect(await page.getByRole('columnheader').allTextContents()).toEqual([
        ...[
          'Run',
          'learningRate',
          'Verdict',
          'income AUC',
          'marital AUC',
          'Notebook and cell',
          'Curve',
          'seed',
          'Time',
        ],
      ]);
      expect(await page.getByRole('status').textContent()).toBe(
        '12 runs, 2 groups of seeds · census-income · 199,523 rows',
      );
      // AUC .941, .942, .940, .941, .942: mean .9412, sd .000837, s.e. .000374.
      const cells = page.getByRole('row').filter({ hasText: 'MMoE · 5 seeds' }).locator('[data-column="task income"]');
      expect(await cells.textContent()).toBe('.9412 ±\u00a0.0004');
    });
  });

  it('is sorted by a click on a head, the best first, and the other way by another', async () => {
    await onPage(twelve, {}, async (opened) => {
      const head = opened.page.getByRole('columnheader', { name: 'income AUC' });
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('descending');
      expect(await names(opened)).toEqual([
        'PLE · 5 seeds',
        'MMoE · 5 seeds',
        'Shared-Bottom · run 3',
        'MMoE · run 11',
      ]);
      await head.getByRole('button').click();
      expect(await head.getAttribute('aria-sort')).toBe('ascending');
      expect((await names(opened))[0]).toBe('MMoE · run 11');
    });
  });

  it('is searched by every word, settings too', async () => {
    await onPage(twelve, {}, async (opened) => {
      const field = opened.page.getByRole('searchbox');
      await field.fill('mmoe learningRate=10');
      await expect.poll(() => names(opened)).toEqual(['MMoE · run 11']);
      await field.fill('no such run');
      await opened.page.getByText('No run is found').waitFor();
      await field.fill('overfits');
      await expect.poll(() => names(opened)).toEqual(['PLE · 5 seeds']);
    });
  });

  it('draws two selected groups in one plot, with paired differences', async () => {
    await onPage(twelve, {}, async (opened) => {
      const { page } = opened;
      await page.getByRole('row', { name: /^MMoE · 5 seeds/ }).click();
      await page.getByRole('row', { name: /^PLE · 5 seeds/ }).click();
      await answer(opened, twelve);
      await expect.poll(() => page.locator('.runs-band').count()).toBe(8);
      expect(await page.locator('.runs-legend-name').allTextContents()).toEqual(['MMoE · 5 seeds', 'PLE · 5 seeds']);
      await page.screenshot({ path: 'out/renderers/runs-seeds.png', fullPage: true });
      expect(await page.locator('.report-facts').last().textContent()).toBe('2 lines, differences to MMoE · 5 seeds');
      // Seeds 1 to 5: .003, .003, .006, .002, .002; mean .0032, t interval of 4 degrees excludes 0.
      const [income] = await page.locator('.comparison-row[data-judgement=better] .comparison-plot').all();
      expect(await income.getAttribute('aria-label')).toMatch(/better: \+\.0032 to MMoE · 5 seeds, 95 % interval/);
      expect(await page.getByText('band: min–max over seeds').count()).toBe(4);
    });
  });

  it('says of single runs that they are not paired', async () => {
    await onPage(twelve, {}, async (opened) => {
      const { page } = opened;
      await page.getByRole('row', { name: /^MMoE · run 11/ }).click();
      await page.getByRole('row', { name: /^Shared-Bottom · run 3/ }).click();
      await answer(opened, twelve);
      await expect.poll(() => page.locator('.runs-line[d]').count()).toBe(8);
      expect(await page.locator('.runs-plot').textContent()).toContain('another seed may move a run by more');
      await page.getByRole('button', { name: 'Take MMoE · run 11' }).click();
      await expect.poll(() => page.locator('.runs-legend li').count()).toBe(1);
      await page.getByRole('button', { name: 'Clear' }).click();
      await expect.poll(() => page.locator('.runs-plot').isHidden()).toBe(true);
    });
  });

  it('is walked with the keyboard: rows, groups, selection, the cell', async () => {
    await onPage(twelve, {}, async (opened) => {
      const { page, posted } = opened;
      const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
      await page.getByRole('button', { name: 'Copy CSV' }).first().focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      expect(await focused()).toMatch(/^Shared-Bottom · run 3, Verdict Interrupted in epoch/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toMatch(/^PLE · 5 seeds/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      expect(await focused()).toMatch(/^seed 1 · run 6/);
      await page.keyboard.press('Space');
      expect(await page.getByRole('row', { selected: true }).getAttribute('aria-level')).toBe('2');
      await page.keyboard.press('Enter');
      expect((await posted()).at(-1)).toEqual({ kind: 'open', key: 'run 5' });
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      expect(await page.getByRole('row', { expanded: false }).count()).toBe(2);
      await page.keyboard.press('End');
      expect(await focused()).toMatch(/^MMoE · 5 seeds/);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowUp');
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Run');
    });
  });

  it('goes to the cell from its name, and by a double click', async () => {
    await onPage(twelve, {}, async ({ page, posted }) => {
      await page.getByText('start-here.ipynb, cell 6').first().click();
      expect((await posted()).at(-1)).toEqual({ kind: 'open', key: 'run 11' });
      await page.getByRole('row', { name: /^MMoE · run 11/ }).dblclick();
      expect((await posted()).filter(({ kind }) => kind === 'open').at(-1)).toEqual({ kind: 'open', key: 'run 10' });
    });
  });

  it('keeps what the person chose when its page is made again', async () => {
    let kept: unknown;
    await onPage(twelve, {}, async (opened) => {
      await opened.page.getByRole('columnheader', { name: 'income AUC' }).getByRole('button').click();
      await opened.page.getByRole('row', { name: /^PLE · 5 seeds/ }).click();
      await opened.page.getByRole('searchbox').fill('seed=3');
      kept = await opened.kept();
    });
    await onPage(twelve, { state: kept }, async (opened) => {
      expect(await names(opened)).toEqual(['PLE · 5 seeds', 'MMoE · 5 seeds']);
      expect(await opened.page.getByRole('row', { selected: true }).count()).toBe(1);
      await answer(opened, twelve);
      await expect.poll(() => opened.page.locator('.runs-line[d]').count()).toBe(4);
    });
  });

  it('of a run that goes on changes one row, and the focus stays', async () => {
    await onPage(twelve, {}, async ({ page, tell }) => {
      const row = page.getByRole('row', { name: /^MMoE · run 11/ });
      const others = await page.locator('.runs-body .runs-row').nth(2).elementHandle();
      const cell = await page.locator('.runs-body .runs-row').nth(2).locator('.runs-cell').first().elementHandle();
      await row.focus();
      const { row: last } = twelve[10];
      await tell({ kind: 'rows', rows: [{ ...last, seconds: 77 }], removed: [], note: 'A note.' });
      await expect.poll(() => row.locator('[data-column=time]').textContent()).toBe('1:17');
      expect(await row.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(await others?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await cell?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await page.getByText('A note.').isVisible()).toBe(true);
    });
  });

  it('of a thousand runs has elements for those in sight only', async () => {
    await onPage(thousand, {}, async ({ page }) => {
      const grid = page.getByRole('treegrid');
      expect(await grid.getAttribute('aria-rowcount')).toBe('1001');
      expect(await page.locator('.runs-body .runs-row').count()).toBeLessThan(60);
      await page.getByRole('row').nth(1).focus();
      await page.keyboard.press('End');
      const last = page.locator('.runs-row[aria-rowindex="1001"]');
      expect(await last.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(await page.locator('.runs-body .runs-row').count()).toBeLessThan(60);
      expect(await page.locator('*').count()).toBeLessThan(2500);
    });
  });

  it('is copied as one line a run, groups with all of theirs', async () => {
    await onPage(twelve, {}, async ({ page }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const copy = page.locator('.runs-toolbar .report-copy');
      await copy.click();
      await expect.poll(() => copy.textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines).toHaveLength(13);
      expect(lines[0]).toMatch(/^run,title,data,seed,state,verdict,seconds,income AUC/);
    });
  });

  it('hands a picture of the plot to the extension', async () => {
    await onPage(twelve, {}, async (opened) => {
      await opened.page.getByRole('row', { name: /^PLE · 5 seeds/ }).click();
      await answer(opened, twelve);
      await opened.page.getByRole('button', { name: 'Save PNG' }).click();
      await expect.poll(async () => (await opened.posted()).some(({ kind }) => kind === 'save')).toBe(true);
      const saved = (await opened.posted()).find((message) => message.kind === 'save');
      expect(saved).toMatchObject({ format: 'png', url: expect.stringMatching(/^data:image\/png;base64,/) });
    });
  });

  it('shows hostile names as they are', async () => {
    const hostile = found([
      changedRun({ title: '<img src=x onerror=alert(1)>', dataset: '<b>' }),
      changedRun({ number: 2 }),
    ]);
    await onPage(hostile, {}, async (opened) => {
      expect(await names(opened)).toContain('<img src=x onerror=alert(1)> · run 1');
      expect(await opened.page.locator('.runs-body img, .runs-body b').count()).toBe(0);
    });
  });
});

const themes: readonly HostTheme[] = ['dark', 'light', 'hc', 'hc-light'];
const looks: readonly { readonly name: keyof typeof several; readonly theme: HostTheme; readonly width: number }[] = [
  ...themes.flatMap((theme) => [400, 1100].map((width) => ({ name: 'twelve' as const, theme, width }))),
  { name: 'one', theme: 'dark', width: 400 },
  { name: 'one', theme: 'light', width: 1100 },
  { name: 'thousand', theme: 'light', width: 400 },
  { name: 'thousand', theme: 'dark', width: 1100 },
];

describe('has no serious accessibility finding, and nothing is cut', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    const runs = several[name];
    await onPage(runs, { theme, width, scale: 2, height: 1000 }, async (opened) => {
      const { page } = opened;
      for (const row of (await page.locator('.runs-body .runs-row').all()).slice(0, 3))
        await row.click({ position: { x: 40, y: 14 } });
      await answer(opened, runs);
      await expect.poll(() => page.locator('.runs-line[d]').count()).toBeGreaterThan(1);
      await page.screenshot({ path: `out/renderers/runs-${name}-${theme}-${width}.png`, fullPage: true });
      const findings = await seriousFindings(page, 'html');
      expect(findings).toEqual([]);
      const cut = await page
        .locator('.runs-cell.right .runs-text, .comparison-value, .comparison-judgement, .runs-head-row button')
        .evaluateAll((nodes) =>
          nodes.filter((node) => node.scrollWidth > node.clientWidth + 1).map((node) => node.textContent),
        );
      expect(cut).toEqual([]);
      // The page itself does not scroll sideways; the table does.
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    });
  });
});
