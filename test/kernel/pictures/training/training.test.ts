import { describe, expect, it } from 'vitest';
import { trainingPicture } from '../../../../kernel/pictures/training/training.ts';
import { trainingExamples } from '../../../support/training-payloads.ts';

describe('the still picture of a run', () => {
  it.each(Object.entries(trainingExamples))('%s', async (name, payload) => {
    const picture = trainingPicture(payload);
    expect(Buffer.byteLength(picture)).toBeLessThan(150_000);
    await expect(picture).toMatchFileSnapshot(`../../../golden/pictures/training-${name}.svg`);
  });

  it('has names of its own: in one page none cuts off what is another’s', () => {
    const clips = Object.values(trainingExamples).flatMap((payload) => [
      ...trainingPicture(payload).matchAll(/<clipPath id="([^"]+)">(.*?)<\/clipPath>/g),
    ]);
    expect(new Set(clips.map(([, id]) => id)).size).toBeGreaterThan(10);
    // Pictures may share a name where they share all that it is made of.
    for (const [, id, clip] of clips)
      for (const [, other, another] of clips) if (id === other) expect(another).toBe(clip);
  });
});
