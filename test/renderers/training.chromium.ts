import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingMime } from '../../kernel/payloads/mime.ts';
import type { TrainingPayload } from '../../kernel/payloads/training.ts';
import { payloadOf, trainingExamples } from '../support/training-payloads.ts';
import { census, inventRun, upTo } from '../support/training-run.ts';
import { layoutFaults } from './layout-faults.ts';
import { bundleRenderer, launchChromium, openRenderer, type PageOptions, type RendererPage } from './renderer-page.ts';

let browser: Browser;
let bundle: string;
beforeAll(async () => {
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('training')]);
});
afterAll(() => browser?.close());

const { running, finished, waiting, interrupted } = trainingExamples;
const rival = trainingExamples['shared-bottom'];

/** Opens a page with one output in it, runs the check, and expects that nothing went wrong inside. */
async function onPage(
  payload: TrainingPayload,
  options: PageOptions,
  check: (page: RendererPage) => Promise<void>,
): Promise<void> {
  const opened = await openRenderer(browser, bundle, options);
  try {
    await opened.render('one', trainingMime, payload);
    await check(opened);
    expect(opened.errors).toEqual([]);
  } finally {
    await opened.page.context().close();
  }
}

const heightOf = (opened: RendererPage) =>
  opened.page.locator('#one .multitask').evaluate((node) => node.getBoundingClientRect().height);
const smoothedPath = (opened: RendererPage, row = 0) =>
  opened.page.locator('#one .row').nth(row).locator('.chart').first().locator('path.js-line').nth(1).getAttribute('d');
const yLabels = (opened: RendererPage, row = 0) =>
  opened.page.locator('#one .row').nth(row).locator('.chart').first().locator('.ytick text').allTextContents();

it('the bundle stays under 1.6 MB', () => {
  expect(Buffer.byteLength(bundle)).toBeLessThan(1_600_000);
});

