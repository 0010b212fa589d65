import type { createMultitask } from '../../../kernel/multitask/create-multitask.ts';
import type { Dataset } from '../../../kernel/multitask/data/index.ts';
import type { Model } from '../../../kernel/multitask/model/index.ts';
import type { CatalogOptions } from '../../../kernel/multitask/models/index.ts';
import { estimate, pairedDifference } from '../../../kernel/statistics/index.ts';
import type { Experiment, Found, Prepared } from './experiment.ts';
import { scores } from './experiments/scores.ts';
import { judged } from './judged.ts';
import type { BalanceMeasure, BalanceScience } from './result.ts';

type Library = ReturnType<typeof createMultitask>;

/** MMoE on census-income where its gates collapse, with and without the penalty that the gate report names. */
export function balanceExperiment({ gateReport, models }: Library, data: Dataset, seeds: number): Experiment {
  const measure = async (model: Model) => {
    const { levels, verdict } = await gateReport(model, data.test);
    const effective = levels.flatMap(({ gates }) => gates.map((gate) => gate.effective.overall.order1));
    const { income, marital } = await scores(model, data.test);
    const experts = effective.reduce((sum, count) => sum + count, 0) / effective.length;
    return { experts, alarm: verdict.state === 'alarm' ? 1 : 0, income, marital };
  };
  return {
    name: 'balance',
    run: 'MMoE on census-income where its gates collapse',
    seeds,
    prepare: (_, seed) => {
      const prepared = ({ options, learningRate }: Setting, balance: number): Prepared => ({
        data,
        model: models.mmoe(data.features, data.tasks, { ...options, balance, seed }),
        fit: { epochs, batchSize, learningRate },
        measure,
      });
      const collapsing = settings.flatMap((setting) =>
        [0, ...weights].map((weight) => [candidate(setting, weight), prepared(setting, weight)] as const),
      );
      return { ...Object.fromEntries(collapsing), [mended.name]: prepared(mended, 0) };
    },
  };
}

type Setting = { readonly name: string; readonly options: CatalogOptions['mmoe']; readonly learningRate: number };

const [epochs, batchSize] = [1, 256];
/** Fedus et al. (JMLR 2022), for a penalty of this kind; and Shazeer et al. (ICLR 2017), whose penalty this is: what the alarm names. */
const weights = [0.01, 0.1];
const settings: readonly Setting[] = [
  { name: 'raw inputs', options: { inputs: 'raw' }, learningRate: 1e-3 },
  { name: 'learning rate 0.03', options: {}, learningRate: 0.03 },
];
/** What the alarms of both settings name first. */
const mended: Setting = { name: 'standardised inputs, learning rate 0.001', options: {}, learningRate: 1e-3 };
const measures: readonly BalanceMeasure[] = ['experts', 'income', 'marital'];

const candidate = ({ name }: Setting, weight: number) => `${name}, balance ${weight}`;

/** The table of what was found, each weight against none. */
export function balanceScience(found: Found): BalanceScience {
  const row = (setting: Setting, weight: number, name = candidate(setting, weight)) => {
    const { experts, alarm, income, marital } = found[name];
    return {
      setting: setting.name,
      weight,
      measures: { experts: estimate(experts), income: estimate(income), marital: estimate(marital) },
      alarms: alarm.filter((each) => each === 1).length,
      runs: { experts, alarm, income, marital },
    };
  };
  const differences = settings.flatMap((setting) =>
    weights.flatMap((weight) => measures.map((measure) => ({ setting, weight, measure }))),
  );
  return {
    seeds: found[mended.name].alarm.map((_, i) => i + 1),
    epochs,
    batchSize,
    rows: [
      ...settings.flatMap((setting) => [0, ...weights].map((weight) => row(setting, weight))),
      row(mended, 0, mended.name),
    ],
    differences: judged(
      differences.map(({ setting, weight, measure }) => ({
        setting: setting.name,
        weight,
        measure,
        better: 'higher' as const,
        ...pairedDifference(found[candidate(setting, weight)][measure], found[candidate(setting, 0)][measure]),
      })),
    ),
  };
}
