import { expect, test } from 'vitest';
import type { Features } from '../../../../kernel/multitask/data/features.ts';
import { clickFunnel } from '../../../../kernel/multitask/datasets/synthetic/click-funnel.ts';
import { networkOf, planOf, trainerWith } from '../../../support/tfjs-trainers.ts';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The gradient of a risk along the logit of a constant pCVR of ½, which is the mean of ½ − label that it estimates. */
test('with true propensities the risk of the clicks is that of all impressions, and the mean over clicks is not', async () => {
  const { train, truth, tasks } = clickFunnel({ rows: { train: 100_000, validation: 10, test: 10 }, seed: 3 });
  const { pCTR, wouldConvert } = truth.train;
  const features: Features = { columns: [{ kind: 'numeric', name: 'click logit', mean: 0, sd: 1 }] };
  const logit = pCTR.map((p) => Math.log(p / (1 - p)));
  const rows = { ...train, columns: features.columns, numeric: [logit], categorical: [] };
  const network = networkOf(features, tasks, ([click, conversion], b) => {
    const p = (name: string) => b.probability(b.linear(b.x, 1, { name }), { name });
    const [observed, label] = [b.output(click, p('click')), b.output(conversion, p('conversion'))];
    const propensity = b.probability(b.numeric, { name: 'true pCTR' });
    return { outputs: [observed, label], penalties: [b.risk(p('pCVR'), { observed, label, propensity, cap: 1e6 })] };
  });
  const trainer = await trainerWith(network, {});
  const gradients = await trainer.gradients(rows, planOf(rows.length, { taskWeights: { click: 0, conversion: 0 } }));
  await trainer.dispose();

  const { click, conversion } = train.labels;
  const terms = pCTR.map((p, row) => (click[row] / p) * (0.5 - conversion[row]));
  const centre = mean(terms);
  const error = Math.sqrt(mean(terms.map((term) => (term - centre) ** 2)) / terms.length);
  const ofAll = 0.5 - mean(wouldConvert);
  expect(gradients['pCVR/bias'][0]).toBeCloseTo(centre, 4);
  expect(Math.abs(gradients['pCVR/bias'][0] - ofAll)).toBeLessThan(3 * error);
  const ofClicks = 0.5 - mean(conversion) / mean(click);
  expect(Math.abs(ofClicks - ofAll)).toBeGreaterThan(6 * error);
});
