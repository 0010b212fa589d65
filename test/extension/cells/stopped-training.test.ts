import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { stoppedTraining } from '../../../extension/cells/stopped-training.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';

const item = (mime: string, value: unknown) => ({ mime, data: new TextEncoder().encode(JSON.stringify(value)) });
const example = (name: string) => JSON.parse(readFileSync(`kernel/payloads/examples/training-${name}.json`, 'utf8'));

test('a run that was going on when its process ended is shown as failed, with what it had', () => {
  const text = item('text/plain', 'MMoE');
  const [training, other] = stoppedTraining([item(trainingMime, example('running')), text]) ?? [];
  const { state, message, ...rest } = JSON.parse(new TextDecoder().decode(training?.data));
  expect([state, message]).toEqual(['failed', 'The process that trained ended.']);
  const { state: _, ...before } = example('running');
  expect(rest).toEqual(before);
  expect(other).toBe(text);
});

for (const name of ['finished', 'interrupted', 'failed'])
  test(`a run that ended is left alone: ${name}`, () => {
    expect(stoppedTraining([item(trainingMime, example(name))])).toBeUndefined();
  });

test('other outputs are left alone, also what only looks like a run', () => {
  expect(stoppedTraining([item('text/plain', 'x')])).toBeUndefined();
  expect(stoppedTraining([item(trainingMime, { version: 9, state: 'running' })])).toBeUndefined();
});
