/**
 * A table of 1,000,000 rows and 200 columns: how long its first picture takes, how large what is sent is, and how evenly it scrolls.
 *
 *   npm run bench:table [-- ROWS COLUMNS]
 *
 * The rows are `Rows` of 32-bit numbers, as a dataset has them. First picture: the kernel's payload, written and read as JSON, and from the
 * call of `renderOutputItem` to the frame after the next. Scrolling: 600 frames, 15 rows a frame, while every question goes to the kernel's own
 * code, in the process of this bench; a frame is late when it comes more than 25 ms after the last. What a frame costs is told apart from what
 * else the machine does, as processor time of the page's main thread: each task there, by Chromium's own trace.
 */
import { tableMime } from '../../../kernel/payloads/mime.ts';
import type { TableAnswer } from '../../../kernel/payloads/table/index.ts';
import { count } from '../../../kernel/text/index.ts';
import type { Comm } from '../../../kernel/user-process/output/comms.ts';
import { createShownTables } from '../../../kernel/user-process/tables/shown-tables.ts';
import { bundleRenderer, launchChromium, openRenderer } from '../../renderers/renderer-page.ts';
import { wideRows } from '../../support/table-payloads.ts';

const [rows = 1_000_000, columns = 200] = process.argv.slice(2).map(Number);
const tables = createShownTables();
const table = wideRows(rows, columns);
// The first is for the compiler, as in a kernel that showed a table before.
tables.ofValue(wideRows(2000, 20));

const begin = performance.now();
const payload = tables.ofValue(table)[tableMime];
const made = performance.now();
const json = JSON.stringify(payload);
const written = performance.now();
console.log(
  `${count(rows)} rows × ${count(columns)} columns; sent: ${count(payload?.rows)} rows, ${count(json.length)} characters`,
);

async function answer(question: unknown): Promise<TableAnswer> {
  return new Promise((resolve) => {
    void tables.answer({ close: resolve } as unknown as Comm, question);
  });
}

const [browser, bundle] = await Promise.all([launchChromium(), bundleRenderer('table')]);
for (let i = 0; i < 3; i++) {
  const { page, errors } = await openRenderer(browser, bundle, { messaging: true });
  await page.exposeFunction('askTables', answer);
  await page.evaluate(() => {
    const { askTables } = window as unknown as { askTables: (question: unknown) => Promise<unknown> };
    window.posted.push = (...messages: unknown[]) => {
      for (const message of messages) {
        const { ask, question } = message as { ask: number; question: unknown };
        void askTables(question).then((given) => window.answerMessage({ ask, answer: given }));
      }
      return 0;
    };
  });
  const first = await page.evaluate(
    async ([mime, text]) => {
      const start = performance.now();
      await window.renderOutput('one', mime, JSON.parse(text));
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      return performance.now() - start;
    },
    [tableMime, json] as const,
  );
  // What columns hold is asked for first.
  await page.waitForFunction(() => document.querySelectorAll('.table-chart').length > 4);
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
  const scrolled = await page.evaluate(async () => {
    const scroll = document.querySelector('.table-scroll');
    if (!scroll) throw new Error('There is no table.');
    const times: number[] = [];
    let empty = 0;
    for (let frame = 0; frame < 600; frame++) {
      // Eight seconds down, a jump to the middle, two seconds to the right.
      if (frame === 480) scroll.scrollTop = scroll.scrollHeight / 2;
      else if (frame < 480) scroll.scrollTop += 15 * 24;
      else scroll.scrollLeft += 60;
      await new Promise(requestAnimationFrame);
      times.push(performance.now());
      const { top, bottom, left } = scroll.getBoundingClientRect();
      if (!document.elementFromPoint(left + 200, (top + bottom) / 2)?.closest('.table-row')) empty++;
    }
    return { times, empty };
  });
  const tasks = taskTimes(await browser.stopTracing());
  const waits = scrolled.times.slice(1).map((time, i) => time - (scrolled.times[i] ?? 0));
  waits.sort((a, b) => a - b);
  const at = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? 0;
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const [kernel, whole] = [written - begin, written - begin + first].map((time) => time.toFixed(0));
  console.log(
    `first picture ${whole} ms (kernel ${kernel} ms, of which JSON ${(written - made).toFixed(0)} ms); ` +
      `frames: median ${at(0.5).toFixed(1)} ms, 99th of 100 ${at(0.99).toFixed(1)} ms, worst ${at(1).toFixed(0)} ms, ` +
      `late ${waits.filter((wait) => wait > 25).length} of ${waits.length}, without rows ${scrolled.empty}`,
  );
  const work = tasks.reduce((sum, time) => sum + time, 0);
  console.log(
    `processor time of the main thread: ${(work / 600).toFixed(2)} ms a frame; longest task ${Math.max(0, ...tasks).toFixed(1)} ms, ` +
      `over 16 ms ${tasks.filter((time) => time > 16).length}`,
  );
  await page.context().close();
}
await browser.close();

/** Milliseconds of processor time of each task of the busiest renderer's main thread. */
function taskTimes(trace: Buffer): readonly number[] {
  type Event = { name: string; ph: string; pid: number; tid: number; tdur?: number; args?: { name?: string } };
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly Event[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const byThread = new Map<string, number[]>();
  for (const { name, pid, tid, tdur } of traceEvents) {
    const thread = `${pid} ${tid}`;
    if (name !== 'ThreadControllerImpl::RunTask' || tdur === undefined || !mains.has(thread)) continue;
    const times = byThread.get(thread) ?? [];
    byThread.set(thread, times);
    times.push(tdur / 1000);
  }
  const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);
  return [...byThread.values()].sort((a, b) => sum(b) - sum(a))[0] ?? [];
}
