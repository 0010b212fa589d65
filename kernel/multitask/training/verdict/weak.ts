import { code, count, fraction, sentence, significant, strong } from '../../../text/index.ts';
import { isAtChance, isFalling, lossesOf, type RunFacts, type TaskReading, twoErrors } from './facts.ts';
import type { Rule } from './rule.ts';
import {
  afterEpoch,
  longer,
  lossNumber,
  lossNumberWithError,
  lossWords,
  namesOf,
  qualityWords,
  rowsOf,
} from './words.ts';

/** Rules of runs that work, and could be better. */

/** Tasks cannot be told from a constant prediction: all of them, or some whose loss still falls. */
export function chance(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const lost = readings.filter((reading) => reading.against.constant > 0 && isAtChance(reading));
  const [reading] = lost;
  const falls = lost.every((each) => isFalling(facts, each));
  if (!reading || (lost.length < readings.length && !falls)) return undefined;
  const one = lost.length === 1;
  const fix = falls ? longer(facts.how) : undefined;
  return {
    tone: 'warning',
    headline: sentence(
      strong('Nothing learned yet:'),
      one ? ' ' : ' none of ',
      namesOf(lost),
      one ? ' cannot be told from chance.' : ' can be told from chance.',
    ),
    detail: sentence(
      `${reading.task.name}: ${qualityWords(reading)} on ${rowsOf(reading)} ${afterEpoch(reading, facts)}. `,
      ...(fix === undefined
        ? ['Train longer or with another learning rate; or the columns say nothing about the labels.']
        : ['The loss still falls; train longer: ', code(fix), '.']),
    ),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** A task is at chance while another learns. Where its train rows are learned, it is rows by heart that do not carry over. */
export function starves(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const starving = readings.filter(
    (reading) => reading.against.constant > 0 && isAtChance(reading) && !isFalling(facts, reading),
  );
  const learning = readings.filter((reading) => !isAtChance(reading));
  const [reading] = starving;
  const [other] = learning;
  if (!reading || !other) return undefined;
  const isByHeart = reading.part === 'validation' && !isAtChance(reading.train);
  const [words, fix] = isByHeart
    ? [`Its train rows are learned by heart (${qualityWords({ ...reading, ...reading.train })}): pass `, 'l2: 0.0001']
    : ['Let its loss count for more: pass ', `taskWeights: { ${propertyName(reading.task.name)}: 5 }`];
  return {
    tone: 'warning',
    headline: sentence(
      namesOf(starving),
      strong(starving.length === 1 ? ' is no better than chance' : ' are no better than chance'),
      ' while ',
      namesOf(learning),
      learning.length === 1 ? ' learns.' : ' learn.',
    ),
    detail: sentence(
      `${reading.task.name}: ${qualityWords(reading)} on ${rowsOf(reading)}; ${other.task.name}: ${qualityWords(other)}. `,
      ...(facts.how.weighsTasks && !isByHeart
        ? ['Its weight among the tasks may be too small.']
        : [words, code(fix), '.']),
    ),
    ...(facts.how.weighsTasks && !isByHeart ? {} : { fix }),
  };
}

/**
 * The validation loss has risen since its best epoch by more than two standard errors while the train loss fell. The error is
 * that of one mean; two epochs have the same rows, so their difference has less, and what is told is sure.
 */
export function overfits(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  // Early stopping has brought the best epoch back already.
  if (facts.state === 'finished' && facts.how.earlyStopping?.restores) return undefined;
  const risen = readings
    .flatMap((reading) => {
      if (reading.part !== 'validation') return [];
      const before = lossesOf(facts, reading.task, 'validation').filter(({ epoch }) => epoch < reading.epoch);
      const best = before.reduce((least, each) => (each.loss < least.loss ? each : least), before[0]);
      if (!best) return [];
      const train = lossesOf(facts, reading.task, 'train').find(({ epoch }) => epoch === best.epoch);
      const rise = (reading.against.loss - best.loss) / reading.against.lossError;
      return rise > twoErrors && train && reading.train.against.loss < train.loss
        ? [{ reading, best, train, rise }]
        : [];
    })
    .sort((a, b) => b.rise - a.rise);
  const [worst] = risen;
  if (!worst) return undefined;
  const { reading, best, train } = worst;
  const { task, against } = reading;
  const since = facts.how.before + best.epoch;
  const fix = 'earlyStopping: { patience: 2 }';
  return {
    tone: 'warning',
    headline: sentence(
      strong(`Overfits since epoch ${since}:`),
      ' ',
      namesOf(risen.map((each) => each.reading)),
      risen.length === 1 ? ' gets worse on validation rows.' : ' get worse on validation rows.',
    ),
    detail: sentence(
      `${task.name}: validation ${lossWords(task, best.loss)} after epoch ${since}, `,
      `${lossNumberWithError(task, against)} ${afterEpoch(reading, facts)}; `,
      `train fell from ${lossNumber(task, train.loss)} to ${lossNumber(task, reading.train.against.loss)}. `,
      'Keep the best epoch: ',
      code(fix),
      '.',
    ),
    fix,
  };
}

/**
 * The last epoch is the best, and the last quarter of the epochs gained more than a standard error. Between epochs on the
 * same rows a gain has some half of that error, so that one error of the single value is about two of the gain.
 */
export function stillImproving(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const { state, history, how } = facts;
  if (state !== 'finished' || history.length < 2 || history.length < how.epochs) return undefined;
  const window = Math.ceil(history.length / 4);
  const improving = readings.flatMap((reading) => {
    const values = reading.part === 'validation' ? qualities(facts, reading) : [];
    const last = values.at(-1);
    const before = values.at(-1 - window);
    if (!last || !before || values.some(({ value }) => value > last.value)) return [];
    return last.value - before.value > last.error ? [{ reading, last, before }] : [];
  });
  const [first] = improving;
  if (!first) return undefined;
  const { reading, before, last } = first;
  const fix = longer(how);
  const gain =
    reading.task.kind === 'binary'
      ? `AUC rose by ${fraction(last.value - before.value)}`
      : `RMSE fell by ${significant(Math.sqrt(-before.value) - Math.sqrt(-last.value), 2)}`;
  return {
    tone: 'warning',
    headline: sentence(
      strong('Still improving:'),
      ' the last epoch is the best for ',
      namesOf(improving.map((each) => each.reading)),
      '.',
    ),
    detail: sentence(
      `${reading.task.name}: ${gain} in the last ${window === 1 ? 'epoch' : `${count(window)} epochs`}, `,
      `to ${qualityWords(reading)}. Train longer: `,
      code(fix),
      '.',
    ),
    fix,
  };
}

/** What each epoch is judged by, higher is better, with its error: AUC, or minus the squared error of a numeric task. */
function qualities(
  facts: RunFacts,
  { task }: TaskReading,
): readonly { readonly value: number; readonly error: number }[] {
  const output = task.output ?? task.name;
  if (task.kind === 'numeric')
    return lossesOf(facts, task, 'validation').map(({ loss, lossError }) => ({ value: -loss, error: lossError }));
  return facts.history.flatMap(({ validation }) => {
    const { auc = Number.NaN, aucError = Number.NaN } = validation?.[output] ?? {};
    return [{ value: auc, error: aucError }];
  });
}

/** As a property is written in code: quoted where it is no name. */
function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
