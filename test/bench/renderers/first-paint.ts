/**
 * How long the renderers take to their first picture, beside those of another build: medians of alternating draws in one browser.
 *
 *   npm run build && npm run bench:first-paint -- PATH_OF_THE_OTHER_BUILDS/dist/renderers
 *
 * From the call of `renderOutputItem` to the frame after the next: what is measured is laid out and painted.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatesMime, trainingMime } from '../../../kernel/payloads/mime.ts';
import { launchChromium, openRenderer } from '../../renderers/renderer-page.ts';

const [other] = process.argv.slice(2);
if (other === undefined) throw new Error('Which build is the other one? Give the path of its dist/renderers.');

const draws = 15;
const cases = [
  { renderer: 'training', example: 'training-finished', mime: trainingMime },
  { renderer: 'training', example: 'training-running', mime: trainingMime },
  { renderer: 'gates', example: 'gates-healthy', mime: gatesMime },
] as const;

const browser = await launchChromium();
console.log('| picture | other build, ms | this build, ms | ratio |\n|---|---|---|---|');
for (const { renderer, example, mime } of cases) {
  const payload = JSON.parse(await readFile(`kernel/payloads/examples/${example}.json`, 'utf8'));
  const bundles = await Promise.all(
    [other, 'dist/renderers'].map((folder) => readFile(join(folder, `${renderer}.js`), 'utf8')),
  );
  const times: readonly number[][] = [[], []];
  for (let i = 0; i < draws + 2; i++) {
    for (const [which, bundle] of bundles.entries()) {
      const time = await firstPaint(bundle, mime, payload);
      // The first two are for the browser's caches.
      if (i >= 2) times[which].push(time);
    }
  }
  const [before, now] = times.map(median);
  console.log(`| ${example} | ${before.toFixed(0)} | ${now.toFixed(0)} | ${(now / before).toFixed(2)} |`);
}
await browser.close();

async function firstPaint(bundle: string, mime: string, payload: unknown): Promise<number> {
  const { page } = await openRenderer(browser, bundle);
  try {
    return await page.evaluate(
      async ([type, data]) => {
        const begin = performance.now();
        await window.renderOutput('one', type as string, data);
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return performance.now() - begin;
      },
      [mime, payload] as const,
    );
  } finally {
    await page.context().close();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
