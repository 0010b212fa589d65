import type { ClaimResult } from './result.ts';

/** A claim of a paper, in our words, and the difference that would show it. */
export type Claim = Pick<ClaimResult, 'paper' | 'claim' | 'measure' | 'a' | 'b' | 'expected'> & {
  readonly experiment: string;
};

type Row = readonly [paper: string, claim: string, experiment: string, measure: string, ...Difference];
/** `>`: by the claim the measure of the first is the higher one. 0 stands for itself. */
type Difference = readonly [a: string, sign: '<' | '>', b: string | 0];

const rechub = 'torch-rechub';
const mmoe = 'MMoE (KDD 2018)';
const esmm = 'ESMM (SIGIR 2018)';
const dbmtl = 'DBMTL (2019)';
const din = 'DIN (KDD 2018)';
const ple = 'PLE (RecSys 2020)';
const aitm = 'AITM (KDD 2021)';
const dselectK = 'DSelect-k (NeurIPS 2021)';
const escm2 = 'ESCM² (SIGIR 2022)';
const dcmt = 'DCMT (ICDE 2023)';
const adatt = 'AdaTT (KDD 2023)';
const pepnet = 'PEPNet (KDD 2023)';
const stem = 'STEM (AAAI 2024)';

/** Measures: AUC by task or of their `mean`, RMSE where tasks are numeric, and those of the funnel. */
const rows: readonly Row[] = [
  [esmm, 'ranks better than a model of clicks alone', 'funnel', 'ranking', 'esmm', '>', 'click-only'],
  [esmm, 'its level is nearer to the truth than that of clicks alone', 'funnel', 'off', 'esmm', '<', 'click-only'],
  [escm2, 'ESMM takes conversions for likelier than they are', 'funnel', 'level', 'esmm', '>', 0],
  [escm2, 'inverse propensity mends that level', 'funnel', 'off', 'escm2-ips', '<', 'esmm'],
  [escm2, 'doubly robust mends that level', 'funnel', 'off', 'escm2-dr', '<', 'esmm'],
  [escm2, 'inverse propensity ranks better than ESMM', 'funnel', 'ranking', 'escm2-ips', '>', 'esmm'],
  [escm2, 'doubly robust ranks better than ESMM', 'funnel', 'ranking', 'escm2-dr', '>', 'esmm'],
  [escm2, 'true propensities mend the level of IPS', 'funnel', 'off', 'true-ips', '<', 'escm2-ips'],
  [dcmt, 'ranks better than ESMM', 'funnel', 'ranking', 'dcmt', '>', 'esmm'],
  [dcmt, 'ranks better than ESCM²-IPS', 'funnel', 'ranking', 'dcmt', '>', 'escm2-ips'],
  [mmoe, 'beats Shared-Bottom', 'census', 'income', 'mmoe', '>', 'shared-bottom'],
  [mmoe, 'beats Shared-Bottom on unrelated tasks', 'correlated 0', 'mean', 'mmoe', '<', 'shared-bottom'],
  [rechub, 'batch norm in the towers of MMoE is worth having', 'census', 'income', 'mmoe, batchNorm', '>', 'mmoe'],
  [ple, 'beats MMoE', 'census', 'income', 'ple', '>', 'mmoe'],
  [ple, 'beats one network for each task', 'census', 'income', 'ple', '>', 'single-task'],
  [ple, 'beats MMoE on unrelated tasks', 'correlated 0', 'mean', 'ple', '<', 'mmoe'],
  [ple, 'beats MMoE on contrary tasks', 'correlated -0.9', 'mean', 'ple', '<', 'mmoe'],
  [adatt, 'beats MMoE', 'census', 'income', 'adatt', '>', 'mmoe'],
  [adatt, 'beats PLE', 'census', 'income', 'adatt', '>', 'ple'],
  [adatt, 'beats PLE on unrelated tasks', 'correlated 0', 'mean', 'adatt', '<', 'ple'],
  [dselectK, 'gates end with fewer experts than MMoE’s', 'correlated 0', 'experts', 'dselect-k', '<', 'mmoe'],
  [dselectK, 'beats MMoE', 'correlated 0', 'mean', 'dselect-k', '<', 'mmoe'],
  [stem, 'beats MMoE over shared embeddings', 'ids', 'mean', 'stem', '>', 'mmoe'],
  [stem, 'beats PLE over shared embeddings', 'ids', 'mean', 'stem', '>', 'ple'],
  [pepnet, 'beats Shared-Bottom over domains', 'domains', 'mean', 'pepnet', '>', 'shared-bottom'],
  [pepnet, 'beats PLE over domains', 'domains', 'mean', 'pepnet', '>', 'ple'],
  [
    pepnet,
    'beats Shared-Bottom over domains with nothing in common',
    'domains 0',
    'mean',
    'pepnet',
    '>',
    'shared-bottom',
  ],
  [pepnet, 'beats MMoE over domains with nothing in common', 'domains 0', 'mean', 'pepnet', '>', 'mmoe'],
  [din, 'attention beats the mean of a history', 'sequences', 'mean', 'attention', '>', 'mean'],
  [din, 'attention beats the sum of a history', 'sequences', 'mean', 'attention', '>', 'sum'],
  [aitm, 'beats MMoE on the later step', 'steps', 'conversion', 'aitm', '>', 'mmoe'],
  [aitm, 'beats one network for each task on the later step', 'steps', 'conversion', 'aitm', '>', 'single-task'],
  [dbmtl, 'beats Shared-Bottom on the later step', 'steps', 'conversion', 'dbmtl', '>', 'shared-bottom'],
];

export const claims: readonly Claim[] = rows.map(([paper, claim, experiment, measure, a, sign, b]) => ({
  paper,
  claim,
  experiment,
  measure,
  a,
  ...(b === 0 ? {} : { b }),
  expected: sign === '>' ? 'higher' : 'lower',
}));
