import { describe, expect, it } from 'vitest';
import { countedRuns, entryQuality, foldSeeds, rowsOf } from '../../../../kernel/payloads/runs/index.ts';
import { type RunChange, runRows, usualSettings } from '../../../support/run-rows.ts';

/** How many runs each entry has, in order. */
const folds = (changes: readonly RunChange[]) => foldSeeds(runRows(changes)).map((entry) => rowsOf(entry).length);

describe('runs that differ only in their seed fold into one', () => {
  it('at the place of the newest of them', () => {
    const entries = foldSeeds(runRows([{ seed: 1 }, { title: 'PLE' }, { seed: 2 }, { title: 'ESMM' }]));
    expect(entries.map((entry) => [entry.kind, rowsOf(entry).map(({ run }) => run.number)])).toEqual([
      ['run', [2]],
      ['seeds', [1, 3]],
      ['run', [4]],
    ]);
  });

  it.each<[string, readonly RunChange[], readonly number[]]>([
    [
      'a seed that the model has for itself',
      [{ seed: 1, settings: { ...usualSettings, seed: '1', 'model.seed': '7' } }, { seed: 2 }],
      [2],
    ],
    ['another learning rate', [{ seed: 1 }, { seed: 2, settings: { ...usualSettings, learningRate: '0.01' } }], [1, 1]],
    ['another model', [{ seed: 1 }, { seed: 2, title: 'PLE' }], [1, 1]],
    ['other data', [{ seed: 1 }, { seed: 2, dataset: 'ali-ccp' }], [1, 1]],
    ['the same seed', [{ seed: 1 }, { seed: 1 }], [1, 1]],
    [
      'runs that do not know their options',
      [
        { seed: 1, settings: undefined },
        { seed: 2, settings: undefined },
      ],
      [1, 1],
    ],
    ['one that does and one that does not', [{ seed: 1 }, { seed: 2, settings: undefined }], [1, 1]],
    ['a run again with the same numbers', [{ seed: 1 }, { seed: 2, auc: 0.8 }, { seed: 1 }], [3]],
    [
      'a seed that gave two numbers: something unseen changed',
      [{ seed: 1 }, { seed: 2 }, { seed: 1, auc: 0.8 }],
      [1, 1, 1],
    ],
  ])('%s', (_, changes, expected) => {
    expect(folds(changes)).toEqual(expected);
  });

  it('one that went on is no other seed', () => {
    const [first, second] = runRows([{ seed: 1 }, { seed: 2 }]);
    const wentOn = { ...second, run: { ...second.run, goesOn: { from: 1, epochs: 3 } } };
    expect(foldSeeds([first, wentOn])).toHaveLength(2);
  });
});

describe('the mean over seeds', () => {
  const only = (changes: readonly RunChange[]) => {
    const [entry] = foldSeeds(runRows(changes));
    return entry;
  };

  it('has the standard error of the seeds, not that of the rows', () => {
    // Mean of .90, .92, .94 is .92; sd .02; s.e. .02 ÷ √3 = .011547.
    const quality = entryQuality(only([0.9, 0.92, 0.94].map((auc, seed) => ({ seed, auc }))), 'income');
    expect(quality).toMatchObject({ seeds: 3, split: 'validation', better: 'higher' });
    expect(quality?.value).toBeCloseTo(0.92, 12);
    expect(quality?.error).toBeCloseTo(0.011547, 6);
  });

  it('is taken over the last run of each seed that came to its end', () => {
    const entry = only([
      { seed: 1, auc: 0.9 },
      { seed: 2, auc: 0.5, state: 'interrupted' },
      { seed: 3, auc: 0.94 },
      { seed: 4, auc: 0.1, state: 'running' },
      { seed: 3, auc: 0.94 },
    ]);
    expect(countedRuns(rowsOf(entry)).map(({ run }) => run.number)).toEqual([1, 5]);
    expect(entryQuality(entry, 'income')).toMatchObject({ value: 0.9199999999999999, seeds: 2 });
  });

  it('of one seed has no error, of none no value', () => {
    const one = only([{ seed: 1 }, { seed: 2, state: 'failed' }]);
    expect(entryQuality(one, 'income')).toMatchObject({ value: 0.9, error: null, seeds: 1 });
    const none = only([
      { seed: 1, state: 'running' },
      { seed: 2, state: 'failed' },
    ]);
    expect(entryQuality(none, 'income')).toMatchObject({ value: null, error: null, seeds: 0 });
  });

  it('of a single run is its own number with the error over its rows', () => {
    const [entry] = foldSeeds(runRows([{ auc: 0.9, aucError: 0.003 }]));
    expect(entryQuality(entry, 'income')).toMatchObject({ value: 0.9, error: 0.003, seeds: 0 });
    expect(entryQuality(entry, 'no such task')).toBeUndefined();
  });
});
