import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What axe finds serious or critical below `root`, one line each: the rule, the first element, and what is wrong with it. */
export async function seriousFindings(page: Page, root = '#one .multitask'): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document.querySelector(selector) ?? document);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) =>
        nodes.slice(0, 5).map(({ html, failureSummary }) => `${id} ${html.slice(0, 200)} ${failureSummary}`),
      );
  }, root);
}
