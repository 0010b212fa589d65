/**
 * What a person who trains MMoE on census-income waits for: from its files to test AUCs with defaults, in a process of its
 * own; how late a timer of 10 ms in the training process is during epochs; how soon a fit ends after an abort; how long what is asked
 * of a trained model takes, again and again.
 *
 *   npm run bench:session -- [--json FILE] [--repeats N]
 *
 * Needs census-income as `bench:trainer` does. Wall times count every other program of the machine, so the processor time
 * stands beside them.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/dataset.ts';
import { sliceRows } from '../../../kernel/multitask/data/index.ts';
import { type About, aboutRun } from '../about.ts';
import { census } from '../bench-data.ts';
import { markdownTable } from '../markdown.ts';
import { writeResult } from '../write-result.ts';
import { median } from './cases.ts';

const { values } = parseArgs({ options: { json: { type: 'string' }, repeats: { type: 'string' } } });
const about = aboutRun('bench:session', { repeats: values.repeats });
const repeats = Number(values.repeats ?? 3);

/** A module that has a process say how much processor time it took. */
const tellsCpu = `data:text/javascript,process.on('exit',()=>{const{user,system}=process.cpuUsage();process.stderr.write('cpu '+(user+system))})`;
const command = ['dist/kernel/main.js', 'train', 'mmoe', '--data', 'census-income', '--json'];
const runs = Array.from({ length: repeats }, () => fromFiles());
const [{ income, marital }] = runs;
const wall = median(runs.map(({ seconds }) => seconds));
const cpu = median(runs.map(({ cpuSeconds }) => cpuSeconds));

const { models, gateReport } = createMultitask();
const data = await census();
const { worst: lateness, busy, seconds } = await latestInEpochs(data);
const idle = await latestWhenIdle(seconds);
const aborts: number[] = [];
for (let i = 0; i < 5 * repeats; i++) aborts.push(await abortTime(data, 150 + 37 * i));
const abort = Math.max(...aborts);
const asked = await askedAgain(data);

const verdict = (isMet: boolean) => (isMet ? 'met' : 'missed');
console.log(
  markdownTable(
    ['MMoE on census-income, defaults', 'measured', 'target', ''],
    [
      [
        `files to test AUC: \`node ${command.slice(0, -1).join(' ')}\``,
        `${wall.toFixed(1)} s (processor ${cpu.toFixed(1)} s)`,
        '≤ 10 s',
        verdict(wall <= 10),
      ],
      ['test AUC of income', income.toFixed(4), '≥ .945', verdict(income >= 0.945)],
      ['test AUC of marital', marital.toFixed(4), '≥ .993', verdict(marital >= 0.993)],
      ['latest of a 10 ms timer during 3 epochs', `${lateness.toFixed(0)} ms`, '≤ 50 ms', verdict(lateness <= 50)],
      ...(busy === undefined
        ? []
        : [['longest that the thread itself was busy between two of them', `${busy.toFixed(0)} ms`, '', '']]),
      [`latest of the same timer in ${seconds.toFixed(0)} s without training`, `${idle.toFixed(0)} ms`, '', ''],
      [
        '`evaluate` of the test rows, again',
        `${asked.evaluate.toFixed(1)} ms`,
        '≤ 40 ms',
        verdict(asked.evaluate <= 40),
      ],
      ['`predict` of one row, again', `${asked.predict.toFixed(2)} ms`, '≤ 2 ms', verdict(asked.predict <= 2)],
      [
        '`gateReport` of the test rows, again',
        `${asked.gateReport.toFixed(0)} ms`,
        '≤ 500 ms',
        verdict(asked.gateReport <= 500),
      ],
      [`slowest of ${aborts.length} aborts`, `${abort.toFixed(0)} ms`, '≤ 100 ms', verdict(abort <= 100)],
    ],
  ),
);
if (values.json !== undefined)
  writeResult(values.json, {
    about: about(),
    wall,
    cpu,
    income,
    marital,
    lateness,
    busy,
    idle,
    aborts,
    asked,
  } satisfies SessionResult);

