import { describe, expect, it } from 'vitest';
import { comparedTasks, differenceNotes, foldSeeds } from '../../../../kernel/payloads/runs/index.ts';
import { type RunChange, runRows } from '../../../support/run-rows.ts';

/** The rows of income. */
function compared(changes: readonly RunChange[]) {
  const [task] = comparedTasks(foldSeeds(runRows(changes)), []);
  return task.rows;
}

describe('two single runs', () => {
  it('differ by more than the errors of their rows, or do not', () => {
    // √(.003² + .004²) = .005; 1.96 · .005 = .0098.
    const [base, near, far] = compared([
      { auc: 0.9, aucError: 0.003 },
      { auc: 0.909, aucError: 0.004, title: 'PLE' },
      { auc: 0.89, aucError: 0.004, title: 'ESMM' },
    ]);
    expect(base).toMatchObject({ judgement: 'baseline', interval: null, differences: [] });
    expect(near.judgement).toBe('not distinguishable');
    expect(near.interval?.lower).toBeCloseTo(-0.0008, 10);
    expect(near.interval?.upper).toBeCloseTo(0.0188, 10);
    expect(far.judgement).toBe('worse');
    expect(far.interval?.upper).toBeCloseTo(-0.0002, 10);
    expect(far.words).toContain('unpaired, from the errors of the rows (DeLong)');
  });

  it('without an error have a difference and no interval', () => {
    const [, other] = compared([
      { auc: 0.9, aucError: null },
      { auc: 0.92, title: 'PLE' },
    ]);
    expect(other).toMatchObject({ interval: null, judgement: 'one seed, no error' });
    expect(other.differences[0].value).toBeCloseTo(0.02, 12);
  });

  it('of other tasks are shown, with the first that has the task as the baseline', () => {
    const rows = runRows([{}, { title: 'PLE', auc: 0.91 }]);
    const clicks = rows[0].qualities.map((quality) => ({ ...quality, task: 'click' }));
    const other = { ...rows[0], key: 'clicks', qualities: clicks };
    const [click, income] = comparedTasks(foldSeeds([other, ...rows]), ['clicks', 'MMoE', 'PLE']);
    expect([click.task, income.task]).toEqual(['click', 'income']);
    expect(click.rows.map(({ judgement }) => judgement)).toEqual(['baseline', 'no such task', 'no such task']);
    expect(income.rows.map(({ judgement }) => judgement)).toEqual(['no such task', 'baseline', 'better']);
    expect(income.rows[2].words).toContain('to MMoE');
  });

  it('on other rows are not compared', () => {
    const [, other] = compared([{}, { dataset: 'ali-ccp' }]);
    expect(other).toMatchObject({ interval: null, judgement: 'other rows', differences: [] });
  });
});

describe('two groups of seeds', () => {
  const seeds = (title: string, aucs: readonly number[], first = 1) =>
    aucs.map((auc, i) => ({ title, auc, seed: first + i }));

  it('are compared seed by seed', () => {
    // Differences .01, .02, .03: mean .02, s.e. .01 ÷ √3 = .0057735, t of 2 degrees 4.3027: ± .024842.
    const [, other] = compared([...seeds('MMoE', [0.9, 0.91, 0.92]), ...seeds('PLE', [0.91, 0.93, 0.95])]);
    expect(other.differences.map(({ seed }) => seed)).toEqual([1, 2, 3]);
    expect(other.interval?.mean).toBeCloseTo(0.02, 12);
    expect(other.interval?.lower).toBeCloseTo(0.02 - 0.024842, 5);
    expect(other.judgement).toBe('not distinguishable');
    expect(other.words).toContain('3 pairs of one seed each, adjusted p');
  });

  it('a difference that is alike in every seed is better, after Holm too', () => {
    const [, other] = compared([...seeds('MMoE', [0.9, 0.91, 0.92]), ...seeds('PLE', [0.92, 0.9301, 0.94])]);
    expect(other.judgement).toBe('better');
  });

  it.each([
    ['one', seeds('PLE', [0.91, 0.93], 3), '1 shared seed'],
    ['no', seeds('PLE', [0.91, 0.93], 8), '0 shared seeds'],
  ])('with %s seed in common say so', (_, other, judgement) => {
    const [, row] = compared([...seeds('MMoE', [0.9, 0.91, 0.92]), ...other]);
    expect(row).toMatchObject({ interval: null, judgement });
  });

  it('and a single run: one pair at most', () => {
    const [, single] = compared([...seeds('MMoE', [0.9, 0.91]), { title: 'PLE', seed: 2, auc: 0.95 }]);
    expect(single.judgement).toBe('1 shared seed');
  });
});

describe('what the differences do not say is said', () => {
  it.each<[string, readonly RunChange[], readonly RegExp[]]>([
    ['of single runs', [{}, { title: 'PLE' }], [/unpaired/, /another seed may move a run by more/]],
    ['of groups', [{ seed: 1 }, { seed: 2 }], [/Dots: one a seed/, /Holm/]],
  ])('%s', (_, changes, expected) => {
    const notes = differenceNotes(foldSeeds(runRows(changes)));
    for (const each of expected) expect(notes).toMatch(each);
  });
});
