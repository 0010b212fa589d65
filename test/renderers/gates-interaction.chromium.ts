import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../support/gate-examples.ts';
import { gatesPages } from './gates-page.ts';
import { bundleRenderer, launchChromium, type RendererPage } from './renderer-page.ts';

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

const focused = ({ page }: RendererPage) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-tip')?.split('\n')[0]);

describe('keyboard', () => {
  it('the map is one tab stop; arrows, Home and End move by cell and the tip follows', async () => {
    await onPage(healthy, {}, async (opened, view) => {
      const { page } = opened;
      expect(await view.locator('.gates-map .gates-cell[tabindex="0"]').count()).toBe(1);
      await view.locator('.gates-cell').first().focus();
      const walk = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key);
        return focused(opened);
      };
      expect(await walk('ArrowRight')).toBe('income · E1 (expert 1)');
      expect(await walk('ArrowDown')).toBe('marital · E1 (expert 1)');
      expect(await walk('ArrowDown')).toBe('marital · E1 (expert 1)');
      expect(await walk('End')).toBe('marital · E7 (expert 7)');
      expect(await walk('ArrowUp', 'Home', 'ArrowLeft')).toBe('income · E0 (expert 0)');
      expect(await view.locator('.multitask-tip').textContent()).toBe(
        await view.locator('.gates-cell').first().getAttribute('data-tip'),
      );
      await page.keyboard.press('Escape');
      expect(await view.locator('.multitask-tip').count()).toBe(0);
      expect(await view.locator('.hot.gates-cell').count()).toBe(2);
    });
  });

  it('More keeps the focus and says whether it is open', async () => {
    await onPage(healthy, {}, async ({ page }, view) => {
      const more = view.locator('.gates-disclosure');
      await more.focus();
      await page.keyboard.press('Enter');
      expect(await more.getAttribute('aria-expanded')).toBe('true');
      expect(await more.evaluate((node) => node === document.activeElement)).toBe(true);
      expect(await view.locator('.gates-table').isVisible()).toBe(true);
      await page.keyboard.press('Enter');
      expect(await view.locator('.gates-table').isVisible()).toBe(false);
    });
  });

  it('tab order is reading order', async () => {
    await onPage(collapsed, {}, async ({ page }, view) => {
      await view.getByRole('button', { name: 'Save PNG' }).focus();
      const seen: string[] = [];
      for (let i = 0; i < 11; i++) {
        await page.keyboard.press('Tab');
        seen.push(
          await page.evaluate(() => {
            const { activeElement: node } = document;
            const name = node?.getAttribute('aria-label') ?? node?.textContent ?? '';
            return (node?.matches('.gates-cell') ? (node.getAttribute('data-tip') ?? '') : name).split('\n')[0];
          }),
        );
      }
      expect(seen.map((text) => text.replace(/:.*/, ''))).toEqual([
        'Save SVG',
        'Copy CSV',
        'Copy the fix',
        'income · E0 (expert 0)',
        'income, effective experts per row',
        'income, effective experts overall',
        'income, routing information',
        'marital, effective experts per row',
        'marital, effective experts overall',
        'marital, routing information',
        '▸More JS between tasks .99 · all statistics · contribution · by education · over epochs · expert similarity',
      ]);
    });
  });
});

it('an update leaves the focus where it was', async () => {
  await onPage(healthy, {}, async (opened, view) => {
    const statistic = view.locator('.gates-statistic').nth(4);
    await statistic.focus();
    await opened.render('one', gatesMime, { ...healthy, epoch: 5 });
    await expect.poll(() => view.locator('.gates-facts').textContent()).toContain('epoch 5');
    expect(await statistic.evaluate((node) => node === document.activeElement)).toBe(true);
  });
});

it('hovering an expert outlines its column in every panel', async () => {
  await onPage(healthy, {}, async ({ page }, view) => {
    await view.locator('.gates-disclosure').click();
    await view.locator('.gates-segment-cell[data-expert="4"]').nth(2).hover();
    for (const panel of ['.gates-map', '.gates-histograms', '.gates-contribution', '.gates-segments']) {
      const hot = await view
        .locator(`${panel} .hot`)
        .evaluateAll((cells) => [...new Set(cells.map((cell) => cell.getAttribute('data-expert')))]);
      expect([panel, hot]).toEqual([panel, ['4']]);
    }
    await page.mouse.move(5, 5);
    await view.locator('.gates-facts').hover();
    expect(await view.locator('.hot').count()).toBe(0);
  });
});

describe('the host changes', () => {
  it('the theme: tints follow in place', async () => {
    await onPage(healthy, {}, async (opened, view) => {
      const ground = () =>
        view
          .locator('.gates-cell')
          .first()
          .evaluate((node) => getComputedStyle(node).backgroundColor);
      const dark = await ground();
      await opened.setTheme('light');
      await expect.poll(ground).not.toBe(dark);
    });
  });

  it('the width: the map turns and turns back, an open report stays open', async () => {
    await onPage(healthy, { width: 1000 }, async (opened, view) => {
      await view.locator('.gates-disclosure').click();
      await opened.setWidth(400);
      await expect.poll(() => view.locator('.gates-map').getAttribute('data-turned')).toBe('true');
      await opened.setWidth(1000);
      await expect.poll(() => view.locator('.gates-map').getAttribute('data-turned')).toBe('false');
      expect(await view.locator('.gates-table').isVisible()).toBe(true);
    });
  });

  it('nothing sticks out at any width', async () => {
    for (const report of [healthy, collapsed, levels, ...Object.values(oddReports).map(gatesPayload)]) {
      await onPage(report, { width: 400 }, async (opened, view) => {
        const more = view.locator('.gates-disclosure');
        if (await more.isVisible()) await more.click();
        for (const width of [320, 400, 600, 789, 840, 1400]) {
          await opened.page.setViewportSize({ width: width + 20, height: 900 });
          await opened.setWidth(width);
          await opened.page.evaluate(
            () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
          );
          const over = await opened.page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect([report.title, width, over]).toEqual([report.title, width, 0]);
        }
      });
    }
  });
});

describe('saving', () => {
  it('Copy CSV is one number a line', async () => {
    await onPage(healthy, {}, async ({ page }, view) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await view.getByRole('button', { name: 'Copy CSV' }).click();
      const lines = (await page.evaluate(() => navigator.clipboard.readText())).split('\n');
      expect(lines[0]).toBe('level,gate,segment,segment value,epoch,expert,statistic,number');
      expect(lines).toContain('0,income,,,,expert 0,mean,0.477');
      expect(lines).toContain(`0,income and marital,,,,,divergence,${healthy.levels[0].pairs[0].divergence}`);
      expect(lines.every((line) => line.split(',').length >= 8)).toBe(true);
    });
  });

  it('Save SVG holds the verdict and the weights', async () => {
    await onPage(healthy, {}, async ({ page }, view) => {
      const download = page.waitForEvent('download');
      await view.getByRole('button', { name: 'Save SVG' }).click();
      const saved = await download;
      expect(saved.suggestedFilename()).toBe('gates-mmoe.svg');
      const svg = await readFile(await saved.path(), 'utf8');
      for (const text of ['No alarms.', '.477', '± .386', 'weight per row'])
        expect(svg.replaceAll('\u00a0', ' ')).toContain(text);
    });
  });
});

it('outputs that are cleared leave nothing behind', async () => {
  await onPage(healthy, {}, async (opened, view) => {
    await opened.dispose();
    expect(await view.textContent()).toBe('');
    await opened.setTheme('light');
  });
});