/** What `--json` writes: seconds from files to AUC, the AUCs on test rows, and milliseconds of the rest. */
export type SessionResult = {
  readonly about: About;
  readonly wall: number;
  readonly cpu: number;
  readonly income: number;
  readonly marital: number;
  readonly lateness: number;
  readonly busy: number | undefined;
  readonly idle: number;
  readonly aborts: readonly number[];
  readonly asked?: Asked;
};

/** Medians in milliseconds of calls on a model whose weights stay, after the first of each. */
type Asked = { readonly evaluate: number; readonly predict: number; readonly gateReport: number };

type FromFiles = { seconds: number; cpuSeconds: number; income: number; marital: number };

function fromFiles(): FromFiles {
  const begun = performance.now();
  const { stdout, stderr, status, signal, error } = spawnSync(process.execPath, ['--import', tellsCpu, ...command], {
    encoding: 'utf8',
    // A line for every step.
    maxBuffer: 64e6,
  });
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${error?.message ?? signal ?? stderr}`);
  const { test } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}');
  return {
    seconds: (performance.now() - begun) / 1000,
    cpuSeconds: Number(/cpu (\d+)/.exec(stderr)?.[1]) / 1e6,
    income: test.income.auc,
    marital: test.marital.auc,
  };
}

/** How much later than 10 ms a timer ever came, in milliseconds, while epochs were trained. */
async function latestInEpochs({ features, tasks, train }: Dataset): Promise<Lateness> {
  const model = models.mmoe(features, tasks, {});
  const timer = watchTimer();
  for await (const { kind } of model.train(train, { epochs: 3 })) timer.counts(kind === 'steps');
  model.dispose();
  return timer.end();
}

type Lateness = { readonly worst: number; readonly busy: number | undefined; readonly seconds: number };

function watchTimer() {
  const begun = performance.now();
  let worst = 0;
  let busy = 0;
  let isCounting = false;
  let last = begun;
  let lastUsed = mainThreadUsed();
  const timer = setInterval(() => {
    const now = performance.now();
    const used = mainThreadUsed();
    if (isCounting) {
      worst = Math.max(worst, now - last - 10);
      busy = Math.max(busy, (used ?? 0) - (lastUsed ?? 0));
    }
    last = now;
    lastUsed = used;
  }, 10);
  return {
    counts(is: boolean) {
      isCounting = is;
    },
    end(): Lateness {
      clearInterval(timer);
      return { worst, busy: lastUsed === undefined ? undefined : busy, seconds: (performance.now() - begun) / 1000 };
    },
  };
}

/** Milliseconds of processor time that this thread has used, where Linux tells. */
function mainThreadUsed(): number | undefined {
  const file = `/proc/self/task/${process.pid}/schedstat`;
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split(' ')[0]) / 1e6 : undefined;
}

/** The same in a process that does nothing else: what the machine's other programs are to blame for. */
async function latestWhenIdle(seconds: number): Promise<number> {
  const timer = watchTimer();
  timer.counts(true);
  await after(1000 * seconds);
  return timer.end().worst;
}

async function askedAgain({ features, tasks, train, test }: Dataset): Promise<Asked> {
  const model = models.mmoe(features, tasks, {});
  await model.fit(train, { epochs: 1 });
  const one = sliceRows(test, 0, 1);
  const again = async (times: number, call: () => Promise<unknown>) => {
    await call();
    const all: number[] = [];
    for (let i = 0; i < times * repeats; i++) {
      const begun = performance.now();
      await call();
      all.push(performance.now() - begun);
    }
    return median(all);
  };
  return {
    evaluate: await again(5, () => model.evaluate(test)),
    predict: await again(20, () => model.predict(one)),
    gateReport: await again(3, () => gateReport(model, test)),
  };
}

/** Milliseconds from an abort, `delay` after the first steps, until the fit has ended. */
async function abortTime({ features, tasks, train }: Dataset, delay: number): Promise<number> {
  const model = models.mmoe(features, tasks, {});
  const stop = new AbortController();
  let aborted: Promise<number> | undefined;
  for await (const { kind } of model.train(train, { epochs: 1000, signal: stop.signal }))
    if (kind === 'steps')
      aborted ??= after(delay).then(() => {
        stop.abort();
        return performance.now();
      });
  const ended = performance.now();
  model.dispose();
  return ended - (await (aborted ?? Promise.resolve(ended)));
}
