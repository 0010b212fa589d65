import type { Rows } from '../data/index.ts';
import type { Network, Output, Penalty, Probability } from '../network/index.ts';

/**
 * Counts, before the first step, how well labels keep the order that a network takes for granted, and says what follows.
 *
 * Where a probability is a product with that of an earlier step, as ESMM's p(buy) = p(click) · p(buy | click), a buy without
 * a click has no place in the equation: some are a warning, more of them than of the other order are an error. A penalty
 * on the order (AITM's calibrator) only helps: it is left out where the labels do not keep the order.
 *
 * @param seen what these rows are of all, e.g. "the first 65,536 rows".
 * @returns the network to train, and lines for the person.
 * @throws when the equation of the network needs the order of these tasks, and the labels are against it.
 */
export function inFunnelOrder(
  network: Network,
  rows: Pick<Rows, 'length' | 'labels'>,
  title: string,
  seen = 'the rows',
): { readonly network: Network; readonly warnings: readonly string[] } {
  const warnings: string[] = [];
  for (const step of productSteps(network)) {
    const count = countOrder(rows, step);
    if (count.against === 0) continue;
    if (count.against > count.inOrder)
      throw new Error(`fit: ${against(count, step, seen)} ${whyNot(count, step, title)}`);
    warnings.push(
      `${title}: ${against(count, step, seen)} Its equation p(${step.later}) = p(${step.earlier}) · p(${step.later} | ` +
        `${step.earlier}) has no place for them, and what it predicts is off by as much.`,
    );
  }
  const penalties: Penalty[] = [];
  for (const penalty of network.penalties) {
    if (penalty.kind !== 'order') {
      penalties.push(penalty);
      continue;
    }
    const step = stepOf(penalty.lower, penalty.upper);
    const count = step && countOrder(rows, step);
    const isKept = !count || count.against <= noise * count.later;
    if (isKept) penalties.push(penalty);
    if (!step || !count || count.against === 0 || penalty.weight === 0) continue;
    const how = isKept
      ? 'Its calibrator penalises them a little: calibration: 0 leaves it out.'
      : `Its calibrator, which wants p(${step.later}) ≤ p(${step.earlier}), is off in this run.${remedy(count, step)}`;
    warnings.push(`${title}: ${against(count, step, seen)} ${how}`);
  }
  if (penalties.length === network.penalties.length) return { network, warnings };
  return { network: { ...network, penalties }, warnings };
}

/** Whether a network takes an order of its tasks for granted. */
export function assumesOrder(network: Network): boolean {
  return network.penalties.some(({ kind }) => kind === 'order') || productSteps(network).length > 0;
}

/** Of the rows where the later step is 1, the share that may lack the earlier one for no better reason than mistakes. */
const noise = 0.01;

type Step = { readonly earlier: string; readonly later: string };

/** Rows where both labels are observed, by what they say of the order. */
type OrderCount = {
  readonly rows: number;
  /** The later step without the earlier one. */
  readonly against: number;
  /** The earlier step without the later one. */
  readonly inOrder: number;
  readonly later: number;
};

function countOrder({ length, labels }: Pick<Rows, 'length' | 'labels'>, { earlier, later }: Step): OrderCount {
  const [first, second] = [labels[earlier], labels[later]];
  let [rows, against, inOrder, done] = [0, 0, 0, 0];
  for (let row = 0; row < length; row++) {
    if (Number.isNaN(first[row]) || Number.isNaN(second[row])) continue;
    rows++;
    if (second[row] === 1) done++;
    if (second[row] > first[row]) against++;
    if (second[row] < first[row]) inOrder++;
  }
  return { rows, against, inOrder, later: done };
}

/** Tasks whose probability is a product with another task's. */
function productSteps({ outputs }: Network): Step[] {
  return outputs.flatMap((later) => {
    if (later.kind !== 'binary') return [];
    const factors = factorsOf(later.value);
    return outputs.flatMap((earlier) => {
      if (earlier === later || earlier.kind !== 'binary' || !factors.some((factor) => isSame(factor, earlier.value)))
        return [];
      return stepOf(earlier, later) ?? [];
    });
  });
}

function factorsOf(value: Probability): readonly Probability[] {
  return value.kind === 'product' ? value.factors.flatMap((factor) => [factor, ...factorsOf(factor)]) : [];
}

/** By their logits: a network that was loaded has its probabilities twice. */
function isSame(a: Probability, b: Probability): boolean {
  if (a.kind === 'probability') return b.kind === 'probability' && a.logit === b.logit;
  return (
    b.kind === 'product' &&
    a.factors.length === b.factors.length &&
    a.factors.every((factor, i) => isSame(factor, b.factors[i]))
  );
}

function stepOf(earlier: Output, later: Output): Step | undefined {
  if (!earlier.task || !later.task || earlier.task.kind !== 'binary' || later.task.kind !== 'binary') return undefined;
  return { earlier: earlier.task.name, later: later.task.name };
}

/** "in 31 % of the rows (62 of 200) buy is 1 and click 0." */
function against({ rows, against }: OrderCount, { earlier, later }: Step, seen: string): string {
  const share = Number(((100 * against) / rows).toPrecision(2));
  const counted = `${against.toLocaleString('en-US')} of ${rows.toLocaleString('en-US')}`;
  return `in ${share} % of ${seen} (${counted}) ${later} is 1 and ${earlier} 0.`;
}

function whyNot(count: OrderCount, { earlier, later }: Step, title: string): string {
  return (
    `${title} takes p(${later}) = p(${earlier}) · p(${later} | ${earlier}), so ${later} may be 1 only where ${earlier} is.` +
    `${remedy(count, { earlier, later })}`
  );
}

function remedy({ inOrder, against }: OrderCount, { earlier, later }: Step): string {
  if (inOrder <= noise * against)
    return ` The other way round it is ${inOrder.toLocaleString('en-US')} rows: give the tasks in the order ${later}, ${earlier}.`;
  return ` Neither order of these two is a funnel: mmoe or ple take any tasks.`;
}
