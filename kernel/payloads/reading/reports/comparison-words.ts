import { duration, fraction, plusMinus, signed, significant } from '../../../text/index.ts';
import type { ComparisonPayload, ComparisonRow, ComparisonTask } from '../../comparison.ts';

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

/** What is compared with what: `MMoE, PLE against single · 10 seeds`. */
export function comparisonFacts({ candidates, baseline, seeds }: ComparisonPayload): string {
  const others = candidates.filter((name) => name !== baseline);
  return `${others.join(', ')} against ${baseline} · ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
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

/** A task and what it is judged by: `income · test AUC`. */
export function comparisonTaskTitle({ name, metric }: ComparisonTask): string {
  return `${name} · ${metric === 'auc' ? 'test AUC' : 'test RMSE, less is better'}`;
}

/** How the picture is read. */
export const comparisonLegend =
  'Dots: one a seed. Square and line: mean with its 95 % interval. Verdicts are adjusted for all rows (Holm).';

/** All that is known of a row, for a tip and for who hears it: the difference, its interval, and each seed. */
export function comparisonRowWords(
  { candidate, mean, error, differences, interval, judgement }: ComparisonRow,
  { metric }: ComparisonTask,
  baseline: string,
): string {
  const own = `${candidate}: ${metric === 'auc' ? 'AUC' : 'RMSE'} ${value(metric, mean)} ${plusMinus(error)}`.trim();
  if (judgement === 'baseline') return `${own}, the baseline`;
  const signedValue = (each: number) => signed(each, (size) => value(metric, size));
  const seeds = differences.slice(0, mostSeeds).map((each) => `seed ${each.seed} ${signedValue(each.value)}`);
  const more = differences.length - seeds.length;
  return [
    own,
    interval === null
      ? judgement
      : `${judgement}: ${signedValue(interval.mean)} to ${baseline}, 95 % interval ${signedValue(interval.lower)} to ${signedValue(interval.upper)}, adjusted p ${probability(interval.adjusted)}`,
    ...(seeds.length === 0 ? [] : [`${seeds.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]),
  ].join('\n');
}

/** More would fill the screen. */
const mostSeeds = 20;

const value = (metric: ComparisonTask['metric'], each: number | null): string =>
  metric === 'auc' ? fraction(each) : significant(each, 3);

const probability = (p: number): string => (p < 0.001 ? 'under .001' : fraction(p, 3));
