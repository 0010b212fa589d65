import { describe, expect, test } from 'vitest';
import type { Features } from '../../../../../../kernel/multitask/data/features.ts';
import type { Task } from '../../../../../../kernel/multitask/data/tasks.ts';
import type { Blocks } from '../../../../../../kernel/multitask/network/blocks.ts';
import type { AttendNode } from '../../../../../../kernel/multitask/network/network.ts';
import { simdVariants, withSimd } from '../../../../../support/simd-trainers.ts';
import { tableRows } from '../../../../../support/table-rows.ts';
import { networkOf, trainerWith } from '../../../../../support/tfjs-trainers.ts';

const values = ['a', 'b', 'c'];
const features: Features = {
  columns: [
    { kind: 'categorical', name: 'item', values },
    { kind: 'list', name: 'seen', values },
  ],
};
const task: Task = { name: 'buy', kind: 'binary' };
const rows = tableRows(
  features,
  [task],
  [
    { item: 'b', seen: ['a', 'b', 'c'], buy: 1 },
    // An item that the train rows never had, and nothing seen before.
    { item: 'x', seen: [], buy: 0 },
    { item: 'a', seen: ['c', 'gone'], buy: 0 },
  ],
);

/**
 * a, b, c are 1, 2, −1, the query is the item's own embedding q, and the one unit of the layer is relu(q ÷ 2 + e + e q), times
 * ln 2. Row 0, q = 2: relu(1 + 3 e) is 4, 7, 0, so the scores are ln 16, ln 128, 0. Row 2, q = 1: relu(½ − 2) = 0.
 */
const weights = {
  'q/item': [1, 2, -1],
  'd query/weights': [0.5],
  'd query/bias': [0],
  'd/weights': [1, 1],
  'd/scores': [Math.LN2],
};

const attend = (options: Parameters<Blocks['attend']>[2]) => (b: Blocks) =>
  b.attend('seen', b.embed(['item'], 1, { name: 'q' }), { name: 'd', units: 1, ...options });

describe('attend, worked out by hand', () => {
  const check = (name: string, block: (b: Blocks) => AttendNode, expected: readonly number[]) =>
    test(name, async () => {
      let node: AttendNode | undefined;
      const network = networkOf(features, [task], ([first], b) => {
        node = block(b);
        return { outputs: [b.output(first, b.probability(b.linear(node, 1, { name: 'out' }), { name: 'buy' }))] };
      });
      const trainer = await trainerWith(network, weights);
      const found = [await trainer.activations(rows, [node as AttendNode])];
      const { parameters } = await trainer.read();
      await trainer.dispose();
      for (const options of simdVariants)
        found.push(
          await withSimd(network, options, (simd) => simd.activations(rows, [node as AttendNode]), undefined, {
            parameters,
            slots: {},
            step: 0,
          }),
        );
      for (const [value] of found)
        for (const [row, number] of expected.entries()) expect(value[row]).toBeCloseTo(number, 5);
    });
  check('softmax', attend({}), [(16 * 1 + 128 * 2 - 1) / 145, 0, -1]);
  check('sigmoid is not normalised', attend({ attention: 'sigmoid' }), [16 / 17 + (2 * 128) / 129 - 1 / 2, 0, -1 / 2]);
  check('the first codes count', attend({ maxLength: 2 }), [(16 * 1 + 128 * 2) / 144, 0, -1]);
});
