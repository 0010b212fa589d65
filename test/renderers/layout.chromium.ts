import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import { trainingPicture } from '../../kernel/pictures/index.ts';
import { layoutRuns } from '../support/layout-runs.ts';
import { layoutFaults } from './layout-faults.ts';
import { bundleRenderer, launchChromium, openRenderer, type RendererPage } from './renderer-page.ts';

/** One page for all: a text on another, out of its box, cut, or a number broken over lines is a fault. */
let browser: Browser;
let training: RendererPage;
let stills: Page;
beforeAll(async () => {
  browser = await launchChromium();
  training = await openRenderer(browser, await bundleRenderer('training'), { width: 1600 });
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
