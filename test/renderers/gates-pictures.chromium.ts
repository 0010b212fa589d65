import { mkdir } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { gatesPayload } from '../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../support/gate-examples.ts';
import { seriousFindings } from './axe.ts';
import type { HostTheme } from './host-themes.ts';
import { bundleRenderer, launchChromium, openRenderer } from './renderer-page.ts';

/** Every kind of gate report in every theme is drawn into out/renderers, to be looked at, and checked by axe. */
let browser: Browser;
let bundle: string;
beforeAll(async () => {
  await mkdir('out/renderers', { recursive: true });
  [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('gates')]);
});
afterAll(() => browser?.close());

const reports = { ...gateExamples, ...oddReports };

type Look = { readonly name: string; readonly theme: HostTheme; readonly width: number; readonly open?: true };
const themes = ['dark', 'light', 'hc'] as const;
const looks: readonly Look[] = [
  ...['healthy', 'collapsed'].flatMap((name) =>
    themes.flatMap((theme): Look[] => [
      { name, theme, width: 840 },
      { name, theme, width: 840, open: true },
      { name, theme, width: 400, open: true },
    ]),
  ),
  ...Object.keys(oddReports).flatMap((name): Look[] => [
    { name, theme: 'light', width: 840, open: true },
    { name, theme: 'dark', width: 400, open: true },
  ]),
  { name: 'levels', theme: 'hc', width: 1400, open: true },
];

describe('a gate report has no serious accessibility finding', () => {
  it.each(looks)('$name, $theme, $width px, open: $open', async ({ name, theme, width, open }) => {
    const { page, render, errors } = await openRenderer(browser, bundle, { theme, width, scale: 2 });
    await render('one', gatesMime, gatesPayload(reports[name]));
    const more = page.locator('#one .gates-disclosure');
    if (open && (await more.isVisible())) await more.click();
    const picture = ['gates', name.replaceAll(' ', '-'), theme, width, ...(open ? ['open'] : [])].join('-');
    await page.locator('#one').screenshot({ path: `out/renderers/${picture}.png` });
    const findings = await seriousFindings(page);
    await page.context().close();
    expect(findings).toEqual([]);
    expect(errors).toEqual([]);
  });
});
