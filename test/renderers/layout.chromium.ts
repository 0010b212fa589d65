import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparisonMime, gatesMime, trainingMime } from '../../kernel/payloads/mime.ts';
import { comparisonPicture, gatesPicture, trainingPicture } from '../../kernel/pictures/index.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { comparisonExamples } from '../support/comparison-payloads.ts';
import { gatesOfSize, oddReports } from '../support/gate-examples.ts';
import { layoutRuns, longName } from '../support/layout-runs.ts';
import { layoutFaults } from './layout-faults.ts';
import { bundleRenderer, launchChromium, openRenderer, type RendererPage } from './renderer-page.ts';

/** One page for all: a text on another, out of its box, cut, or a number broken over lines is a fault. */
let browser: Browser;
let training: RendererPage;
let gates: RendererPage;
let comparison: RendererPage;
let stills: Page;
beforeAll(async () => {
  browser = await launchChromium();
  training = await openRenderer(browser, await bundleRenderer('training'), { width: 1600 });
  gates = await openRenderer(browser, await bundleRenderer('gates'), { width: 1600 });
  comparison = await openRenderer(browser, await bundleRenderer('comparison'), { width: 1600 });
  stills = await browser.newPage({ viewport: { width: 900, height: 900 } });
});
afterAll(() => browser?.close());

const widths = [400, 600, 820, 1600];

const painted = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

describe.each(layoutRuns)('a training run: $name', ({ payload }) => {
  beforeAll(async () => {
    await training.dispose();
    await training.render('one', trainingMime, payload());
  });

  it.each(widths)('%i px', async (width) => {
    await training.setWidth(width);
    await painted(training.page);
    expect(await training.page.evaluate(layoutFaults, '#one .multitask')).toEqual([]);
  });

  it('still picture', async () => {
    await stills.setContent(trainingPicture(payload()));
    expect(await stills.evaluate(layoutFaults, 'svg')).toEqual([]);
  });
});

const sizes = [2, 4, 9, 16].flatMap((tasks) => [2, 8, 16, 32, 64].map((experts) => ({ tasks, experts })));
const reports = [
  ...sizes.map(({ tasks, experts }) => ({
    name: `${tasks} tasks, ${experts} experts`,
    report: () => gatesOfSize(tasks, experts),
  })),
  { name: 'long names', report: () => gatesOfSize(4, 8, (i) => `${longName.slice(0, 58)} ${i + 1}`) },
  { name: 'levels', report: () => oddReports.levels },
  { name: 'nothing to route', report: () => oddReports.idle },
  ...['conflict', 'conflict at levels', 'conflict of many experts', 'conflict of many tasks'].map((name) => ({
    name,
    report: () => oddReports[name],
  })),
];

describe.each(reports)('a gate report: $name', ({ report }) => {
  beforeAll(async () => {
    await gates.dispose();
    await gates.render('one', gatesMime, gatesPayload(report()));
    const more = gates.page.locator('#one .gates-disclosure');
    if (await more.isVisible()) await more.click();
  });

  it.each(widths)('%i px', async (width) => {
    await gates.setWidth(width);
    await painted(gates.page);
    expect(await gates.page.evaluate(layoutFaults, '#one .multitask')).toEqual([]);
  });

  it('still picture', async () => {
    await stills.setContent(gatesPicture(gatesPayload(report())));
    expect(await stills.evaluate(layoutFaults, 'svg')).toEqual([]);
  });
});

const { finished } = comparisonExamples;
const candidate = (i: number) => `${longName.slice(0, 40)} ${i}`;
const comparisons = {
  ...comparisonExamples,
  'long names and large numbers': {
    ...finished,
    candidates: [0, 1, 2].map(candidate),
    baseline: candidate(0),
    tasks: finished.tasks.map((task) => ({
      ...task,
      name: longName,
      metric: 'rmse' as const,
      rows: task.rows.map((row, i) => ({
        ...row,
        candidate: candidate(i),
        mean: (row.mean ?? 0) * 12_345_678,
        error: (row.error ?? 0) * 12_345_678,
        differences: row.differences.map(({ seed, value }) => ({ seed, value: value * 12_345_678 })),
        interval: row.interval && {
          ...row.interval,
          mean: row.interval.mean * 12_345_678,
          lower: row.interval.lower * 12_345_678,
          upper: row.interval.upper * 12_345_678,
        },
      })),
    })),
  },
};

describe.each(Object.entries(comparisons))('a comparison: %s', (_, payload) => {
  beforeAll(async () => {
    await comparison.dispose();
    await comparison.render('one', comparisonMime, payload);
  });

  it.each(widths)('%i px', async (width) => {
    await comparison.setWidth(width);
    await painted(comparison.page);
    expect(await comparison.page.evaluate(layoutFaults, '#one .multitask')).toEqual([]);
  });

  it.each([400, 860])('still picture of %i px', async (width) => {
    await stills.setContent(comparisonPicture(payload, width));
    expect(await stills.evaluate(layoutFaults, 'svg')).toEqual([]);
  });
});
