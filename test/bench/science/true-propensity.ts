import type { Dataset, Rows } from '../../../kernel/multitask/data/index.ts';
import type { ClickFunnel } from '../../../kernel/multitask/datasets/index.ts';
import type { Model } from '../../../kernel/multitask/model/index.ts';
import { entireSpace } from '../../../kernel/multitask/models/parts/index.ts';
import type { BuildModel } from '../../../kernel/multitask/network/index.ts';
import type { Library } from './experiment.ts';

/**
 * The funnel with ln(pCTR ÷ (1 − pCTR)) as its only number: age and price, which would stand beside it, are categories of
 * their twentieths instead.
 */
export function withTruePropensity({ features, tasks, train, validation, test, truth }: ClickFunnel): Dataset {
  const categorical = features.columns.filter(({ kind }) => kind === 'categorical');
  const numeric = features.columns.filter(({ kind }) => kind === 'numeric');
  const values = Array.from({ length: bins }, (_, bin) => `${bin + 1}`);
  const columns = [
    ...categorical,
    ...numeric.map(({ name }) => ({ kind: 'categorical', name, values }) as const),
    { kind: 'numeric', name: 'true click logit', mean: 0, sd: 1 } as const,
  ];
  const edges = train.numeric.map((column) => {
    const sorted = Float32Array.from(column).sort();
    return Array.from({ length: bins - 1 }, (_, bin) => sorted[Math.floor(((bin + 1) * sorted.length) / bins)]);
  });
  const part = (rows: Rows, pCTR: Float32Array): Rows => ({
    ...rows,
    columns,
    numeric: [pCTR.map((p) => Math.log(p / (1 - p)))],
    categorical: [
      ...rows.categorical,
      ...rows.numeric.map((column, c) => Int32Array.from(column, (value) => binOf(value, edges[c]))),
    ],
  });
  return {
    name: 'click-funnel with true propensities',
    features: { columns },
    tasks,
    train: part(train, truth.train.pCTR),
    validation: part(validation, truth.validation.pCTR),
    test: part(test, truth.test.pCTR),
  };
}

const bins = 20;

function binOf(value: number, edges: readonly number[]): number {
  const bin = edges.findIndex((edge) => value < edge);
  return bin < 0 ? edges.length : bin;
}

/** ESCM²-IPS with its defaults, but for the propensities: its network reads the categories, its risk the true pCTR. */
export function truePropensityModel({ define }: Library['models'], data: Dataset, seed: number): Model {
  const categories = { columns: data.features.columns.filter(({ kind }) => kind === 'categorical') };
  const build: BuildModel = (tasks, blocks) => {
    const sizes = { embedding: 12, towerUnits: [256, 64], outputBias: 'zero' } as const;
    const { cvr, outputs } = entireSpace('true-ips', categories, tasks, blocks, sizes);
    const [observed, , label] = outputs;
    const propensity = blocks.probability(blocks.numeric, { name: 'true pCTR' });
    return { outputs, penalties: [blocks.risk(cvr, { observed, label, propensity, weight: 0.5 })] };
  };
  return define('true-ips', data.features, data.tasks, build, { seed });
}
