import { plainText } from '../../text/index.ts';
import type { RunRow } from './run-row.ts';
import { taskNames } from './seeds.ts';
import { settingsOf } from './settings.ts';

/** The runs as a table of plain values with a head: one line a run, every setting and every task a column. */
export function runRecords(rows: readonly RunRow[]): {
  readonly header: readonly string[];
  readonly lines: readonly (readonly (string | number | null)[])[];
} {
  const tasks = taskNames(rows);
  const settings = rows.map(settingsOf);
  const names = [...new Set(settings.flatMap(Object.keys))].filter((name) => name !== 'seed');
  const metric = (task: string) =>
    rows.flatMap(({ qualities }) => qualities).find((each) => each.task === task)?.metric;
  const header = [
    ...['run', 'title', 'data', 'seed', 'state', 'verdict', 'seconds'],
    ...tasks.flatMap((task) => [`${task} ${metric(task)}`, `${task} s.e.`, `${task} loss`]),
    ...names,
    ...['notebook', 'cell'],
  ];
  const lines = rows.map((row, i) => {
    const { run, state, verdict, seconds, qualities } = row;
    const numbers = tasks.flatMap((task) => {
      const quality = qualities.find((each) => each.task === task);
      return [quality?.value ?? null, quality?.error ?? null, quality?.loss ?? null];
    });
    return [
      ...[
        run.number,
        run.title,
        run.dataset,
        run.seed,
        state,
        verdict === undefined ? null : plainText(verdict.headline),
      ],
      Number(seconds.toFixed(2)),
      ...numbers,
      ...names.map((name) => settings[i]?.[name] ?? null),
      ...[row.notebook, row.cell],
    ];
  });
  return { header, lines };
}
