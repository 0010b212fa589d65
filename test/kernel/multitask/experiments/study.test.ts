import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../../kernel/multitask/data/random.ts';
import { type DoneTrial, rowsErrors, studyText, summarise } from '../../../../kernel/multitask/experiments/study.ts';
import { compareAuc } from '../../../../kernel/multitask/metrics/index.ts';

const labels = Float32Array.from([0, 0, 1, 1]);

/** A trial without predictions worth the name: RMSE needs none. */
function trial(
  candidate: string,
  seed: number,
  metrics: DoneTrial['trial']['metrics'],
  buy = [0.1, 0.4, 0.35, 0.8],
): DoneTrial {
  return {
    trial: { candidate, seed, state: 'done', epoch: 1, epochs: 1, seconds: 1, metrics },
    predictions: { buy: Float32Array.from(buy), spend: new Float32Array(4) },
  };
}

const about = { state: 'finished', baseline: 'single', candidates: ['single', 'MMoE'], seeds: [1, 2, 3] } as const;
const buy = { name: 'buy', metric: 'auc' } as const;
const spend = { name: 'spend', metric: 'rmse' } as const;

describe('a study, worked out by hand', () => {
  const done = [
    trial('single', 1, { buy: { auc: 0.5 }, spend: { rmse: 10 } }),
    trial('single', 2, { buy: { auc: 0.6 }, spend: { rmse: 20 } }),
    trial('single', 3, { buy: { auc: 0.7 }, spend: { rmse: 40 } }),
    trial('MMoE', 1, { buy: { auc: 0.52 }, spend: { rmse: 9 } }, [0.1, 0.2, 0.3, 0.4]),
    trial('MMoE', 2, { buy: { auc: 0.63 }, spend: { rmse: 18 } }, [0.1, 0.2, 0.3, 0.4]),
    trial('MMoE', 3, { buy: { auc: 0.71 }, spend: { rmse: 36 } }, [0.1, 0.2, 0.3, 0.4]),
  ];
  const study = summarise(
    { ...about, tasks: [buy, spend] },
    done,
    [],
    rowsErrors({ labels: { buy: labels, spend: labels } }),
  );

  it('means and standard errors over the seeds', () => {
    const [own] = study.results.filter(({ candidate, task }) => candidate === 'single' && task === 'buy');
    expect(own.n).toBe(3);
    expect(own.metrics.auc.mean).toBeCloseTo(0.6, 12);
    expect(own.metrics.auc.error).toBeCloseTo(0.1 / Math.sqrt(3), 12); // sd .1
  });

  it('metrics that were asked for stand below the table, with their errors', () => {
    const chosen = (of: Record<string, number>) =>
      done.map((each, i) => {
        const { trial } = each;
        const buy = {
          ...trial.metrics.buy,
          ...Object.fromEntries(Object.entries(of).map(([name, value]) => [name, value + i])),
        };
        return { ...each, trial: { ...trial, metrics: { ...trial.metrics, buy } } };
      });
    const errors = rowsErrors({ labels: { buy: labels, spend: labels } });
    const lines = (trials: readonly DoneTrial[]) =>
      studyText(summarise({ ...about, tasks: [buy, spend] }, trials, [], errors))
        .replaceAll('\u00a0', ' ')
        .split('\n');
    // 1, 2, 3 and 4, 5, 6: sd 1, s.e. 1 ÷ √3.
    expect(lines(chosen({ 'PR AUC': 1, logLoss: 3, rows: 4 }))).toContain(
      'PR AUC: buy, single 2.000 ± .58; buy, MMoE 5.000 ± .58.',
    );
    expect(lines(done).some((line) => /^(PR AUC|logLoss|rows):/.test(line))).toBe(false);
  });

  it('pairs of the same seed: .02, .03, .01 has mean .02 and sd .01', () => {
    const [difference] = study.differences;
    expect(difference).toMatchObject({ candidate: 'MMoE', task: 'buy', metric: 'auc', n: 3 });
    expect(difference.mean).toBeCloseTo(0.02, 12);
    expect(difference.error).toBeCloseTo(0.01 / Math.sqrt(3), 12);
    expect(difference.lower).toBeCloseTo(0.02 - (4.3026527 * 0.01) / Math.sqrt(3), 8);
  });

  it('p values are adjusted for both tasks', () => {
    // t = 2√3 with two degrees of freedom: p = 1 − t ÷ √(t² + 2). Differences of RMSE −1, −2, −4: t = −7/3 ÷ (√(7/3) ÷ √3).
    const p = (t: number) => 1 - t / Math.sqrt(t ** 2 + 2);
    const [first, second] = [p(2 * Math.sqrt(3)), p(7 / 3 / (Math.sqrt(7 / 3) / Math.sqrt(3)))];
    expect(study.differences[0].pValue).toBeCloseTo(first, 10);
    expect(study.differences[0].adjusted).toBeCloseTo(2 * Math.min(first, second), 10);
    expect(study.differences[1].adjusted).toBeCloseTo(Math.max(2 * first, second), 10);
    expect(study.differences.map(({ judgement }) => judgement)).toEqual(['not distinguishable', 'not distinguishable']);
    expect(study.differences[0].words).toMatch(
      /^buy: MMoE is not distinguishable from single \(AUC \+\.0200, 95 % interval −\.0048 to \+\.0448, adjusted p \.14/,
    );
  });

  it('less error is a gain: Δm is half of .02/.5 + 1/10, of .03/.6 + 2/20, of .01/.7 + 4/40', () => {
    const gains = [(0.04 + 0.1) / 2, (0.05 + 0.1) / 2, (0.01 / 0.7 + 0.1) / 2];
    expect(study.gains[0].mean).toBeCloseTo((gains[0] + gains[1] + gains[2]) / 3, 12);
  });

  it("DeLong's error of the difference stands beside it for AUC alone", () => {
    // single orders .1 .4 | .35 .8: placements of the positives .5 1, of the negatives 1 .5; MMoE is perfect.
    // The differences .5 0 and 0 .5 have variance .125 each: √(.125 ÷ 2 + .125 ÷ 2).
    expect(study.differences[0].rowsError).toBeCloseTo(Math.sqrt(0.125), 10);
    expect(study.differences[1]).not.toHaveProperty('rowsError');
  });
});

it('the error that the test rows leave counts them by their weights, as the AUCs do', () => {
  // A row of weight 0 is as good as absent, whatever is predicted of it.
  const [own, base] = [
    trial('MMoE', 1, { buy: { auc: 1 } }, [0.1, 0.2, 0.3, 0.4, 0.9]),
    trial('single', 1, { buy: { auc: 0.75 } }, [0.1, 0.4, 0.35, 0.8, 0.05]),
  ];
  const five = { buy: Float32Array.from([...labels, 0]) };
  const weights = Float32Array.of(2, 2, 2, 2, 0);
  expect(rowsErrors({ labels: five, weights })('buy', own, base)).toBeCloseTo(Math.sqrt(0.125), 10);
  expect(rowsErrors({ labels: five })('buy', own, base)).not.toBeCloseTo(Math.sqrt(0.125), 2);
  // Unequal ones count, too.
  const unequal = Float32Array.of(1, 3, 1, 3);
  const four = [trial('MMoE', 1, {}, [0.1, 0.2, 0.3, 0.4]), trial('single', 1, {}, [0.1, 0.4, 0.35, 0.8])] as const;
  expect(rowsErrors({ labels: { buy: labels }, weights: unequal })('buy', ...four)).toBe(
    compareAuc(labels, four[0].predictions.buy, four[1].predictions.buy, { weights: unequal }).error,
  );
  expect(rowsErrors({ labels: { buy: labels }, weights: unequal })('buy', ...four)).not.toBeCloseTo(
    Math.sqrt(0.125),
    3,
  );
});

it('one seed says nothing of the spread; a seed that failed leaves its pair out', () => {
  const done = [
    trial('single', 1, { buy: { auc: 0.5 } }),
    trial('single', 2, { buy: { auc: 0.5 } }),
    trial('MMoE', 2, { buy: { auc: 0.6 } }),
  ];
  const failed = [{ candidate: 'MMoE', seed: 1, state: 'failed', reason: 'the loss is NaN' }] as const;
  const study = summarise(
    { ...about, seeds: [1, 2], tasks: [buy] },
    done,
    failed,
    rowsErrors({ labels: { buy: labels } }),
  );
  expect(study.differences[0]).toMatchObject({ n: 1, judgement: 'not distinguishable' });
  expect(study.differences[0].mean).toBeCloseTo(0.1, 12);
  expect(study.differences[0].words).toContain('one seed, which tells nothing of the spread');
  expect(study.trials.map(({ candidate, seed, state }) => `${candidate} ${seed} ${state}`)).toEqual([
    'single 1 done',
    'single 2 done',
    'MMoE 1 failed',
    'MMoE 2 done',
  ]);
});

it('a metric that cannot be computed says so, and is no verdict', () => {
  const done = [1, 2].flatMap((seed) => [
    trial('single', seed, { buy: { auc: Number.NaN } }),
    trial('MMoE', seed, { buy: { auc: 0.6 } }),
  ]);
  const [found] = summarise(
    { ...about, seeds: [1, 2], tasks: [buy] },
    done,
    [],
    rowsErrors({ labels: { buy: labels } }),
  ).differences;
  expect(found.words).toMatch(/^buy: the AUC of MMoE or single cannot be computed for a seed, so nothing can be said/);
});

describe('the interval covers the truth in 95 of 100 studies', () => {
  /** Share of 400 studies of ten seeds whose interval covers `truth`: models differ by it, seeds move both, runs each. */
  function coverage(truth: number): { readonly covers: number; readonly called: number } {
    const random = randomStream(7, `coverage ${truth}`);
    const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
    let [covers, called] = [0, 0];
    for (let study = 0; study < 400; study++) {
      const done = seeds.flatMap((seed) => {
        const shared = 0.02 * random.normal();
        return [
          trial('single', seed, { spend: { rmse: 0.7 + shared + 0.01 * random.normal() } }),
          trial('MMoE', seed, { spend: { rmse: 0.7 + truth + shared + 0.01 * random.normal() } }),
        ];
      });
      const [found] = summarise(
        { ...about, seeds, tasks: [spend] },
        done,
        [],
        rowsErrors({ labels: { spend: labels } }),
      ).differences;
      if (found.lower <= truth && truth <= found.upper) covers += 1;
      if (found.judgement !== 'not distinguishable') called += 1;
    }
    return { covers: covers / 400, called: called / 400 };
  }

  it('of equal models: it misses 0 in 5 ± 2.5 %, and calls as many different', () => {
    const { covers, called } = coverage(0);
    expect(Math.abs(1 - covers - 0.05)).toBeLessThan(0.025);
    expect(called).toBeCloseTo(1 - covers, 10);
  });

  it('of models that differ by .01', () => {
    const { covers, called } = coverage(0.01);
    expect(Math.abs(1 - covers - 0.05)).toBeLessThan(0.025);
    expect(called).toBeGreaterThan(0.3);
  });
});
