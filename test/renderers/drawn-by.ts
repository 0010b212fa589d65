import type { Browser, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { openRenderer, type PageOptions, type RendererPage } from './renderer-page.ts';

/** A way to look at payloads of one kind, each on a page of its own; that nothing went wrong inside the page is part of every look. */
export function drawnBy<Payload>(renderer: () => { browser: Browser; bundle: string }, mime: string, selector = '') {
  return async (
    payload: Payload,
    options: PageOptions,
    check: (page: RendererPage, view: Locator) => Promise<void>,
  ): Promise<void> => {
    const { browser, bundle } = renderer();
    const opened = await openRenderer(browser, bundle, options);
    try {
      await opened.render('one', mime, payload);
      await check(opened, opened.page.locator(`#one ${selector}`));
      expect(opened.errors).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  };
}