describe('a run that goes on', () => {
  it('has its final height from the first paint, and keeps every node', async () => {
    await onPage(waiting, {}, async (opened) => {
      const { page } = opened;
      const first = await heightOf(opened);
      await page.evaluate(() => {
        const kept = [
          ...document.querySelectorAll('#one .multitask > *, #one .row, #one .plot, #one table, #one button'),
        ];
        Object.assign(window, { kept });
      });
      for (let step = 40; step <= 2340; step += 100) {
        await opened.render('one', trainingMime, payloadOf(upTo(inventRun({ stretch: 20 }), step)));
        expect(await heightOf(opened)).toBe(first);
      }
      await opened.render('one', trainingMime, finished);
      await expect.poll(() => page.locator('#one .state').textContent()).toBe('Finished');
      expect(await heightOf(opened)).toBe(first);
      const isKept = await page.evaluate(() =>
        (window as unknown as { kept: Element[] }).kept.map((node) => node.isConnected),
      );
      expect(isKept.length).toBeGreaterThan(15);
      expect(isKept.every(Boolean)).toBe(true);
    });
  });

  const paces = [
    { reducedMotion: 'no-preference', most: 11 },
    { reducedMotion: 'reduce', most: 3 },
  ] as const;
  it.each(paces)(
    'draws at most ten times a second; with reduced motion twice ($reducedMotion)',
    async ({ reducedMotion, most }) => {
      await onPage(running, { reducedMotion }, async ({ page }) => {
        const payloads = Array.from({ length: 40 }, (_, i) => ({
          ...running,
          progress: { ...running.progress, step: 1000 + i },
        }));
        const drawn = await page.evaluate(
          async ([mime, list]) => {
            let count = 0;
            const watcher = new MutationObserver(() => count++);
            const bar = document.querySelector('#one [role=progressbar]');
            if (bar) watcher.observe(bar, { attributes: true, attributeFilter: ['aria-valuenow'] });
            const end = performance.now() + 1000;
            for (let i = 0; performance.now() < end; i++) {
              void window.renderOutput('one', mime, list[i % list.length]);
              await new Promise((resolve) => setTimeout(resolve, 25));
            }
            return count;
          },
          [trainingMime, payloads] as const,
        );
        expect(drawn).toBeGreaterThanOrEqual(1);
        expect(drawn).toBeLessThanOrEqual(most);
      });
    },
  );

  it('is not drawn while it is off screen, and catches up when it comes back', async () => {
    await onPage(running, { width: 840 }, async (opened) => {
      const { page } = opened;
      const step = (id: string) => page.locator(`#${id} [role=progressbar]`).getAttribute('aria-valuenow');
      await opened.render('two', trainingMime, running);
      await page.locator('#one').evaluate((node) => node.style.setProperty('margin-top', '5000px'));
      await page.locator('#outputs').evaluate((node) => node.prepend(document.querySelector('#two') ?? ''));
      // The other output, which is on screen, shows when a drawing would have been made.
      const goesOn = (at: number) => ({ ...running, progress: { ...running.progress, step: at } });
      for (const at of [1300, 1301, 1302]) {
        await opened.render('one', trainingMime, goesOn(at));
        await opened.render('two', trainingMime, goesOn(at));
        await expect.poll(() => step('two')).toBe(String(at));
      }
      expect(await step('one')).not.toBe('1302');
      await page.locator('#one').evaluate((node) => node.style.removeProperty('margin-top'));
      await page.locator('#one').scrollIntoViewIfNeeded();
      await expect.poll(() => step('one')).toBe('1302');
    });
  });

  it('tells screen readers about ended epochs, not about steps', async () => {
    await onPage(waiting, {}, async (opened) => {
      const spoken = opened.page.locator('#one [role=status]');
      expect(await spoken.textContent()).toBe('');
      await opened.render('one', trainingMime, running);
      await expect
        .poll(() => spoken.textContent())
        .toBe('Epoch 1 of 3 ended. income validation AUC .9411, marital validation AUC .9871');
      await opened.render('one', trainingMime, interrupted);
      await expect.poll(() => spoken.textContent()).toMatch(/^Interrupted\. Weights of step 1,204 kept\./);
    });
  });
});

