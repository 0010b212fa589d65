import type { BalanceSpec } from '../../../kernel/multitask/training/balance/index.ts';

type Method = { readonly method: string; readonly spec: BalanceSpec };

/** All methods on the toy problem, with the numbers of their authors' toy problems where these say them. */
export const toyMethods: readonly Method[] = [
  { method: 'sum of the losses', spec: {} },
  { method: 'DWA', spec: { weights: { kind: 'dwa', temperature: 2 } } },
  { method: 'GradNorm', spec: { weights: { kind: 'gradnorm', alpha: 1.5, learningRate: 0.025 } } },
  { method: 'RLW', spec: { weights: { kind: 'rlw' } } },
  { method: 'GLS', spec: { weights: { kind: 'gls' } } },
  { method: 'FAMO, γ = 0', spec: { weights: { kind: 'famo', learningRate: 0.025, gamma: 0 } } },
  { method: 'FAMO, γ = .001', spec: { weights: { kind: 'famo', learningRate: 0.025, gamma: 1e-3 } } },
  { method: 'PCGrad', spec: { gradients: { kind: 'pcgrad' } } },
  { method: 'CAGrad, c = .4', spec: { gradients: { kind: 'cagrad', c: 0.4 } } },
  { method: 'CAGrad, c = .5', spec: { gradients: { kind: 'cagrad', c: 0.5 } } },
  { method: 'MGDA', spec: { gradients: { kind: 'mgda', normalise: 'none' } } },
  { method: 'Nash-MTL', spec: { gradients: { kind: 'nash' } } },
  { method: 'Aligned-MTL', spec: { gradients: { kind: 'aligned', scale: 'min' } } },
];

/** On GradNorm's generator; α = .12 is that of its paper. */
export const generatorMethods: readonly Method[] = [
  { method: 'equal weights', spec: {} },
  { method: 'GradNorm, α = .12', spec: { weights: { kind: 'gradnorm', alpha: 0.12, learningRate: 0.025 } } },
  { method: 'GradNorm, α = 1.5', spec: { weights: { kind: 'gradnorm', alpha: 1.5, learningRate: 0.025 } } },
];

/** Steps, and how long one may be at most. */
export const toySettings = [
  { title: '35,000 steps', count: 35_000, clipNorm: Number.POSITIVE_INFINITY },
  { title: 'of length 1 at most', count: 35_000, clipNorm: 1 },
  { title: '50,000 steps', count: 50_000, clipNorm: Number.POSITIVE_INFINITY },
] as const;
