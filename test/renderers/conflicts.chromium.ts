import { mkdir } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatesPayload } from '../../kernel/payloads/gates.ts';
import { gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../support/gate-examples.ts';
import { conflictRuns, payloadOf, trainingExamples } from '../support/training-payloads.ts';
import { inventRun, upTo } from '../support/training-run.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let training: string;
let gates: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, training, gates] = await Promise.all([
    launchChromium(),
    bundleRenderer('training'),
    bundleRenderer('gates'),
  ]);
});
afterAll(() => browser?.close());

const onRun = drawnBy<TrainingPayload>(() => ({ browser, bundle: training }), trainingMime, '.conflicts');
const onReport = drawnBy<GatesPayload>(() => ({ browser, bundle: gates }), gatesMime, '.gates-conflict');

const { conflict, 'conflict-many': many, finished } = trainingExamples;
const events = inventRun(conflictRuns.mmoe);
const at = (step: number) => payloadOf(upTo(events, step));
const parts = (panel: Locator) => panel.locator('.conflict-part').allTextContents();
const number = (panel: Locator, row: number) => panel.locator('.conflict-end b').nth(row).textContent();

describe('conflicts between tasks while a model trains', () => {
  it('a strip for each shared part, with its number and what it says', async () => {
    await onRun(conflict, { width: 1000 }, async (_, panel) => {
      expect(await parts(panel)).toEqual(['embeddings', 'E0', 'E1', 'E2', 'E3', 'E4', 'E5']);
      const said = await panel.locator('.conflict-words').allTextContents();
      expect(said).toEqual(['agree', 'agree', '', 'pull apart', 'agree', '', 'pull apart']);
      expect(await number(panel, 3)).toMatch(/^−\.4\d\s±\s\.0\d$/);
      expect(await panel.getByRole('button', { name: /^Conflict/ }).textContent()).toContain(
        'E2: income and marital pull apart',
      );
    });
  });

  it('steps stand below those of the loss charts', async () => {
    await onRun(conflict, { width: 1000 }, async ({ page }, panel) => {
      const strip = await panel.locator('.conflict-strip svg').first().boundingBox();
      const plot = await page
        .locator('#one .chart .plot .bglayer rect, #one .chart .plot .plotbg')
        .first()
        .boundingBox();
      const loss = plot ?? (await page.locator('#one .chart .plot .nsewdrag').first().boundingBox());
      expect(Math.abs((strip?.x ?? 0) - (loss?.x ?? 99))).toBeLessThan(2);
      expect(Math.abs((strip?.width ?? 0) - (loss?.width ?? 99))).toBeLessThan(2);
    });
  });

  it('has its height from the start, and fills as the run goes on', async () => {
    await onRun(at(0), { width: 1000 }, async ({ page, render }, panel) => {
      const height = () => panel.evaluate((node) => node.getBoundingClientRect().height);
      const empty = await height();
      expect(await number(panel, 0)).toBe('–');
      await render('one', trainingMime, at(400));
      await expect.poll(() => number(panel, 0)).not.toBe('–');
      expect(await panel.locator('.conflict-over').textContent()).toBe('so far');
      await render('one', trainingMime, at(1600));
      await expect.poll(() => panel.locator('.conflict-over').textContent()).toBe('over epoch 2');
      expect(await height()).toBe(empty);
      expect(await page.locator('#one .task-weights').isVisible()).toBe(true);
    });
  });

  it('one tab stop: arrows go through the cells, whose words are those of the tips', async () => {
    await onRun(conflict, { width: 1000 }, async ({ page }, panel) => {
      const first = panel.locator('[role=gridcell]').first();
      await first.focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
      const focused = panel.locator('[role=gridcell]:focus');
      expect(await focused.getAttribute('data-tip')).toMatch(
        /^E2 \(expert 2\)\nincome and marital: cosine −\.4\d\s±\s\.0\d over epoch 3\nbelow 0 in 9\d\s% of 780 steps$/,
      );
      expect(await page.locator('.multitask-tip').textContent()).toBe(await focused.getAttribute('data-tip'));
      await page.keyboard.press('ArrowLeft');
      expect(await panel.locator('[role=gridcell]:focus svg').getAttribute('aria-label')).toMatch(
        /^E2 \(expert 2\)\nincome and marital, mean cosine\nsteps 1 to \d+: \.\d+\n(.*\n){3}steps [\d,]+ to 2,340: −\.\d+$/,
      );
      expect(await panel.locator('[role=gridcell][tabindex="0"]').count()).toBe(1);
    });
  });

  it('the pointer reads a bar, and its line goes through all charts', async () => {
    await onRun(conflict, { width: 1000 }, async ({ page }, panel) => {
      const strip = panel.locator('.conflict-strip').nth(3);
      const svg = await strip.locator('svg').boundingBox();
      if (!svg) throw new Error('a strip is drawn');
      await page.mouse.move(svg.x + 0.9 * svg.width, svg.y + 10);
      const tip = page.locator('.multitask-tip');
      expect(await tip.textContent()).toMatch(/^E2\nsteps 2,\d+ to 2,\d+ · epoch 3\nincome and marital: cosine −\.\d/);
      expect(await page.locator('#one .cursor:visible').count()).toBe(2);
      expect(await page.locator('#one .conflict-cursor:visible').count()).toBe(7);
      await page.mouse.move(svg.x - 60, svg.y - 300);
      await expect.poll(() => page.locator('#one .conflict-cursor:visible').count()).toBe(0);
    });
  });

  it('of more than two tasks one pair, which a person may choose; of many parts those pulled apart most', async () => {
    await onRun(many, { width: 1000 }, async ({ page }, panel) => {
      const select = panel.getByRole('combobox', { name: 'Pair of tasks' });
      expect(await select.locator('option').count()).toBe(6);
      const before = await parts(panel);
      expect(before).toHaveLength(12);
      await select.selectOption('0');
      const numbers = () => panel.locator('.conflict-end b').allTextContents();
      expect(await select.evaluate((node: HTMLSelectElement) => node.selectedOptions[0]?.text)).toBe('click and like');
      expect(await parts(panel)).not.toEqual(before);
      const told = await numbers();
      await panel.getByRole('button', { name: 'Show all 19 parts' }).click();
      expect(await parts(panel)).toHaveLength(19);
      await panel.getByRole('button', { name: /^Only the 12/ }).click();
      expect(await numbers()).toEqual(told);
      expect(await page.locator('#one .weight-end').textContent()).toMatch(/click [\d.]+like/);
    });
  });

  it('is a fold that stays as the person left it', async () => {
    await onRun(conflict, { width: 400 }, async ({ page, render }, panel) => {
      const fold = panel.getByRole('button', { name: /^Conflict/ });
      expect(await fold.getAttribute('aria-expanded')).toBe('true');
      await fold.focus();
      await page.keyboard.press('Enter');
      expect(await panel.locator('.conflict-grid').isVisible()).toBe(false);
      await render('two', trainingMime, conflict);
      expect(await page.locator('#two .conflict-grid').isVisible()).toBe(false);
    });
  });

  it('a run that was not asked has none', async () => {
    await onRun(finished, {}, async ({ page }, panel) => {
      expect(await panel.isVisible()).toBe(false);
      expect(await page.locator('#one .task-weights').isVisible()).toBe(false);
    });
  });
});