describe('controls', () => {
  it('hides and shows tasks by keyboard; the last one stays', async () => {
    await onPage(finished, {}, async ({ page }) => {
      const marital = page.getByRole('button', { name: 'marital' });
      await marital.focus();
      await page.keyboard.press('Space');
      expect(await marital.getAttribute('aria-pressed')).toBe('false');
      expect(await page.locator('#one .row').count()).toBe(1);
      expect(await page.locator('#one tbody tr').count()).toBe(1);
      await page.getByRole('button', { name: 'income' }).click();
      expect(await page.locator('#one .row').count()).toBe(1);
      await marital.focus();
      await page.keyboard.press('Enter');
      expect(await page.locator('#one .row').count()).toBe(2);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('marital');
    });
  });

  it('log scale shows the whole fall', async () => {
    await onPage(finished, {}, async (opened) => {
      expect(await yLabels(opened)).not.toContain('.5');
      await opened.page.getByRole('button', { name: 'Log scale' }).click();
      expect(await yLabels(opened)).toContain('.5');
      expect(await opened.page.getByRole('button', { name: 'Log scale' }).getAttribute('aria-pressed')).toBe('true');
    });
  });

  it('the smoothing slider works with arrow keys, and both choices stay for the next run', async () => {
    await onPage(finished, {}, async (opened) => {
      const before = await smoothedPath(opened);
      await opened.page.getByRole('slider').focus();
      await opened.page.keyboard.press('Home');
      await expect.poll(() => smoothedPath(opened)).not.toBe(before);
      expect(await opened.page.locator('#one .amount').textContent()).toBe('0');
      await opened.render('two', trainingMime, rival);
      expect(await opened.page.locator('#two .amount').textContent()).toBe('0');
    });
  });

  it('compares with another run of the page', async () => {
    await onPage(finished, {}, async (opened) => {
      const { page } = opened;
      const select = page.locator('#one .more select');
      expect(await select.isDisabled()).toBe(true);
      await opened.render('two', trainingMime, rival);
      await expect.poll(() => select.isDisabled()).toBe(false);
      await select.selectOption({ label: 'run 12 · Shared-Bottom' });
      const rows = page.locator('#one tbody tr');
      expect(await rows.count()).toBe(6);
      expect(await rows.nth(1).locator('th').textContent()).toBe('run 12');
      // .9462 − .9439 = .0023, √(.0019² + .0019²) = .0027: not outside 1.96 × .0027.
      expect(await rows.nth(2).locator('td').nth(3).textContent()).toBe('+.0023 ±\u00a0.0027');
      expect(await rows.nth(2).locator('td').nth(4).textContent()).toBe('−.0034');
      expect(await page.locator('#one .metrics .note').textContent()).toContain('difference = run 14 − run 12');
      expect(await page.locator('#one .row').first().locator('dd.ghost').textContent()).toBe('.9439');
      await page.getByRole('button', { name: 'Stop comparing with run 12' }).first().click();
      expect(await rows.count()).toBe(2);
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    });
  });

  it('draws the last try of its cell without being asked, with what changed and what came of it', async () => {
    await onPage(trainingExamples['last-try'], {}, async (opened) => {
      const { page } = opened;
      const line = page.locator('#one .last-try');
      expect(await line.textContent()).toBe(
        'Grey: run 13 of this cell. What changed: learningRate .003 → .01, + await gateReport(model). ' +
          'income AUC +.0023 [+.0009, +.0037] · marital AUC −.0001 [−.0004, +.0002], paired on the same 49,881 rows.',
      );
      expect(await line.locator('b').allTextContents()).toEqual(['What changed: ', '+.0023']);
      const dashed = page
        .locator('#one .row')
        .first()
        .locator('.chart')
        .first()
        .locator('path.js-line[style*=dasharray]');
      await expect.poll(() => dashed.count()).toBe(1);
      const rows = page.locator('#one tbody tr');
      expect(await rows.locator('th').allTextContents()).toEqual(
        ['income', 'marital'].flatMap((task) => [task, 'run 13', 'difference']),
      );
      // Half of .0009 to .0037, ÷ 1.96.
      expect(await rows.nth(2).locator('td').nth(3).textContent()).toBe('+.0023 ±\u00a0.0007');
      expect(await rows.nth(2).locator('td').nth(3).locator('.clear').count()).toBe(1);
      const toggle = page.getByRole('button', { name: 'Last try' });
      await toggle.focus();
      await page.keyboard.press('Space');
      await expect.poll(() => dashed.count()).toBe(0);
      expect(await line.isVisible()).toBe(false);
      expect(await rows.count()).toBe(2);
      // The choice stays for the next run.
      await opened.render('two', trainingMime, trainingExamples['last-try']);
      expect(await page.locator('#two .last-try').isVisible()).toBe(false);
      await opened.render('three', trainingMime, finished);
      expect(await page.locator('#three').getByRole('button', { name: 'Last try' }).count()).toBe(0);
    });
  });

  it('compares with two runs at once, each with its own dashes and lines', async () => {
    await onPage(finished, {}, async (opened) => {
      const { page } = opened;
      const third = { ...rival, run: { ...rival.run, id: 'run-13', number: 13 } };
      await opened.render('two', trainingMime, rival);
      await opened.render('three', trainingMime, third);
      const select = page.locator('#one .more select');
      await select.selectOption({ label: 'run 12 · Shared-Bottom' });
      await select.selectOption({ label: 'run 13 · Shared-Bottom' });
      expect(await select.isDisabled()).toBe(true);
      expect(await page.locator('#one tbody th').allTextContents()).toEqual(
        ['income', 'marital'].flatMap((task) => [task, 'run 12', 'difference', 'run 13', 'difference']),
      );
      const dashes = page
        .locator('#one .row')
        .first()
        .locator('.chart')
        .first()
        .locator('path.js-line[style*=dasharray]');
      await expect.poll(() => dashes.count()).toBe(2);
      const styles = await dashes.evaluateAll((lines) =>
        lines.map((line) => (line as SVGPathElement).style.strokeDasharray),
      );
      expect(new Set(styles).size).toBe(2);
      await page.getByRole('button', { name: 'Stop comparing with run 12' }).click();
      expect(await page.locator('#one tbody tr').count()).toBe(6);
      expect(await page.locator('#one .legend .other').allTextContents()).toEqual(['run 13 Shared-Bottom']);
    });
  });

  it('forgets a compared run whose output is gone', async () => {
    await onPage(finished, {}, async (opened) => {
      await opened.render('two', trainingMime, rival);
      const select = opened.page.locator('#one .more select');
      await select.selectOption({ index: 1 });
      await opened.dispose('two');
      await expect.poll(() => opened.page.locator('#one tbody tr').count()).toBe(2);
      expect(await select.isDisabled()).toBe(true);
      expect(await opened.page.locator('#two').textContent()).toBe('');
    });
  });

  it('dragging on x zooms all tasks and their y axes; double click, a button and Escape show all again', async () => {
    await onPage(finished, {}, async (opened) => {
      const { page } = opened;
      const [before, other, labels] = [
        await smoothedPath(opened, 0),
        await smoothedPath(opened, 1),
        await yLabels(opened),
      ];
      const box = await page.locator('#one .row .chart').first().boundingBox();
      if (box === null) throw new Error('the chart has no box');
      const reset = page.getByRole('button', { name: 'Reset zoom' });
      const back: readonly (() => Promise<void>)[] = [
        () => page.mouse.dblclick(box.x + 200, box.y + 60),
        () => reset.click(),
        () => page.keyboard.press('Escape'),
      ];
      for (const goBack of back) {
        expect(await reset.isVisible()).toBe(false);
        await page.mouse.move(box.x + 220, box.y + 60);
        await page.mouse.down();
        await page.mouse.move(box.x + 300, box.y + 60, { steps: 8 });
        await page.mouse.up();
        await expect.poll(() => smoothedPath(opened, 0)).not.toBe(before);
        await expect.poll(() => smoothedPath(opened, 1)).not.toBe(other);
        // Late losses of the run lie within less than all of them do.
        expect((await yLabels(opened)).join()).not.toBe(labels.join());
        expect(await page.evaluate(layoutFaults, '#one .multitask')).toEqual([]);
        await page.screenshot({ path: 'out/renderers/training-zoomed.png' });
        await goBack();
        await expect.poll(() => smoothedPath(opened, 0)).toBe(before);
        await expect.poll(() => smoothedPath(opened, 1)).toBe(other);
        expect(await yLabels(opened)).toEqual(labels);
      }
    });
  });

  it('the x axis counts steps, epochs or time, here and in the next output', async () => {
    await onPage(finished, {}, async (opened) => {
      const { page } = opened;
      const words = (id: string) =>
        page.locator(`#${id} .row`).last().locator('.chart').first().locator('.xtick text').allTextContents();
      expect(await words('one')).toContain('780');
      await page.locator('#one').getByLabel('x axis').selectOption('time');
      await expect.poll(() => words('one')).toEqual(['0:00', '0:02', '0:04', '0:06', '0:08', '0:10', '0:12', '0:14']);
      await page.locator('#one').getByLabel('x axis').selectOption('epoch');
      await expect.poll(() => words('one')).toEqual(['epoch 1', 'epoch 2', 'epoch 3']);
      await opened.render('two', trainingMime, rival);
      expect(await page.locator('#two').getByLabel('x axis').inputValue()).toBe('epoch');
    });
  });

  it('a run that was interrupted early takes the whole width', async () => {
    const progress = { ...interrupted.progress, epochs: 900, steps: 900 * 780 };
    await onPage({ ...interrupted, progress }, {}, async ({ page }) => {
      const plot = page.locator('#one .row .chart').first();
      const [box, line] = [await plot.boundingBox(), await plot.locator('path.js-line').nth(1).boundingBox()];
      if (box === null || line === null) throw new Error('nothing is drawn');
      expect(line.width).toBeGreaterThan(0.95 * (box.width - 40));
    });
  });

  it('a pointer over a loss shows the numbers of all tasks and one line through them', async () => {
    await onPage(finished, {}, async ({ page }) => {
      const box = await page.locator('#one .row .chart').first().boundingBox();
      if (box === null) throw new Error('the chart has no box');
      await page.mouse.move(box.x + 34 + (box.width - 40) / 2, box.y + 60);
      const tip = page.locator('.multitask-tip');
      await expect
        .poll(() => tip.textContent())
        .toMatch(/^step 1,1\d\d · epoch 2\nincome \.1\d{3} smoothed · steps \.\d{4} to \.\d{4}\nmarital /);
      expect(await page.locator('#one .cursor:not([hidden])').count()).toBe(2);
      await page.keyboard.press('Escape');
      expect(await tip.count()).toBe(0);
      await page.mouse.move(2, 2);
      expect(await page.locator('#one .cursor:not([hidden])').count()).toBe(0);
    });
  });

  it('a pointer over an epoch shows its AUC with its interval', async () => {
    await onPage(finished, {}, async ({ page }) => {
      const box = await page.locator('#one .row .chart').nth(1).boundingBox();
      if (box === null) throw new Error('the chart has no box');
      await page.mouse.move(box.x + 40 + (box.width - 44) * 0.8, box.y + 60);
      const text =
        'income · validation, epoch 3 · best\nAUC .9462 ± .0037 (95 %, s.e. .0019 after DeLong)\ntrain AUC .9489';
      await expect.poll(() => page.locator('.multitask-tip').textContent()).toBe(text);
    });
  });
});

