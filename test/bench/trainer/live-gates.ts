/**
 * What the map of gates costs a model that trains: at the ends of epochs, as it is, and within them, as it might be.
 *
 *   npm run bench:gates
 *
 * The events of a real run are drawn again, once as they are and once without gates: the difference is what the map costs
 * (fold, payload, JSON; not what the renderer draws in its own process), as a share of the time that was trained.
 */
import { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset, Rows } from '../../../kernel/multitask/data/dataset.ts';
import { sliceRows } from '../../../kernel/multitask/data/some-rows.ts';
import { gateStatistics } from '../../../kernel/multitask/gate-report/index.ts';
import type { TrainingEvent } from '../../../kernel/multitask/training/index.ts';
import { watchTraining } from '../../../kernel/user-process/reports/training-plot.ts';
import { withSimd } from '../../support/simd-trainers.ts';

const { models, datasets } = createMultitask();

console.log('| model | epoch, s | at the ends of epochs | within them, once a second, 1,000 rows |');
console.log('|---|---|---|---|');
for (const { tasks, experts, epochs, rows } of [
  { tasks: 2, experts: 8, epochs: 20, rows: 60_000 },
  { tasks: 16, experts: 64, epochs: 3, rows: 6000 },
]) {
  const data = manyTasks(datasets.correlatedTasks({ correlation: 0.9, labels: 'binary', rows, seed: 1 }), tasks);
  const model = models.mmoe(data.features, data.tasks, { experts, seed: 1 });
  const events: TrainingEvent[] = [];
  const run = model.train(data.train, { epochs, batchSize: 128, validation: data.validation, seed: 1 });
  for await (const event of run) events.push(event);
  const { seconds } = events.at(-1) as Extract<TrainingEvent, { kind: 'ended' }>;
  const bare = events.map(withoutGates);
  // Once for the compiler.
  for (const each of [events, bare]) replay(each);
  const costs = Array.from({ length: 15 }, () => replay(events) - replay(bare));
  const within = await perLook(model.network, data.validation);
  const share = (each: number) => `${each.toFixed(1)} ms a second, ${(each / 10).toFixed(2)} %`;
  console.log(
    `| ${tasks} tasks × ${experts} experts | ${(seconds / epochs).toFixed(2)} | ${share(median(costs) / seconds)} | ${share(within)} |`,
  );
}

/** Milliseconds of processor that all pictures of a run took. */
function replay(events: readonly TrainingEvent[]): number {
  const [started] = events;
  if (started?.kind !== 'started') throw new Error('The first event of a run is "started".');
  let time = 0;
  let bytes = 0;
  const show = watchTraining(
    (bundle) => {
      bytes += JSON.stringify(bundle).length;
    },
    () => time,
  )(started.run);
  const begin = process.cpuUsage();
  for (const event of events) {
    if (event.kind !== 'started') time = event.seconds * 1000;
    show(event);
  }
  const { user, system } = process.cpuUsage(begin);
  return bytes > 0 ? (user + system) / 1000 : 0;
}

function withoutGates(event: TrainingEvent): TrainingEvent {
  if (event.kind === 'epoch') return { ...event, gates: [] };
  return event.kind === 'started' ? { ...event, run: { ...event.run, gates: [] } } : event;
}

/** Milliseconds of one look at the gates while a trainer lives. */
async function perLook(network: Parameters<typeof withSimd>[0], validation: Rows): Promise<number> {
  const rows = sliceRows(validation, 0, Math.min(1000, validation.length));
  return withSimd(network, { build: 'simd', threads: 2 }, async (trainer) => {
    const times: number[] = [];
    for (let i = 0; i < 20; i++) {
      const begin = performance.now();
      const weights = await trainer.activations(
        rows,
        network.gates.map(({ gate }) => gate),
      );
      for (const [k, { name, level, serves, experts }] of network.gates.entries())
        gateStatistics({ gate: name, level, serves, experts: experts.map((each) => each.name) }, weights[k]);
      times.push(performance.now() - begin);
    }
    return median(times);
  });
}

/** The same data with its tasks under more names. */
function manyTasks(data: Dataset, count: number): Dataset {
  const tasks = Array.from({ length: count }, (_, i) => ({ ...data.tasks[i % 2], name: `task ${i}` }));
  const more = (rows: Rows): Rows => ({
    ...rows,
    labels: Object.fromEntries(tasks.map(({ name }, i) => [name, rows.labels[data.tasks[i % 2].name]])),
  });
  return { ...data, tasks, train: more(data.train), validation: more(data.validation), test: more(data.test) };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
