import { expect, test } from 'vitest';
import { jsonReport } from '../../../kernel/commands/train/report.ts';
import type { Rows } from '../../../kernel/multitask/data/index.ts';
import type { Model } from '../../../kernel/multitask/model/index.ts';

test('the end of a run as JSON tells what was kept, and neither rows nor predictions', () => {
  const lines: string[] = [];
  const rows = { length: 1, numeric: [Float32Array.of(1)], categorical: [], lists: [], labels: {} } as unknown as Rows;
  jsonReport({ parameterCount: 5 } as Model, (line) => lines.push(line)).event({
    kind: 'ended',
    state: 'finished',
    epoch: 2,
    step: 20,
    seconds: 1,
    kept: 'the weights of epoch 1, the best',
    keptEpoch: 1,
    validated: { epoch: 1, rows, predictions: { a: Float32Array.of(0.5) } },
  });
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { state: 'finished', epoch: 2, step: 20, seconds: 1, kept: 'the weights of epoch 1, the best', keptEpoch: 1 },
  ]);
});