describe('leaving the page', () => {
  it('saves the picture as PNG, twice as large as on screen', async () => {
    await onPage(finished, {}, async ({ page }) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save PNG' }).click(),
      ]);
      expect(download.suggestedFilename()).toBe('mmoe-run-14.png');
      const file = await readFile(await download.path());
      expect(file.subarray(1, 4).toString()).toBe('PNG');
      expect(file.readUInt32BE(16)).toBe(2 * 840);
    });
  });

  it('saves an SVG that needs no style sheet and has the texts of the report', async () => {
    await onPage(finished, {}, async ({ page }) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save SVG' }).click(),
      ]);
      const svg = await readFile(await download.path(), 'utf8');
      for (const text of [
        'Finished',
        '8 experts',
        '.9462',
        'best .9462',
        'Weights of epoch 3 kept: best mean validation AUC.',
      ]) {
        expect(svg).toContain(text);
      }
      for (const forbidden of ['<script', '<style', 'foreignObject', 'var(--', 'class=', 'Save PNG'])
        expect(svg).not.toContain(forbidden);
      const broken = await page.evaluate(
        (text) => new DOMParser().parseFromString(text, 'image/svg+xml').querySelector('parsererror')?.textContent,
        svg,
      );
      expect(broken).toBeUndefined();
    });
  });

  it('copies every number as CSV', async () => {
    await onPage(finished, {}, async ({ page }) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const copy = page.getByRole('button', { name: 'Copy CSV' });
      await copy.click();
      await expect.poll(() => page.locator('#one .copy').textContent()).toBe('Copied');
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines[0]).toBe('run,model,task,split,epoch,step,metric,value');
      expect(lines).toContain('14,MMoE,income,validation,3,2340,auc,0.9462');
    });
  });
});

