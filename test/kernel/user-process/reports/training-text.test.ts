import { expect, it } from 'vitest';
import { code, sentence, strong } from '../../../../kernel/text/index.ts';
import { trainingFigure } from '../../../../kernel/user-process/reports/training-figure.ts';
import { trainingLine, trainingText } from '../../../../kernel/user-process/reports/training-text.ts';
import { payloadOf, trainingExamples } from '../../../support/training-payloads.ts';
import { census, inventRun } from '../../../support/training-run.ts';

const plain = (text: string) => text.replace(/\u00a0/g, ' ');

it('one line while it trains', () => {
  expect(plain(trainingLine(trainingExamples.running))).toBe(
    'MMoE training · epoch 2/3 · step 1,196 of 2,340 · 40,928 examples/s · 0:08 left · income AUC .9411 · marital AUC .9871',
  );
});

it('a table at the end', () => {
  expect(plain(trainingText(trainingExamples.finished))).toBe(
    `
MMoE · 8 experts · census-income, 199,523 rows · batch 256 · seed 7 · trainer simd ×2 · run 14
Finished · 3 epochs, 2,340 steps in 0:15 · Weights of epoch 3 kept: best mean validation AUC. · 40,928 examples/s
✓ No alarms. income AUC .9462 ± .0019. On 49,881 validation rows after epoch 3.

task     rows                     AUC ± s.e.  log loss  pred ÷ obs
income   train · epoch 3       .9489 ± .0009     .1288       1.004
marital  train · epoch 3       .9909 ± .0003     .1036       1.001
income   validation · epoch 3  .9462 ± .0019     .1315       1.018
marital  validation · epoch 3  .9882 ± .0005     .1063       1.004
`.trim(),
  );
});

it('a verdict stands under the state, with the sign of how grave it is', () => {
  const verdict = {
    tone: 'error',
    kind: 'diverged',
    headline: sentence(strong('Training diverged.')),
    detail: sentence('Lower the learning rate: ', code('learningRate: 0.001'), '.'),
    fix: 'learningRate: 0.001',
  } as const;
  const [, , line] = trainingText({ ...trainingExamples.finished, verdict }).split('\n');
  expect(line).toBe('✗ Training diverged. Lower the learning rate: learningRate: 0.001.');
  expect(trainingLine({ ...trainingExamples.running, verdict })).toMatch(/ · Training diverged\.$/);
});

it('what a run has learned of its tasks stands under the table', () => {
  const last = plain(trainingText(trainingExamples['learned-weights'])).split('\n').at(-1);
  expect(last).toBe('Learned task weights · epoch 3: income weight 2.00, spend σ 4.71');
});

it('a run without an epoch has no table', () => {
  expect(trainingText(trainingExamples.failed).split('\n')).toHaveLength(2);
});

it('the Plotly figure has a loss and an AUC per task, under 200 KB, and names as they are', () => {
  const { data, layout } = trainingFigure(
    payloadOf(inventRun({ tasks: [{ ...census[0], name: '<b>bold</b>' }, census[1]] })),
  );
  expect(data).toHaveLength(8);
  const json = JSON.stringify({ data, layout });
  expect(json.length).toBeLessThan(200_000);
  expect(json).toContain('&lt;b&gt;bold&lt;/b&gt;');
  expect(json).not.toContain('<b>');
});
