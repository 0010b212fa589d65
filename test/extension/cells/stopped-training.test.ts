import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stoppedTraining } from '../../../extension/cells/stopped-training.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';

const output = (data: Readonly<Record<string, unknown>>) =>
  ({ output_type: 'display_data', data, metadata: {} }) as const;
const example = (name: string) => JSON.parse(readFileSync(`kernel/payloads/examples/training-${name}.json`, 'utf8'));

test('a run that was going on when its process ended is shown as failed, with what it had', () => {
  const running = example('running');
  const stopped = stoppedTraining(output({ [trainingMime]: running, 'text/plain': 'MMoE' }));
  expect(stopped).toEqual(
    output({
      [trainingMime]: { ...running, state: 'failed', message: 'The process that trained ended.' },
      'text/plain': 'MMoE',
    }),
  );
});

for (const name of ['finished', 'interrupted', 'failed'])
  test(`a run that ended is left alone: ${name}`, () => {
    expect(stoppedTraining(output({ [trainingMime]: example(name) }))).toBeUndefined();
  });

test('other outputs are left alone, also what only looks like a run', () => {
  expect(stoppedTraining(output({ 'text/plain': 'x' }))).toBeUndefined();
  expect(stoppedTraining(output({ [trainingMime]: { version: 9, state: 'running' } }))).toBeUndefined();
  expect(stoppedTraining({ output_type: 'stream', name: 'stdout', text: 'x' })).toBeUndefined();
});