describe('the host', () => {
  it('a new theme restyles in place', async () => {
    await onPage(finished, { theme: 'dark' }, async (opened) => {
      const line = opened.page.locator('#one .row .chart').first().locator('path.js-line').nth(1);
      const plot = await opened.page.locator('#one .plot').first().elementHandle();
      const stroke = () => line.evaluate((node) => getComputedStyle(node).stroke);
      const dark = await stroke();
      await opened.setTheme('light');
      await expect.poll(stroke).not.toBe(dark);
      expect(await plot?.evaluate((node) => node.isConnected)).toBe(true);
      expect(await opened.page.locator('#one .multitask').evaluate((node) => getComputedStyle(node).color)).toBe(
        'rgb(59, 59, 59)',
      );
    });
  });

  it('a new width changes the layout and the charts', async () => {
    await onPage(finished, { width: 1200 }, async (opened) => {
      const chart = opened.page.locator('#one .row .main-svg').first();
      const width = () => chart.getAttribute('width');
      expect(await width()).toBe(String(1200 - 32 - 136 - 268 - 32));
      await opened.setWidth(400);
      await expect.poll(width).toBe(String(400 - 32));
      await opened.setWidth(900);
      await expect.poll(width).toBe(String(900 - 32 - 136 - 268 - 32));
    });
  });

  it.each([400, 320])('nothing leaves an output of %i px', async (width) => {
    await onPage(finished, { width }, async (opened) => {
      const { page } = opened;
      await opened.render('two', trainingMime, rival);
      await page.locator('#one .menu').click();
      await page.locator('#one .more select').selectOption({ index: 1 });
      const outside = await page.evaluate((most) => {
        const seen = [...document.querySelectorAll('#one .multitask *')].filter(
          (node) => !node.closest('svg, .for-readers'),
        );
        return seen
          .filter((node) => node.getBoundingClientRect().right > most)
          .map((node) => `${node.tagName} ${node.className} ${node.textContent}`);
      }, width);
      expect(outside).toEqual([]);
    });
  });

  it('shows one split at a time at 400 px, with a switch', async () => {
    await onPage(finished, { width: 400 }, async ({ page }) => {
      expect(await page.locator('#one th.group').allTextContents()).toEqual(['validation · epoch 3']);
      await page.getByRole('button', { name: 'train', exact: true }).click();
      expect(await page.locator('#one th.group').allTextContents()).toEqual(['train · epoch 3']);
      const menu = page.getByRole('button', { name: 'More: compare, save, copy' });
      expect(await page.getByRole('button', { name: 'Save PNG' }).isVisible()).toBe(false);
      await menu.click();
      expect(await menu.getAttribute('aria-expanded')).toBe('true');
      expect(await page.getByRole('button', { name: 'Save PNG' }).isVisible()).toBe(true);
    });
  });

  it('disposing one output leaves the others', async () => {
    await onPage(finished, {}, async (opened) => {
      await opened.render('two', trainingMime, rival);
      await opened.dispose('one');
      expect(await opened.page.locator('#one').innerHTML()).toBe('');
      expect(await opened.page.locator('#two .row').count()).toBe(2);
      await opened.dispose();
      expect(await opened.page.locator('.multitask').count()).toBe(0);
    });
  });
});

