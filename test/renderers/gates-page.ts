import type { Browser, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { GatesPayload } from '../../kernel/payloads/gates.ts';
import { gatesMime } from '../../kernel/payloads/mime.ts';
import { openRenderer, type PageOptions, type RendererPage } from './renderer-page.ts';

export type CheckPage = (
  payload: GatesPayload,
  options: PageOptions,
  check: (page: RendererPage, view: Locator) => Promise<void>,
) => Promise<void>;

/** Opens a page with one gate report in it, runs the check, and expects that nothing went wrong inside. */
export function gatesPages(browser: () => Browser, bundle: () => string): CheckPage {
  return async (payload, options, check) => {
    const opened = await openRenderer(browser(), bundle(), options);
    try {
      await opened.render('one', gatesMime, payload);
      await check(opened, opened.page.locator('#one'));
      expect(opened.errors).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  };
}
