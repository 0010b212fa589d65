import { expect, it } from 'vitest';
import { learnedWeights } from '../../../../kernel/payloads/reading/learned-weights.ts';
import { payloadOf, trainingExamples } from '../../../support/training-payloads.ts';
import { census, inventRun, upTo } from '../../../support/training-run.ts';

const learning = inventRun({
  tasks: [
    { ...census[0], logVariance: [0.5, -1.2] },
    { ...census[1], name: 'spend', kind: 'numeric', logVariance: [2 * Math.log(12_345.6), 2 * Math.log(0.0042)] },
  ],
  run: { taskWeights: 'learned' },
});
const words = (events: Parameters<typeof payloadOf>[0]) => learnedWeights(payloadOf(events))?.replaceAll('\u00a0', ' ');

it('binary tasks have a weight, exp(−log σ²), and numeric ones σ in label units', () => {
  // exp(−.5) = .6065, exp(1.2) = 3.320
  expect(words(upTo(learning, 780))).toBe('Learned task weights · epoch 1: income weight .607, spend σ 12,346');
  expect(words(learning)).toBe('Learned task weights · epoch 3: income weight 3.32, spend σ .00420');
});

it('its line is there before its numbers are', () => {
  expect(words(upTo(learning, 700))).toBe('Learned task weights: after epoch 1');
  const stopped = inventRun({ run: { taskWeights: 'learned' }, stop: { step: 311, state: 'interrupted' } });
  expect(words(stopped)).toBe('Learned task weights: no epoch ended');
});

it('a run with fixed weights says nothing, as do payloads of older versions', () => {
  expect(learnedWeights(trainingExamples.finished)).toBeUndefined();
});