describe('payloads are data', () => {
  const hostile = '<img src=x onerror="window.hacked=1"><a href="javascript:window.hacked=1">x</a>';
  it('draws markup as text', async () => {
    const tasks = [
      { ...census[0], name: hostile, description: hostile },
      { ...census[1], name: '__proto__' },
    ];
    const run = { title: hostile, dataset: hostile, trainer: hostile, summary: [hostile], id: hostile };
    const payload = payloadOf(inventRun({ tasks, run, stop: { step: 900, state: 'failed', message: hostile } }));
    await onPage(payload, { width: 840 }, async (opened) => {
      const { page } = opened;
      await opened.render('two', trainingMime, { ...rival, run: { ...rival.run, title: hostile } });
      await page.locator('#one .more select').selectOption({ index: 1 });
      await page.mouse.move(300, 300);
      expect(await page.locator('#outputs img, #outputs a[href^=javascript]').count()).toBe(0);
      expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
      expect(await page.locator('#one .head .name').textContent()).toBe(hostile);
      expect(await page.locator('#one tbody th').first().textContent()).toBe(hostile);
    });
  });

  it('says in place what is wrong with a payload, and draws the next good one', async () => {
    await onPage(finished, {}, async (opened) => {
      const alert = opened.page.locator('#one [role=alert]');
      await opened.render('one', trainingMime, { ...finished, version: 2 });
      expect(await alert.textContent()).toContain('newer Multitask Notebooks (version 2; this one draws version 1)');
      await opened.render('one', trainingMime, {
        ...finished,
        tasks: [{ name: 'income', kind: 'binary', loss: { stepsPerBucket: 1 } }],
      });
      expect(await alert.textContent()).toContain(
        'payload.tasks[0].loss.first is missing; a finite number or null was expected.',
      );
      await opened.render('one', trainingMime, finished);
      expect(await alert.count()).toBe(0);
      expect(await opened.page.locator('#one .row').count()).toBe(2);
    });
  });
});

