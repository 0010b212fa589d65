import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import { payloadOf, trainingExamples } from '../support/training-payloads.ts';
import { census, inventRun } from '../support/training-run.ts';
import { seriousFindings } from './axe.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium, openRenderer } from './renderer-page.ts';

/** Every state in every theme is drawn into out/renderers, to be looked at, and checked by axe. */
let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('training')]);
});
afterAll(() => browser?.close());

const oneClass = { ...census[0], name: 'rare', auc: [Number.NaN], aucError: Number.NaN };
const watchTime = {
  ...census[1],
  name: 'watch time',
  kind: 'numeric',
  start: 4,
  floor: 1.2,
  noise: 0.1,
  loss: [1.9, 1.6, 1.5],
  description: 'seconds, log',
} as const;
const payloads = {
  ...trainingExamples,
  'no-validation': payloadOf(inventRun({ run: { validationRows: 0 } })),
  'mixed-kinds': payloadOf(inventRun({ tasks: [census[0], watchTime, oneClass] })),
  'many-epochs': payloadOf(inventRun({ run: { epochs: 60, stepsPerEpoch: 200, rows: 51_200 } })),
  'eight-tasks': payloadOf(
    inventRun({ tasks: Array.from({ length: 8 }, (_, i) => ({ ...census[i % 2], name: `task ${i + 1}` })) }),
  ),
  'twelve-tasks': payloadOf(
    inventRun({ tasks: Array.from({ length: 12 }, (_, i) => ({ ...census[i % 2], name: `task ${i + 1}` })) }),
  ),
} as const;

type Look = {
  readonly name: keyof typeof payloads;
  readonly theme: HostTheme;
  readonly width: number;
  readonly compare?: true;
};
const themes = ['dark', 'light', 'hc'] as const;
const looks: readonly Look[] = [
  ...(['running', 'finished', 'interrupted', 'failed', 'waiting', 'overfitted', 'dead'] as const).flatMap((name) =>
    themes.map((theme): Look => ({ name, theme, width: 840 })),
  ),
  ...themes.flatMap((theme): Look[] => [
    { name: 'finished', theme, width: 840, compare: true },
    { name: 'finished', theme, width: 400, compare: true },
    { name: 'running', theme, width: 400 },
    { name: 'overfitted', theme, width: 400 },
    { name: 'dead', theme, width: 400 },
    { name: 'last-try', theme, width: 840 },
    { name: 'last-try', theme, width: 400 },
  ]),
  { name: 'finished', theme: 'dark', width: 1400, compare: true },
  { name: 'no-validation', theme: 'light', width: 840 },
  { name: 'learned-weights', theme: 'dark', width: 840 },
  { name: 'learned-weights', theme: 'light', width: 400 },
  { name: 'mixed-kinds', theme: 'dark', width: 840 },
  { name: 'mixed-kinds', theme: 'light', width: 400 },
  { name: 'many-epochs', theme: 'dark', width: 840 },
  { name: 'eight-tasks', theme: 'light', width: 840 },
  { name: 'twelve-tasks', theme: 'dark', width: 840 },
  { name: 'twelve-tasks', theme: 'dark', width: 400 },
];

describe('a training run has no serious accessibility finding', () => {
  it.each(looks)('$name, $theme, $width px, compared: $compare', async ({ name, theme, width, compare }) => {
    const { page, render, errors } = await openRenderer(browser, bundle, { theme, width, scale: 2 });
    await render('one', trainingMime, payloads[name]);
    if (compare) {
      await render('two', trainingMime, payloads['shared-bottom']);
      if (width === 400) await page.locator('#one .menu').click();
      await expect.poll(() => page.locator('#one .more select').isEnabled()).toBe(true);
      await page.locator('#one .more select').selectOption({ index: 1 });
      await page.locator('#two').evaluate((node) => node.remove());
    }
    const picture = ['training', name, theme, width, ...(compare ? ['compared'] : [])].join('-');
    await page.locator('#one').screenshot({ path: `out/renderers/${picture}.png` });
    const findings = await seriousFindings(page);
    await page.context().close();
    expect(findings).toEqual([]);
    expect(errors).toEqual([]);
  });
});
