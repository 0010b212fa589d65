import { code, count, sentence, strong } from '../../../text/index.ts';
import { isAtChance, isFalling, lossesOf, type RunFacts, type TaskReading, twoErrors } from './facts.ts';
import type { Rule } from './rule.ts';
import {
  afterEpoch,
  aucWords,
  calmer,
  constantWords,
  longer,
  lossNumber,
  lossWithError,
  namesOf,
  qualityWords,
  rowsOf,
} from './words.ts';

/** Rules of runs whose numbers mean nothing, or are worse than none. */

/**
 * A loss or a prediction is no number any more; or the loss of the steps is `timesTooHigh` times that of the first step and
 * of a constant, and the weights have not come back from there: single steps of a run that goes well may be that high.
 */
export function diverged(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const { words, fix } = calmer(facts.how);
  const remedy = { ...(fix === undefined ? {} : { fix }), tone: 'error' as const };
  if (facts.diverged !== undefined)
    return { headline: sentence(strong('Training diverged.'), ` ${facts.diverged}`), detail: words, ...remedy };
  const lost = readings.find(({ against }) => against.rows > 0 && !Number.isFinite(against.loss));
  if (lost)
    return {
      headline: sentence(strong('Training diverged:'), ' predictions of ', strong(lost.task.name), ' are not numbers.'),
      detail: sentence(lost.metrics.warnings?.at(-1) ?? '', ' ', words),
      ...remedy,
    };
  const high = readings.find(({ task, train }) => {
    const { first, recent } = facts.steps[task.name] ?? {};
    if (first === undefined || recent === undefined) return false;
    const isHigh = recent > timesTooHigh * Math.max(first, train.against.constant);
    return isHigh && isWorse(train.against);
  });
  if (!high) return undefined;
  const { first, recent } = facts.steps[high.task.name];
  return {
    headline: sentence(
      strong('Training diverged:'),
      ' the loss of ',
      strong(high.task.name),
      ` is ${lossNumber(high.task, recent)}; it began at ${lossNumber(high.task, first)}.`,
    ),
    detail: sentence(
      `That is the mean over the steps of epoch ${facts.how.before + high.epoch}; ${constantWords(high.task, high.train.against.constant)}. `,
      words,
    ),
    ...remedy,
  };
}

/** Losses of a run that goes well fall below their start; ten times it is no noise of a batch. */
const timesTooHigh = 10;

