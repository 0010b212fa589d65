import { randomStream } from '../../kernel/multitask/data/random.ts';
import { measureCurve } from '../../kernel/multitask/metrics/calibration/index.ts';
import type { CalibrationPayload } from '../../kernel/payloads/calibration.ts';
import { calibrationPayload } from '../../kernel/user-process/reports/calibration-display.ts';

const how = { bins: 15, binning: 'rows' } as const;

/** A task whose probabilities p are right at `truth(p)`. */
function binary(name: string, rows: number, power: number, truth: (p: number) => number) {
  const random = randomStream(7, name);
  const predictions = Array.from({ length: rows }, () => 0.001 + 0.998 * random.uniform() ** power);
  const labels = predictions.map((p) => (random.uniform() < truth(p) ? 1 : 0));
  return { name, kind: 'binary', ...measureCurve('binary', { labels, predictions, weights: undefined }, how) } as const;
}

function numeric(name: string, rows: number, unit: number) {
  const random = randomStream(7, name);
  const predictions = Array.from({ length: rows }, () => unit * Math.exp(random.normal() / 2));
  const labels = predictions.map((p) => p * 0.9 + unit * (random.normal() - 0.1));
  return {
    name,
    kind: 'numeric',
    ...measureCurve('numeric', { labels, predictions, weights: undefined }, how),
  } as const;
}

const overconfident = (p: number) => 0.5 + 0.7 * (p - 0.5);
const about = { kind: 'calibration', model: 'mmoe', title: 'MMoE', data: 'census-income test' } as const;

/** By the last part of the example's file name. */
export const calibrationExamples = {
  income: calibrationPayload({
    ...about,
    rows: 20_000,
    tasks: [binary('income', 20_000, 4, (p) => p), binary('marital', 20_000, 1, overconfident)],
  }),
  mixed: calibrationPayload({
    ...about,
    title: 'A model whose title is longer than anybody would want to read in a narrow place',
    rows: 3_000,
    tasks: [
      { name: 'buys', kind: 'binary', rows: 0, refusal: 'No label is observed in these rows.' },
      numeric('the amount of <b>money</b> that is spent in a month, in euros', 3_000, 12_345),
      binary('conversion', 3_000, 12, (p) => 0.2 * p),
      numeric('minutes', 40, 0.02),
    ],
  }),
  'many-tasks': calibrationPayload({
    ...about,
    rows: 2_000,
    tasks: Array.from({ length: 14 }, (_, i) => binary(`task ${i}`, 500, 1 + i, (p) => p)),
  }),
} as const satisfies Readonly<Record<string, CalibrationPayload>>;
