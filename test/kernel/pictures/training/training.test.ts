import { describe, expect, it } from 'vitest';
import { trainingPicture } from '../../../../kernel/pictures/training/training.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

describe('the still picture of a run', () => {
  it.each(Object.entries(trainingExamples))('%s', async (name, payload) => {
    const picture = trainingPicture(payload);
    expect(Buffer.byteLength(picture)).toBeLessThan(150_000);
    await expect(picture).toMatchFileSnapshot(`../../../golden/pictures/training-${name}.svg`);
  });
});