describe('other runs', () => {
  it('without validation rows the right column is train AUC, and says so', async () => {
    await onPage(payloadOf(inventRun({ run: { validationRows: 0 } })), {}, async ({ page }) => {
      expect(await page.locator('#one .quality-legend').textContent()).toContain('Train AUC');
      expect(await page.getByText('no validation rows').first().isVisible()).toBe(true);
      expect(await page.locator('#one th.group').allTextContents()).toEqual(['train · epoch 3']);
    });
  });

  it('the numbers of thousands of epochs are level', async () => {
    const progress = { ...finished.progress, epochs: 5000, step: 5000 * 780, steps: 5000 * 780 };
    await onPage({ ...finished, progress }, { width: 840 }, async ({ page }) => {
      const marks = await page.locator('#one .xtick text').evaluateAll((all) => all.map((text) => text.outerHTML));
      expect(marks.some((mark) => mark.includes('>1001<') || /\d{4}</.test(mark))).toBe(true);
      expect(marks.filter((mark) => /rotate\((?!0)/.test(mark))).toEqual([]);
    });
  });

  it('one task needs no toggles', async () => {
    await onPage(payloadOf(inventRun({ tasks: census.slice(0, 1) })), {}, async ({ page }) => {
      expect(await page.locator('#one .tasks button').count()).toBe(0);
      expect(await page.locator('#one .row').count()).toBe(1);
    });
  });

  it('twelve tasks are sparklines with their last values', async () => {
    const tasks = Array.from({ length: 12 }, (_, i) => ({ ...census[i % 2], name: `task ${i + 1}` }));
    await onPage(payloadOf(inventRun({ tasks })), {}, async ({ page }) => {
      expect(await page.locator('#one .sparkline').count()).toBe(24);
      expect(await page.locator('#one .plot').count()).toBe(0);
      expect(await page.locator('#one .sparkline .end').nth(1).textContent()).toBe('.9462');
      // Only the quality of a task has a best epoch: the third of income, which is the last; the second of marital.
      const best = page.locator('#one .sparkline circle.best:not([visibility=hidden])');
      expect(await best.count()).toBe(12);
      const places = await best.evaluateAll((marks) => marks.map((mark) => Number(mark.getAttribute('cx'))));
      expect(places[1]).toBeCloseTo(((places[0] ?? 0) * 2) / 3, 3);
      expect(await page.locator('#one .sparkline svg').nth(3).getAttribute('aria-label')).toMatch(/; best in epoch 2$/);
      // The legend names what is drawn, and nothing else.
      const legend = page.locator('#one .charts > .legend').locator('> span:visible, > .others:visible');
      expect(await legend.allTextContents()).toEqual(['smoothed', 'best epoch']);
      await page.getByRole('button', { name: 'task 12' }).click();
      for (const name of ['task 11', 'task 10', 'task 9'])
        await page.getByRole('button', { name, exact: true }).click();
      expect(await page.locator('#one .plot').count()).toBe(16);
    });
  });
});
