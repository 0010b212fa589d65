import { describe, expect, it } from 'vitest';
import { isTrainingPayload, mostBuckets } from '../../../kernel/payloads/training.ts';
import { trainingExamples } from '../../support/training-payloads.ts';

describe('examples/training-*.json', () => {
  it.each(Object.entries(trainingExamples))(
    '%s is what the fold makes of its events, and can be drawn',
    async (name, payload) => {
      const json = JSON.stringify(payload);
      expect(isTrainingPayload(JSON.parse(json))).toBe(true);
      expect(JSON.parse(json)).toEqual(payload);
      for (const { loss } of payload.tasks) expect(loss?.mean.length).toBeLessThanOrEqual(mostBuckets);
      await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/training-${name}.json`);
    },
  );
});
