import type { ByTask, CensusModel, SeedRow } from './tables/result.ts';

/**
 * What PaddleRec publishes for census-income (READMEs of its models/multitask/mmoe and share-bottom): the mean and the largest
 * test AUC over the epochs of one run, as mmoe_train.py in PaddlePaddle/models computes mean_ and max_…_test_auc. One run, no
 * standard error; the epochs are 100 by its arguments, 400 by a table of its README.
 */
export const paddleRec: Readonly<Record<SeedRow['model'], { mean: ByTask<number>; best: ByTask<number> }>> = {
  'shared-bottom': { mean: { income: 0.9312, marital: 0.99256 }, best: { income: 0.94993, marital: 0.99384 } },
  mmoe: { mean: { income: 0.94465, marital: 0.99324 }, best: { income: 0.94937, marital: 0.99419 } },
};

/**
 * Table 5 of the PLE paper (Tang et al., RecSys 2020): census-income, other splits and inputs than ours, no errors given.
 * Shared-Bottom is not in it.
 */
export const plePaper: Partial<Readonly<Record<CensusModel, ByTask<number>>>> = {
  'single-task': { income: 0.9445, marital: 0.9923 },
  mmoe: { income: 0.9393, marital: 0.9928 },
  ple: { income: 0.9522, marital: 0.9945 },
};

/**
 * Table 2 of the ESMM paper (Ma et al., SIGIR 2018): AUC in per cent with the deviation over 10 runs on Ali-CCP. ESMM-NS is
 * ESMM without shared embeddings.
 */
export const esmmPaper = {
  BASE: { cvrClicked: '66.00 ± 0.37', ctcvr: '62.07 ± 0.45' },
  'ESMM-NS': { cvrClicked: '68.25 ± 0.44', ctcvr: '64.44 ± 0.62' },
  ESMM: { cvrClicked: '68.56 ± 0.37', ctcvr: '65.32 ± 0.49' },
} as const;
