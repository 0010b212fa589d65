/**
 * What training on a stream of rows costs beside the same rows in memory: an epoch of MMoE over a Parquet file that
 * is written here, 11 columns of numbers and 29 of categories as census-income has.
 *
 *   npm run bench:stream -- [--json FILE] [--rows N] [--rounds N] [--batch N]
 *
 * Each round trains an epoch of either after the other, by wall time and by processor time; medians. What opening costs stands beside it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { RowStream, Rows } from '../../../kernel/multitask/data/index.ts';
import type { Model } from '../../../kernel/multitask/model/model.ts';
import { type About, aboutRun } from '../about.ts';
import { markdownTable } from '../markdown.ts';
import { writeResult } from '../write-result.ts';
import { median } from './cases.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'string' },
    rows: { type: 'string' },
    rounds: { type: 'string' },
    batch: { type: 'string' },
  },
});
const { json, ...flags } = values;
const about = aboutRun('bench:stream', flags);
const rows = Number(values.rows ?? 5_000_000);
const rounds = Number(values.rounds ?? 3);
const batchSize = Number(values.batch ?? 1024);

/** Of either: seconds of wall time and of processor time that opening took, and examples per second of both while an epoch trains. */
type Measured = {
  readonly opened: number;
  readonly openedCpu: number;
  readonly perSecond: number;
  readonly perCpuSecond: number;
};

/** What `--json` writes. */
type StreamResult = {
  readonly about: About;
  readonly rows: number;
  readonly streamed: Measured;
  readonly inMemory: Measured;
};

const folder = await mkdtemp(join(tmpdir(), 'bench-stream-'));
const file = join(folder, 'rows.parquet');
try {
  await writeRows();
  const { datasets, models } = createMultitask();
  const tasks = { t0: 'binary', t1: 'binary' } as const;
  const opening = async <Table>(open: () => Promise<Table>) => {
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    const table = await open();
    return { table, opened: (performance.now() - begun) / 1000, openedCpu: cpuSeconds(cpu) };
  };
  const streamed = await opening(() => datasets.table(file, { tasks, stream: true }));
  const inMemory = await opening(() => datasets.table(file, { tasks }));
  const speeds = { streamed: [] as Speed[], inMemory: [] as Speed[] };
  // Once for the compiler.
  for (let round = 0; round <= rounds; round++)
    for (const [way, { table }] of Object.entries({ streamed, inMemory })) {
      const speed = await epoch(models.mmoe(table.features, table.tasks, { seed: 1 }), table.train);
      if (round > 0) speeds[way as keyof typeof speeds].push(speed);
    }
  const result: StreamResult = {
    about: about(),
    rows,
    streamed: { ...without(streamed), ...medians(speeds.streamed) },
    inMemory: { ...without(inMemory), ...medians(speeds.inMemory) },
  };
  console.log(streamTable(result));
  if (json !== undefined) writeResult(json, result);
} finally {
  await rm(folder, { recursive: true });
}

type Speed = Pick<Measured, 'perSecond' | 'perCpuSecond'>;

/** From the start of an epoch until its last step: the look at its end is not counted. */
async function epoch(model: Model, train: Rows | RowStream): Promise<Speed> {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  let speed: Speed = { perSecond: 0, perCpuSecond: 0 };
  for await (const { kind } of model.train(train, { epochs: 1, batchSize, seed: 1 })) {
    if (kind !== 'steps') continue;
    const seconds = (performance.now() - begun) / 1000;
    speed = { perSecond: train.length / seconds, perCpuSecond: train.length / cpuSeconds(cpu) };
  }
  model.dispose();
  return speed;
}

function medians(speeds: readonly Speed[]): Speed {
  return {
    perSecond: median(speeds.map(({ perSecond }) => perSecond)),
    perCpuSecond: median(speeds.map(({ perCpuSecond }) => perCpuSecond)),
  };
}

function without({ opened, openedCpu }: Pick<Measured, 'opened' | 'openedCpu'>) {
  return { opened, openedCpu };
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

async function writeRows(): Promise<void> {
  const database = await DuckDBInstance.create(':memory:');
  const connection = await database.connect();
  const columns = [
    ...Array.from({ length: 11 }, (_, i) => `(random() * 3.4 - 1.7)::FLOAT AS n${i}`),
    ...Array.from({ length: 29 }, (_, i) => `'v' || floor(random() * 16)::INTEGER AS c${i}`),
    ...Array.from({ length: 2 }, (_, i) => `(random() < 0.3)::INTEGER AS t${i}`),
  ];
  await connection.run(`COPY (SELECT ${columns.join(', ')} FROM range(${rows})) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  database.closeSync();
}

function streamTable({ streamed, inMemory, rows: count }: StreamResult): string {
  const thousands = (perSecond: number) => `${(perSecond / 1000).toPrecision(3)} k`;
  const ratio = (of: keyof Measured) => `${(streamed[of] / inMemory[of]).toFixed(2)} ×`;
  const line = (title: string, of: keyof Measured, text: (value: number) => string) => [
    title,
    text(streamed[of]),
    text(inMemory[of]),
    ratio(of),
  ];
  const seconds = (value: number) => `${value.toFixed(1)} s`;
  return markdownTable(
    [`${count.toLocaleString('en-US')} rows`, 'streamed', 'in memory', 'streamed ÷ in memory'],
    [
      line('examples a second', 'perSecond', thousands),
      line('examples a second of processor time', 'perCpuSecond', thousands),
      line('opened in', 'opened', seconds),
      line('processor time of opening', 'openedCpu', seconds),
    ],
  );
}
