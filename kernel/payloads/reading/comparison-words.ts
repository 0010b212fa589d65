import { duration } from '../../text/index.ts';
import type { ComparisonPayload, ComparisonRow } from '../comparison.ts';

/** What the whole table says, after the adjustment for how many differences there are. */
export function comparisonVerdict({ tasks, baseline, state }: ComparisonPayload): string {
  const rows = tasks.flatMap((task) => task.rows.filter(({ judgement }) => judgement !== 'baseline'));
  const judged = rows.filter(({ interval }) => interval !== null);
  if (judged.length === 0)
    return state === 'running' ? 'Nothing to compare yet.' : 'Too few seeds to say anything: two or more are needed.';
  const [better, worse] = [numberOf(judged, 'better'), numberOf(judged, 'worse')];
  if (better + worse === 0) return `No difference to ${baseline} is distinguishable from chance.`;
  const of = `${judged.length} differences to ${baseline}`;
  return [
    ...(better > 0 ? [`${better} of ${of} ${better === 1 ? 'is' : 'are'} better`] : []),
    ...(worse > 0 ? [`${worse}${better > 0 ? '' : ` of ${of}`} ${worse === 1 ? 'is' : 'are'} worse`] : []),
  ]
    .join(', ')
    .concat('.');
}

function numberOf(rows: readonly ComparisonRow[], judgement: ComparisonRow['judgement']): number {
  return rows.filter((row) => row.judgement === judgement).length;
}

/** How far it is: `7 of 30 trials · 0:42 left`. */
export function comparisonProgress({ state, trials, secondsLeft }: ComparisonPayload): string {
  return [
    state === 'running' ? 'running' : state,
    `${trials.done + trials.failed} of ${trials.of} trials`,
    ...(trials.failed === 0 ? [] : [`${trials.failed} failed`]),
    ...(state !== 'running' || secondsLeft === null ? [] : [`about ${duration(secondsLeft)} left`]),
  ].join(' · ');
}

/** What runs now: `MMoE, seed 3, epoch 2 of 5`. */
export function comparisonRunning({ running }: ComparisonPayload): string {
  return running
    .map(
      ({ candidate, seed, epoch, epochs }) =>
        `${candidate}, seed ${seed}, epoch ${Math.min(epoch + 1, epochs)} of ${epochs}`,
    )
    .join(' · ');
}
