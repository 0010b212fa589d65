import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { withChosenMetrics } from '../support/chosen-metrics-payload.ts';
import { trainingExamples } from '../support/training-payloads.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import { layoutFaults } from './layout-faults.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('training')]);
});
afterAll(() => browser?.close());

const onPage = drawnBy<TrainingPayload>(() => ({ browser, bundle }), trainingMime);
const choice = 'select.metric';
const title = '.quality-legend b';

it('a run without chosen metrics has no choice', async () => {
  await onPage(trainingExamples.finished, {}, async (_, view) => {
    expect(await view.locator(choice).isHidden()).toBe(true);
  });
});

it.each([400, 840, 1200])('a chosen metric is drawn in place of AUC, %i px', async (width) => {
  await onPage(withChosenMetrics(), { width }, async ({ page }, view) => {
    expect(await view.locator(`${choice} option`).allTextContents()).toEqual(['AUC', 'GAUC by user', 'lift']);
    expect(await view.locator(title).first().textContent()).toBe('Validation AUC');
    await view.locator(choice).selectOption('GAUC by user');
    await expect.poll(() => view.locator(title).first().textContent()).toBe('Validation GAUC by user');
    const said = view.locator('[aria-label^="Validation GAUC by user of income"]');
    expect(await said.getAttribute('aria-label')).toContain('epoch 1 .6100, epoch 2 .6300, epoch 3 .6500');
    await view.screenshot({ path: `out/renderers/chosen-metric-${width}.png` });
    expect(await page.evaluate(layoutFaults, '.multitask')).toEqual([]);
    expect(await seriousFindings(page)).toEqual([]);
    await view.locator(choice).selectOption('AUC');
    await expect.poll(() => view.locator(title).first().textContent()).toBe('Validation AUC');
  });
});

it('what early stopping judges by is shown first, with its best epoch', async () => {
  await onPage(withChosenMetrics('GAUC by user'), { width: 1000 }, async (_, view) => {
    expect(await view.locator(title).first().textContent()).toBe('Validation GAUC by user');
    expect(await view.locator(choice).inputValue()).toBe('GAUC by user');
    expect(
      await view.locator('[aria-label^="Validation GAUC by user of income"]').getAttribute('aria-label'),
    ).toContain('best in epoch 3');
  });
});
