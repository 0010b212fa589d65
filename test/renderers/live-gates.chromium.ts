import { mkdir } from 'node:fs/promises';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { payloadOf, routedRuns, trainingExamples } from '../support/training-payloads.ts';
import { inventRun, upTo } from '../support/training-run.ts';
import { seriousFindings } from './axe.ts';
import { drawnBy } from './drawn-by.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('training')]);
});
afterAll(() => browser?.close());

const onPage = drawnBy<TrainingPayload>(() => ({ browser, bundle }), trainingMime, '.gates-live');

const events = inventRun({ ...routedRuns.mmoe });
const at = (step: number) => payloadOf(upTo(events, step));
const finished = payloadOf(events);
const first = (gates: Locator) => gates.locator('.gates-cell .gates-mean').allTextContents();
const slider = (gates: Locator) => gates.getByRole('slider', { name: 'epoch of the gates' });

describe('the map of gates while a model trains', () => {
  it('has its height from the start, and moves at the end of an epoch', async () => {
    await onPage(at(0), {}, async ({ page, render }, gates) => {
      const height = () => page.locator('#one .multitask').evaluate((node) => node.getBoundingClientRect().height);
      const empty = await height();
      expect(await gates.locator('.gates-when').textContent()).toBe('waiting for epoch 1');
      expect(await slider(gates).isDisabled()).toBe(true);
      expect(new Set(await first(gates))).toEqual(new Set(['\u00a0']));
      await render('one', trainingMime, at(800));
      await expect.poll(() => gates.locator('.gates-when').textContent()).toBe('1 of 3');
      const once = await first(gates);
      await render('one', trainingMime, at(1600));
      await expect.poll(() => gates.locator('.gates-when').textContent()).toBe('2 of 3');
      expect(await first(gates)).not.toEqual(once);
      expect(await height()).toBe(empty);
      expect(await gates.locator('.gates-leader').allTextContents()).toEqual(['E1 .491', 'E4 .474']);
    });
  });

  it('a slider walks the epochs by keyboard; who went back stays there, who is at the end follows', async () => {
    await onPage(at(1600), {}, async ({ page, render }, gates) => {
      const last = await first(gates);
      await slider(gates).focus();
      await page.keyboard.press('ArrowLeft');
      expect(await gates.locator('.gates-when').textContent()).toBe('1 of 3');
      expect(await slider(gates).getAttribute('aria-valuetext')).toMatch(
        /^epoch 1 of 3: income E1 \.\d+ · marital E4 \.\d+$/,
      );
      const early = await first(gates);
      expect(early).not.toEqual(last);
      await render('one', trainingMime, finished);
      await expect.poll(() => slider(gates).getAttribute('max')).toBe('2');
      expect(await first(gates)).toEqual(early);
      await page.keyboard.press('End');
      expect(await gates.locator('.gates-when').textContent()).toBe('3 of 3');
      expect(await slider(gates).evaluate((node) => node === document.activeElement)).toBe(true);
    });
  });

  it('is a fold: open where there is room, closed in a narrow output, and says what it holds', async () => {
    await onPage(finished, { width: 400 }, async (opened, gates) => {
      const fold = gates.getByRole('button', { name: 'Gates' });
      expect(await fold.getAttribute('aria-expanded')).toBe('false');
      expect(await fold.textContent()).toMatch(/income E1 \.\d+ · marital E4/);
      expect(await gates.locator('.gates-map').isVisible()).toBe(false);
      await fold.focus();
      await opened.page.keyboard.press('Enter');
      expect(await gates.locator('.gates-map').isVisible()).toBe(true);
      // The next output of the page begins as the person likes it.
      await opened.render('two', trainingMime, finished);
      expect(await opened.page.locator('#two .gates-map').isVisible()).toBe(true);
    });
    await onPage(finished, { width: 1000 }, async (_, gates) => {
      expect(await gates.getByRole('button', { name: 'Gates' }).getAttribute('aria-expanded')).toBe('true');
    });
  });

  it('nothing is routed: no fold', async () => {
    await onPage(trainingExamples['shared-bottom'], {}, async (_, gates) =>
      expect(await gates.isVisible()).toBe(false),
    );
  });

  it('levels: the one nearest the tasks first; what a gate does not see is no weight', async () => {
    await onPage(payloadOf(inventRun({ ...routedRuns.ple })), {}, async (_, gates) => {
      expect(await gates.getByRole('button', { name: 'Level 1' }).getAttribute('aria-pressed')).toBe('true');
      expect(await gates.locator('.gates-unconnected').count()).toBe(6);
      await gates.getByRole('button', { name: 'Level 0' }).click();
      expect(await gates.locator('.gates-name').allTextContents()).toEqual(['income', 'marital', 'shared']);
      expect(await gates.locator('.gates-unconnected').count()).toBe(6);
    });
  });
});

const shown: Readonly<Record<string, TrainingPayload>> = {
  waiting: at(0),
  running: at(1204),
  finished,
  ple: payloadOf(inventRun({ ...routedRuns.ple })),
  experts: payloadOf(inventRun({ ...routedRuns.experts })),
  tasks: payloadOf(inventRun({ ...routedRuns.tasks })),
};
const themes = ['dark', 'light', 'hc'] as const;
const looks = [
  ...themes.flatMap((theme) => [840, 400].map((width) => ({ name: 'finished', theme, width }))),
  ...Object.keys(shown).flatMap((name) => [
    { name, theme: 'dark' as const, width: 400 },
    { name, theme: 'light' as const, width: 1000 },
  ]),
] satisfies readonly { readonly name: string; readonly theme: HostTheme; readonly width: number }[];

describe('the map while training has no serious accessibility finding, and nothing sticks out', () => {
  it.each(looks)('$name, $theme, $width px', async ({ name, theme, width }) => {
    await onPage(shown[name], { theme, width, scale: 2 }, async ({ page }, gates) => {
      const fold = gates.getByRole('button', { name: 'Gates' });
      if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
      await gates.screenshot({ path: `out/renderers/live-gates-${name}-${theme}-${width}.png` });
      expect(await gates.evaluate((node) => node.scrollWidth - node.clientWidth)).toBe(0);
      const over = await gates.locator('.gates-row').evaluateAll(
        (rows) =>
          rows.filter((row) => {
            const [name, words] = ['.gates-name .gates-cut', '.gates-leaders'].map((each) =>
              row.querySelector(each)?.getBoundingClientRect(),
            );
            return name && words && words.left < name.right && words.top < name.bottom && name.top < words.bottom;
          }).length,
      );
      expect(over).toBe(0);
      const findings = await seriousFindings(page, '#one .gates-live');
      expect(findings).toEqual([]);
    });
  });
});
