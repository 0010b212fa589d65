import type { Message } from '../../../kernel/jupyter/messages.ts';
import type { BenchKernel } from './kernels.ts';
import { asker, cellContent, type Measured, measured, memory, residentMemory, startTimes } from './process.ts';

/** One thing that is measured: a number with its unit, and what must hold for the number to count. */
export type Figure = { readonly value: number; readonly unit: 'ms' | 'MB' | 's'; readonly note?: string };
export type Row = {
  readonly name: string;
  /** What is promised; undefined where nothing is. */
  readonly target?: number;
  measure(kernel: BenchKernel): Promise<Figure>;
};

/** A cell in each language, or one that only our kernel runs here, and why. */
type Cell = { readonly js: string; readonly py: string } | { readonly ours: string; readonly why: string };

function pick({ name, language }: BenchKernel, cell: Cell): string {
  if (!('ours' in cell)) return language === 'python' ? cell.py : cell.js;
  if (name !== 'ours') throw new Error(cell.why);
  return cell.ours;
}

/** How a cell shows a bundle: ours, Deno's and tslab's. */
const jsDisplay =
  "(bundle => globalThis.Deno ? Deno.jupyter.display(bundle, { raw: true }) : globalThis.display ? display(bundle) : require('tslab').display.raw('text/plain', bundle['text/plain']))";

const training = `const rows = await datasets.correlatedTasks({ seed: 1 });
console.log('go');
await models.mmoe(rows.features, rows.tasks, { seed: 1 }).fit(rows.train, { epochs: 10_000 });`;

/** A row with a running kernel of its own. */
function running(
  name: string,
  target: number | undefined,
  measure: (kernel: Measured, make: BenchKernel) => Promise<Figure>,
): Row {
  return {
    name,
    ...(target === undefined ? {} : { target }),
    async measure(make) {
      const kernel = await measured(make);
      try {
        await kernel.run('1 + 1');
        return await measure(kernel, make);
      } finally {
        await kernel.stop();
      }
    },
  };
}

/** Five starts serve both rows, so that they cannot contradict each other. */
const startsOf = new Map<string, ReturnType<typeof fiveStarts>>();

async function fiveStarts(kernel: BenchKernel) {
  const times: Awaited<ReturnType<typeof startTimes>>[] = [];
  for (let i = 0; i < 5; i++) times.push(await startTimes(kernel));
  return times;
}

function starts(name: string, target: number, part: 'info' | 'cell'): Row {
  return {
    name,
    target,
    async measure(kernel) {
      const times = startsOf.get(kernel.name) ?? fiveStarts(kernel);
      startsOf.set(kernel.name, times);
      return { value: median((await times).map((each) => each[part])), unit: 'ms' };
    },
  };
}

function interrupts(name: string, code: Cell): Row {
  return running(`interrupt ${name}`, 200, async (kernel, make) => {
    await kernel.run(pick(make, { js: 'let keep = 41', py: 'keep = 41' }));
    const times: number[] = [];
    // Once is enough for a kernel that takes seconds.
    while (times.length < 3 && (times[0] ?? 0) < 5_000) {
      let begin = 0;
      const cell = await kernel.run(pick(make, code), ({ header }) => {
        if (header.msg_type !== 'stream' || begin > 0) return;
        begin = performance.now();
        kernel.interrupt();
      });
      times.push(performance.now() - begin);
      if (cell.status === 'ok') throw new Error('it was not interrupted');
      if (!(await stillKnows(kernel))) throw new Error('the variables are lost');
    }
    return { value: median(times), unit: 'ms', note: 'state kept' };
  });
}

