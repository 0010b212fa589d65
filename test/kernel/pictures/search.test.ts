import { describe, expect, it } from 'vitest';
import { searchPicture } from '../../../kernel/pictures/index.ts';
import { searchEnd, searchExample } from '../../support/search-payloads.ts';

describe('the still picture of a search', () => {
  it.each([860, 400])('%i px', async (width) => {
    await expect(searchPicture(searchEnd, width)).toMatchFileSnapshot(`../../golden/pictures/search-${width}.svg`);
  });

  it('holds a line for each trial with a value, and the best is thick', () => {
    const picture = searchPicture(searchExample);
    expect(picture.match(/<path [^>]*fill="none"/g)).toHaveLength(3);
    expect(picture.match(/<path [^>]*stroke-width="3"/g)).toHaveLength(1);
    expect(/<title>(.*?)<\/title>/.exec(picture)?.[1]).toBe(
      'Best mean validation AUC so far: .9000 with learningRate .00316, experts 8, an option with a very long name .125. ' +
        'Search over learningRate, experts, an option with a very long name · 6 trials · running · 1 of 2 trials of this rung · 2 stopped · 1 failed',
    );
  });

  it('stays small for the most trials that cross, and holds no element from a name', () => {
    const [first] = searchExample.trials;
    const trials = Array.from({ length: 400 }, (_, i) => ({ ...first, number: i, value: i / 400 }));
    const picture = searchPicture({ ...searchExample, axes: [{ name: '</text><script>', ticks: [] }], trials });
    expect(Buffer.byteLength(picture)).toBeLessThan(150_000);
    expect(picture).not.toMatch(/<script/);
  });

  it('draws axes before anything is known, and one value alone', () => {
    const none = searchExample.trials.map((trial) => ({ ...trial, value: null }));
    expect(searchPicture({ ...searchExample, trials: none })).not.toMatch(/NaN|Infinity/);
    expect(searchPicture({ ...searchExample, trials: searchExample.trials.slice(0, 1) })).not.toMatch(/NaN|Infinity/);
    expect(searchPicture({ ...searchExample, axes: [], trials: none })).not.toMatch(/NaN|Infinity/);
  });
});
