import type { Compared, PaperModel, PaperResult } from './result.ts';

/** What §5.1 of the MMoE paper says of its figures 4 and 5, in words only, and what the paired intervals here say to it. */
export function paperClaims({ correlations, riseDifferences }: PaperResult): readonly (readonly [string, string])[] {
  const nearest = correlations[correlations.length - 1];
  const betterThanBottom = (model: PaperModel) =>
    correlations.map(({ correlation, differences }) => [
      `p = ${correlation}`,
      says(differences, model, 'shared-bottom'),
    ]);
  const spread = (model: PaperModel) =>
    correlations.map(({ models }) => models.find((one) => one.model === model)?.sd ?? Number.NaN);
  const bottom = spread('shared-bottom');
  const ratios = bottom.map((sd, i) => (sd / spread('mmoe')[i]).toFixed(1));
  return [
    ['MMoE is better than Shared-Bottom', listed(betterThanBottom('mmoe'))],
    ['OMoE is better than Shared-Bottom', listed(betterThanBottom('omoe'))],
    [
      `at p = ${nearest.correlation}, MMoE and OMoE are about alike`,
      nearest.differences.find(({ a, b }) => a === 'mmoe' && b === 'omoe')?.difference.verdict === 'not distinguishable'
        ? 'not distinguishable'
        : 'no: they differ',
    ],
    ['less related tasks cost MMoE less than Shared-Bottom', says(riseDifferences, 'mmoe', 'shared-bottom')],
    ['less related tasks cost MMoE less than OMoE', says(riseDifferences, 'mmoe', 'omoe')],
    [
      'Shared-Bottom’s losses spread more over runs than MMoE’s',
      `standard deviation ${ratios.join(', ')} times MMoE’s at p = ${correlations.map((each) => each.correlation).join(', ')}`,
    ],
  ];
}

/** Whether the smaller number of the first is beyond the noise. */
function says(compared: readonly Compared[], a: PaperModel, b: PaperModel): string {
  const verdict = compared.find((each) => each.a === a && each.b === b)?.difference.verdict;
  if (verdict === 'lower') return 'yes';
  return verdict === 'higher' ? 'no, the other way round' : 'not distinguishable';
}

function listed(found: readonly (readonly string[])[]): string {
  return found.map(([where, what]) => `${where}: ${what}`).join('; ');
}