describe('conflicts under the gate map', () => {
  it('in the map’s own columns, and outlined with them', async () => {
    await onReport(gatesPayload(oddReports.conflict), { width: 1000 }, async ({ page }, row) => {
      expect(await row.locator('.gates-conflict-cell').allTextContents()).toEqual([
        '.31',
        '.08',
        '−.42',
        '.55',
        '−.31',
        '−.05',
        '.02',
        'one task',
      ]);
      expect(await row.locator('[data-tone=apart]').count()).toBe(1);
      expect(await row.locator('.gates-conflict-words').textContent()).toMatch(/^E2: the tasks pull apart, −\.42\. /);
      const middles = (selector: string) =>
        page.locator(selector).evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().x)));
      expect(await middles('#one .gates-conflict-cell')).toEqual(
        (await middles('#one .gates-map .gates-row:nth-child(2) .gates-cell')).slice(0, 8),
      );
      await row.locator('.gates-conflict-cell').nth(2).hover();
      expect(await page.locator('#one .gates-map .gates-cell.hot').count()).toBe(2);
      expect(await page.locator('.multitask-tip').textContent()).toContain('income and marital: cosine −.42');
    });
  });

  it('is not there where it was not asked', async () => {
    await onReport(gatesPayload(gateExamples.healthy), {}, async (_, row) => expect(await row.isVisible()).toBe(false));
  });
});

const themes = ['dark', 'light', 'hc', 'hc-light'] as const satisfies readonly HostTheme[];
const all = themes.flatMap((theme) => [1000, 400].map((width) => ({ theme, width })));
const two = [
  { theme: 'dark', width: 400 },
  { theme: 'light', width: 1000 },
] as const;

describe('no serious accessibility finding, and nothing sticks out', () => {
  const runs = { conflict, many, waiting: at(0) };
  const runLooks = [
    ...all.map((look) => ({ ...look, name: 'conflict' as const })),
    ...(['many', 'waiting'] as const).flatMap((name) => two.map((look) => ({ ...look, name }))),
  ];
  it.each(runLooks)('run $name, $theme, $width px', async ({ name, theme, width }) => {
    await onRun(runs[name], { theme, width, scale: 2 }, async ({ page }, panel) => {
      await panel.screenshot({ path: `out/renderers/conflicts-${name}-${theme}-${width}.png` });
      expect(await panel.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
      expect(await seriousFindings(page, '#one .multitask')).toEqual([]);
    });
  });

  const reports = ['conflict at levels', 'conflict of many experts', 'conflict of many tasks'];
  const reportLooks = [
    ...all.map((look) => ({ ...look, name: 'conflict' })),
    ...reports.flatMap((name) => two.map((look) => ({ ...look, name }))),
  ];
  it.each(reportLooks)('report $name, $theme, $width px', async ({ name, theme, width }) => {
    await onReport(gatesPayload(oddReports[name]), { theme, width, scale: 2 }, async ({ page }, row) => {
      await row.screenshot({ path: `out/renderers/gates-${name.replaceAll(' ', '-')}-${theme}-${width}.png` });
      expect(await seriousFindings(page, '#one .multitask')).toEqual([]);
    });
  });
});
