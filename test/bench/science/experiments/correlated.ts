import type { Model } from '../../../../kernel/multitask/model/index.ts';
import type { Experiment } from '../experiment.ts';
import { scored, scores } from './scores.ts';

const sizes = { train: 10_000, validation: 2_000, test: 4_000 };
const fit = { epochs: 10, batchSize: 32, learningRate: 0.01, earlyStopping: { patience: 10 } } as const;

/** Two numeric tasks as the MMoE paper draws them, whose directions have this correlation. */
export const correlated = (correlation: number, seeds: number): Experiment => ({
  name: `correlated ${correlation}`,
  run:
    `two numeric tasks of correlation ${correlation} (\`correlatedTasks\`, §3.2 of the MMoE paper), ` +
    `${sizes.train.toLocaleString('en-US')} rows, 10 epochs of batch 32 at 0.01`,
  seeds,
  prepare({ models, datasets }, seed) {
    const data = datasets.correlatedTasks({ correlation, rows: sizes, seed });
    const { features, tasks } = data;
    const { 'dselect-k': chosen, ...others } = scored(
      {
        'single-task': models.singleTask(features, tasks, { seed }),
        'shared-bottom': models.sharedBottom(features, tasks, { seed }),
        mmoe: models.mmoe(features, tasks, { seed }),
        ple: models.ple(features, tasks, { seed }),
        adatt: models.adatt(features, tasks, { seed }),
        'dselect-k': models.dselectK(features, tasks, { gates: 'static', seed }),
      },
      data,
      fit,
    );
    const measure = async (model: Model) => ({
      ...(await scores(model, data.test)),
      experts: await expertsInUse(model, data.test),
    });
    return { ...others, mmoe: { ...others.mmoe, measure }, 'dselect-k': { ...chosen, measure } };
  },
});

/** Mean over rows and gates of how many experts have a weight above .001. */
async function expertsInUse(model: Model, rows: Parameters<typeof scores>[1]): Promise<number> {
  const mixes = model.network.gates;
  const found = await model.activations(
    rows,
    mixes.map(({ gate }) => gate),
  );
  const used = found.map((weights) => weights.filter((weight) => weight > 1e-3).length / rows.length);
  return used.reduce((sum, count) => sum + count, 0) / used.length;
}
