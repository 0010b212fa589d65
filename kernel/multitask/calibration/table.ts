import {
  count,
  fraction,
  plusMinus,
  signed,
  significant,
  type Table,
  type TableBundle,
  tableBundle,
} from '../../text/index.ts';
import type { Calibration, CalibrationTask } from './report.ts';

/** As a table: a line a task; the bins are in `tasks[i].curve.bins`. */
export function calibrationTable({ title, data, rows, tasks }: Calibration): Table {
  return {
    title: `Calibration · ${[title, data === undefined ? `${count(rows)} rows` : `${data}, ${count(rows)} rows`].join(' · ')}`,
    header: ['task', 'predicted', 'observed', 'predicted − observed', 'pred ÷ obs', 'gap', 'gap by chance', 'bins off'],
    rows: tasks.map(line),
    align: (column) => (column === 0 ? 'left' : 'right'),
    notes: [
      ...tasks.flatMap((task) => ('refusal' in task ? [`${task.name}: ${task.refusal}`] : [])),
      'Means over the rows with a label; ± standard error. Gap: mean |predicted − observed| over the bins, of a binary task the expected calibration',
      'error; by chance: what a calibrated model would show. Bins off: those whose 95 % interval leaves out their mean prediction.',
    ],
  };
}

export function calibrationBundle(calibration: Calibration): TableBundle {
  return tableBundle(calibrationTable(calibration));
}

function line(task: CalibrationTask): string[] {
  if ('refusal' in task) return [task.name, ...new Array<string>(7).fill('–')];
  const { predicted, observed, bias, ratio, gap, off, bins } = task.curve;
  const write = (value: number, digits = 4) => (task.kind === 'binary' ? fraction(value) : significant(value, digits));
  return [
    task.name,
    write(predicted),
    write(observed),
    `${signed(bias.value, (value) => write(value))} ±\u00a0${write(bias.error, 2)}`,
    ratio ? `${ratio.value.toFixed(3)} ${plusMinus(ratio.error, 3)}` : '–',
    write(gap.value),
    write(gap.chance),
    `${off} of ${bins.length}`,
  ];
}
