import { join } from 'node:path';
import { holm, pairedDifference } from '../../../kernel/statistics/index.ts';
import { type Claim, claims } from './claim-list.ts';
import { type Found, type Library, runExperiment } from './experiment.ts';
import { experiments } from './experiments/index.ts';
import type { CensusScience, ClaimResult, ClaimsScience, FunnelScience } from './result.ts';

type Before = { readonly census: CensusScience; readonly funnel: FunnelScience; readonly claims: ClaimsScience };

type Source = { readonly run: string; readonly found: Found };

/**
 * Each claim whose experiment was run: after each seed, what is known so far. What is in the tables of census-income and of the
 * funnel is read from there, and a claim whose experiment is not run yet stays as it was found before.
 */
export async function* claimsScience(
  library: Library,
  { census, funnel, claims }: Partial<Before>,
  seeds: number,
  folder: string,
  tell: (line: string) => void,
): AsyncGenerator<ClaimsScience> {
  const sources = new Map<string, Source>();
  if (census) sources.set('census', ofCensus(census));
  if (funnel) sources.set('funnel', ofFunnel(funnel));
  const kept = claims?.claims;
  yield { claims: resultsOf(sources, kept) };
  for (const experiment of experiments(seeds)) {
    for await (const found of runExperiment(library, experiment, join(folder, 'claims.jsonl'), tell)) {
      sources.set(experiment.name, { run: experiment.run, found });
      yield { claims: resultsOf(sources, kept) };
    }
  }
}

/** Each claim whose source is there, or that was found before. */
export function resultsOf(
  sources: ReadonlyMap<string, Source>,
  kept: readonly ClaimResult[] = [],
): readonly ClaimResult[] {
  const tried = claims.flatMap((claim) => {
    const source = sources.get(claim.experiment);
    if (source) return [tryClaim(claim, source)];
    return kept.filter((each) => each.paper === claim.paper && each.claim === claim.claim);
  });
  const adjusted = holm(tried.map(({ difference }) => difference.pValue));
  return tried.map((each, i) => ({ ...each, adjusted: adjusted[i], verdict: verdict(each, adjusted[i]) }));
}

function tryClaim({ experiment: _, ...claim }: Claim, { run, found }: Source) {
  const values = (candidate: string) => found[candidate][claim.measure];
  const a = values(claim.a);
  const difference = pairedDifference(a, claim.b === undefined ? a.map(() => 0) : values(claim.b));
  return { ...claim, run, seeds: a.length, difference };
}

function verdict(
  { expected, difference }: Pick<ClaimResult, 'expected' | 'difference'>,
  adjusted: number,
): ClaimResult['verdict'] {
  if (!(adjusted < 0.05)) return 'not distinguishable';
  return difference.mean > 0 === (expected === 'higher') ? 'seen' : 'opposite';
}

export function ofCensus({ models, batchSize, epochs, patience }: CensusScience): Source {
  return {
    run: `census-income, at most ${epochs} epochs of batch ${batchSize}, patience ${patience}`,
    found: Object.fromEntries(models.map(({ model, runs }) => [model, runs])),
  };
}

export function ofFunnel({ models, rows }: FunnelScience): Source {
  return {
    run: `${rows.train.toLocaleString('en-US')} impressions of \`clickFunnel\`, pCVR over all test impressions`,
    found: Object.fromEntries(models.map(({ model, runs }) => [model, runs])),
  };
}