/** Some kernels abort what comes shortly after an error, so it is asked again for a while. */
async function stillKnows(kernel: Measured): Promise<boolean> {
  const deadline = performance.now() + 3_000;
  do {
    if (text((await kernel.run('keep + 1')).messages) === '42') return true;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (performance.now() < deadline);
  return false;
}

/** Brings a kernel into a state that lasts. */
type Begin = (kernel: Measured, make: BenchKernel) => Promise<unknown>;

const spin: Begin = (kernel, make) =>
  new Promise<void>((resolve) => {
    const code = { js: "console.log('go'); while (true) {}", py: "print('go', flush=True)\nwhile True: pass" };
    kernel
      .run(pick(make, code), ({ header }) => {
        if (header.msg_type === 'stream') resolve();
      })
      .catch(() => {});
  });

const stand: Begin = async (kernel, make) => {
  const code = pick(make, { ours: 'debugger;', why: 'this bench debugs ours alone' });
  const debug = (command: string) =>
    kernel.client.request('control', 'debug_request', { type: 'request', seq: 1, command, arguments: {} });
  await debug('initialize');
  await debug('attach');
  await new Promise<void>((resolve) => {
    kernel.client.onMessage(({ content }) => {
      if (content.event === 'stopped') resolve();
    });
    kernel.run(code).catch(() => {});
  });
};

const heartbeat = async ({ client }: Measured): Promise<void> => {
  if (!(await client.heartbeat(5_000))) throw new Error('no answer in 5 s');
};
const control = async ({ connection }: Measured): Promise<void> => {
  const asked = asker(connection, 'control');
  await within(5_000, asked.ask('kernel_info_request', [{}])).finally(asked.close);
};

function meanwhile(name: string, target: number, begin: Begin, ask: (kernel: Measured) => Promise<unknown>): Row {
  return running(name, target, async (kernel, make) => {
    await begin(kernel, make);
    const times: number[] = [];
    for (let i = 0; i < 21; i++) {
      const begin = performance.now();
      await ask(kernel);
      times.push(performance.now() - begin);
    }
    return { value: median(times), unit: 'ms' };
  });
}

const lines = 100_000;

export const rows: readonly Row[] = [
  starts('start → kernel_info, median of 5', 300, 'info'),
  starts('start → 1+1, median of 5', 700, 'cell'),
  running('1+1, median of 100', 3, async (kernel) => {
    // tslab loses the idle status of every 512th message: more cells and its clients wait forever.
    const times: number[] = [];
    for (let i = 0; i < 100; i++) times.push((await kernel.run('1+1')).milliseconds);
    return { value: median(times), unit: 'ms' };
  }),
  running(`${lines.toLocaleString('en')} lines`, 1_000, async (kernel, make) => {
    const code = {
      js: `for (let i = 0; i < ${lines}; i++) console.log(i)`,
      py: `for i in range(${lines}): print(i)`,
    };
    const { milliseconds, messages } = await kernel.runToTheLastOutput(pick(make, code));
    const received = streams(messages).split('\n').slice(0, -1);
    const whole = received.length === lines && received.every((line, i) => line === String(i));
    if (!whole) throw new Error(`${received.length} of ${lines} lines arrived, or not in order`);
    return { value: milliseconds, unit: 'ms', note: `${messages.length} messages` };
  }),
  running('one line of 20 MB', 1_000, async (kernel, make) => {
    const code = { js: "console.log('x'.repeat(2e7))", py: "print('x' * 20_000_000)" };
    const cell = await kernel.runToTheLastOutput(pick(make, code));
    if (streams(cell.messages).length !== 20_000_001)
      throw new Error(`${streams(cell.messages).length} characters came`);
    const later = await kernel.runToTheLastOutput(pick(make, { js: "console.log('later')", py: "print('later')" }));
    if (streams(later.messages) !== 'later\n') throw new Error('later output is lost');
    return { value: cell.milliseconds, unit: 'ms' };
  }),
  running('one display of 20 MB', 1_000, async (kernel, make) => {
    const code = {
      js: `${jsDisplay}({ 'text/plain': 'x'.repeat(2e7) })`,
      py: "from IPython.display import display\ndisplay({'text/plain': 'x' * 20_000_000}, raw=True)",
    };
    const cell = await kernel.runToTheLastOutput(pick(make, code));
    const shown = cell.messages.find(({ header }) => header.msg_type === 'display_data');
    const data = shown?.content.data as Readonly<Record<string, string>> | undefined;
    const length = data?.['text/plain']?.length ?? 0;
    if (length !== 2e7) throw new Error(`${length} characters came`);
    return { value: cell.milliseconds, unit: 'ms' };
  }),
  running('a cell of 30 MB', undefined, async (kernel, make) => {
    const code = pick(make, { js: `'${'x'.repeat(3e7)}'.length`, py: `len('${'x'.repeat(3e7)}')` });
    const { milliseconds, status } = await kernel.run(code);
    if (status !== 'ok') throw new Error(`status ${status}`);
    return { value: milliseconds, unit: 'ms' };
  }),
  interrupts('while (true)', {
    js: "console.log('go'); while (true) {}",
    py: "print('go', flush=True)\nwhile True: pass",
  }),
  interrupts('a long await', {
    js: "console.log('go'); await new Promise((done) => setTimeout(done, 60_000));",
    py: "import asyncio\nprint('go', flush=True)\nawait asyncio.sleep(60)",
  }),
  interrupts('a loop behind an await', {
    js: "console.log('go'); await null; while (true) {}",
    py: "import asyncio\nprint('go', flush=True)\nawait asyncio.sleep(0)\nwhile True: pass",
  }),
  interrupts('a loop in a timer', {
    js: "console.log('go'); setTimeout(() => { while (true) {} }, 0); await new Promise(() => {});",
    py: "import asyncio\ndef spin():\n  while True: pass\nprint('go', flush=True)\nasyncio.get_running_loop().call_later(0, spin)\nawait asyncio.sleep(60)",
  }),
  interrupts('a loop that prints', { js: 'while (true) console.log(1)', py: 'while True: print(1)' }),
  interrupts('a training run', { ours: training, why: 'it has nothing built in to train' }),
  meanwhile('heartbeat while a cell spins', 10, spin, heartbeat),
  meanwhile('control while a cell spins', 50, spin, control),
  meanwhile('heartbeat at a breakpoint', 10, stand, heartbeat),
  meanwhile('control at a breakpoint', 50, stand, control),
  running('10 clients × 20 cells', undefined, async (kernel) => {
    const clients = Array.from({ length: 10 }, () => asker(kernel.connection, 'shell'));
    const cells = Array.from({ length: 20 }, (_, i) => cellContent(`${i}`));
    const begin = performance.now();
    const replies = (await Promise.all(clients.map(({ ask }) => ask('execute_request', cells)))).flat();
    const milliseconds = performance.now() - begin;
    for (const client of clients) client.close();
    if (replies.some(({ content }) => content.status !== 'ok')) throw new Error('not every reply was ok');
    return { value: milliseconds, unit: 'ms' };
  }),
  running('resident memory, idle', 200, async (kernel) => {
    // Lazy parts that load when idle must not be missed.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const pid = Number(kernel.process.pid);
    return { value: residentMemory(pid), unit: 'MB', note: `PSS ${memory(pid).toFixed(0)} MB` };
  }),
  running('growth over 2,000 cells', 10, async (kernel) => {
    for (let i = 0; i < 500; i++) await kernel.run(`${i}`);
    const pid = Number(kernel.process.pid);
    const before = memory(pid);
    for (let i = 0; i < 2_000; i++) await kernel.run(`${i}`);
    return { value: memory(pid) - before, unit: 'MB' };
  }),
];

function streams(messages: readonly Message[]): string {
  return messages
    .filter(({ header }) => header.msg_type === 'stream')
    .map(({ content }) => content.text)
    .join('');
}

/** The value of a cell, also where a kernel prints it instead of sending a result, or colours it. */
function text(messages: readonly Message[]): string {
  const result = messages.find(({ header }) => header.msg_type === 'execute_result')?.content.data as
    | Readonly<Record<string, string>>
    | undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI colours start with one.
  return (result?.['text/plain'] ?? streams(messages)).replace(/\x1b\[\d*m/g, '').trim();
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