/** Every row gets the same prediction: nothing of its features reaches the output. */
export function constant(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const dead = readings.filter(({ against }) => against.rows > 1 && against.range <= noRange);
  if (dead.length === 0) return undefined;
  const { words, fix } = calmer(facts.how);
  const [{ metrics, task, against, part }] = dead;
  const auc = task.kind === 'binary' ? `, ${aucWords(metrics)}` : '';
  return {
    tone: 'error',
    headline: sentence(
      strong(dead.length === 1 ? 'The network is dead for ' : 'The network is dead:'),
      ...(dead.length === 1 ? [] : [' ']),
      namesOf(dead),
      dead.length === 1 ? ': every row gets the same prediction.' : ' get the same prediction for every row.',
    ),
    detail: sentence(
      `${task.name}: the greatest and the least prediction of ${rowsOf({ part, against })} are the same${auc}. `,
      words,
    ),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** In standard deviations of the labels: what is left are roundings of 32 bits. */
const noRange = 1e-6;

/** A task whose train or validation labels all have one value: it cannot be learned, or not be judged. */
export function oneClass(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const train = facts.tasks.find(({ name }) => {
    const labels = facts.labels[name];
    return labels && labels.rows > 0 && labels.least === labels.greatest;
  });
  if (train) {
    const { rows, least } = facts.labels[train.name];
    return {
      tone: 'error',
      headline: sentence(
        strong(train.name),
        strong(` has only the label ${Number(least.toPrecision(6))} in the train rows.`),
      ),
      detail: sentence(
        `With ${count(rows)} labels alike there is nothing to learn. Look at how the column became labels, or train on rows of both kinds.`,
      ),
    };
  }
  const unknown = readings.find(({ against }) => against.rows === 0);
  const alike = readings.find(({ part, against }) => part === 'validation' && against.constant === 0);
  const judged = unknown ?? alike;
  if (!judged) return undefined;
  const has = unknown ? 'has no label that counts' : 'has one value for all labels';
  return {
    tone: 'warning',
    headline: sentence(
      strong(judged.task.name),
      strong(` ${has} in the ${judged.part} rows:`),
      ' it cannot be judged.',
    ),
    detail: sentence(
      unknown
        ? (unknown.metrics.warnings?.[0] ?? 'None of the rows has a label of it.')
        : `All ${rowsOf(judged)} have the same.`,
      ' Give validation rows that have both kinds, e.g. more of them.',
    ),
  };
}

/**
 * The loss of the train rows is above that of the first step. That is one batch: the difference must exceed twice the
 * standard error of a batch's mean, and a tenth of the loss, as dropout and the order of rows move it, too.
 */
export function worseThanStart(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const worse = readings.filter(({ task, train }) => {
    const { first } = facts.steps[task.name] ?? {};
    if (first === undefined) return false;
    const { loss, lossError, rows } = train.against;
    const batchError = lossError * Math.sqrt(rows / Math.min(facts.how.batchSize, facts.how.rows));
    return loss - first > Math.max(twoErrors * batchError, first / 10);
  });
  if (worse.length === 0) return undefined;
  const [{ task, train }] = worse;
  const { words, fix } = calmer(facts.how);
  const lost = worse.some((reading) => isWorse(reading.train.against));
  return {
    tone: lost ? 'error' : 'warning',
    headline: sentence(strong('Training made it worse:'), ' ', namesOf(worse), ' began better than it ended.'),
    detail: sentence(
      `${task.name}: train ${lossWithError(task, train.against)} ${afterEpoch(worse[0], facts)}; `,
      `the first step's was ${lossNumber(task, facts.steps[task.name].first)}. `,
      words,
    ),
    ...(fix === undefined ? {} : { fix }),
  };
}

/**
 * Predictions are worse than one constant for all rows, and rank them no better than chance. A task that had been better in
 * an earlier epoch is not meant, it overfits; nor one whose loss still falls, which has had too few steps.
 */
export function worseThanConstant(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const worse = readings.filter(
    (reading) =>
      isWorse(reading.against) && isAtChance(reading) && !hadBeenBetter(facts, reading) && !isFalling(facts, reading),
  );
  if (worse.length === 0) return undefined;
  const [{ task, against, part }] = worse;
  const { words, fix } = calmer(facts.how);
  return {
    tone: 'error',
    headline: sentence(
      strong('Worse than a constant:'),
      ' for ',
      namesOf(worse),
      ' one prediction for all rows has less loss.',
    ),
    detail: sentence(
      `${task.name}: ${part} ${lossWithError(task, against)}, and ${constantWords(task, against.constant)}. `,
      words,
    ),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The level of predictions is off although they rank rows: one constant has less loss. */
export function offLevel(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const off = readings.filter(({ against }) => isWorse(against));
  if (off.length === 0) return undefined;
  const [reading] = off;
  const { task, against, part } = reading;
  const fix = isFalling(facts, reading) ? longer(facts.how) : undefined;
  return {
    tone: 'warning',
    headline: sentence(
      namesOf(off),
      strong(off.length === 1 ? ' ranks rows, but its level is off:' : ' rank rows, but their level is off:'),
      ' one prediction for all rows has less loss.',
    ),
    detail: sentence(
      `${task.name}: ${part} ${lossWithError(task, against)}, and ${constantWords(task, against.constant)}; `,
      `${qualityWords(reading)} ${afterEpoch(reading, facts)}. `,
      ...(fix === undefined ? ['Train longer, or lower the learning rate.'] : ['Train longer: ', code(fix), '.']),
    ),
    ...(fix === undefined ? {} : { fix }),
  };
}

function hadBeenBetter(facts: RunFacts, { task, part, against }: TaskReading): boolean {
  return lossesOf(facts, task, part).some(({ loss }) => loss < against.constant);
}

/** By two standard errors of the paired difference, and by a hundredth: less is nothing to be alarmed by. */
function isWorse({ loss, constant, gainError }: TaskReading['against']): boolean {
  return constant > 0 && loss - constant > Math.max(twoErrors * gainError, constant / 100);
}
