import type { ImportancePayload } from '../../kernel/payloads/importance.ts';

const loss = (value: number | null, error: number | null = 0.0011) => ({
  loss: value,
  error,
  isKnown: value !== null && error !== null && Math.abs(value) > 2 * error,
});

const income: ImportancePayload = {
  version: 1,
  title: 'MMoE',
  data: 'census-income test',
  rows: 20_000,
  rowsGiven: 49_881,
  repeats: 5,
  tasks: [
    { name: 'income', metric: 'auc', whole: 0.9446 },
    { name: 'marital', metric: 'auc', whole: 0.9921 },
  ],
  features: [
    { name: 'age', losses: [loss(0.0213), loss(0.1904, 0.0031)] },
    { name: 'education', losses: [loss(0.0302, 0.0014), loss(0.0004)] },
    { name: 'detailed household and family status', losses: [loss(0.0021), loss(0.0297, 0.0016)] },
    { name: 'sex', losses: [loss(0.0101), loss(0.0031)] },
    { name: 'country of birth of father', losses: [loss(0.0004), loss(-0.0003)] },
    { name: 'noise', losses: [loss(-0.0062), loss(0)] },
  ],
  more: 0,
};

const many = Array.from({ length: 16 }, (_, i) => i);

/** By the last part of the example's file name. */
export const importanceExamples = {
  income,
  mixed: {
    ...income,
    tasks: [
      { name: 'buys', metric: 'auc', whole: null },
      { name: 'the amount of money that is spent in a month, in euros', metric: 'rmse', whole: 12_345.678 },
    ],
    features: [
      { name: 'city + country', losses: [loss(null, null), loss(1_234.5, 80.2)] },
      {
        name: 'a <b>bold</b> name of a feature that is far too long for its place',
        losses: [loss(null, null), loss(-812, 90)],
      },
      { name: 'noise', losses: [loss(null, null), loss(3.2, 80)] },
    ],
    more: 17,
  },
  'many-tasks': {
    ...income,
    tasks: many.map((i) => ({ name: `task ${i}`, metric: 'auc' as const, whole: 0.7 + 0.01 * i })),
    features: many.map((f) => ({
      name: `feature ${f}`,
      losses: many.map((t) => loss(f === t ? 0.05 : 0.001 * ((f + t) % 3))),
    })),
  },
} as const satisfies Readonly<Record<string, ImportancePayload>>;
