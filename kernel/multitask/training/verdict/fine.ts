import { code, inWords, type Sentence, sentence, strong } from '../../../text/index.ts';
import { agreementWords } from './conflict.ts';
import type { RunFacts, TaskReading } from './facts.ts';
import type { Rule } from './rule.ts';
import { afterEpoch, qualityWords, rowsOf } from './words.ts';

/** Rules of runs of which there is nothing to say but how good they are. */

/** Early stopping ended the run before its last planned epoch. */
export function stoppedEarly(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  const { state, history, how, keptEpoch } = facts;
  if (state !== 'finished' || !how.earlyStopping || history.length >= how.epochs) return undefined;
  const kept = keptEpoch ?? history.length;
  const more = history.length - kept;
  const headline = sentence(
    strong('Stopped early:'),
    how.earlyStopping.restores
      ? ` epoch ${how.before + kept} was best, ${inWords(more)} more ${more === 1 ? 'was' : 'were'} no better.`
      : ` the last ${inWords(how.earlyStopping.patience)} epochs were no better.`,
  );
  return { tone: 'good', headline, detail: measured(facts, readings) };
}

export function good(facts: RunFacts, readings: readonly TaskReading[]): ReturnType<Rule> {
  if (readings.length === 0) return undefined;
  const words = facts.state === 'interrupted' ? 'No alarms until the interrupt.' : 'No alarms.';
  const blind = readings.every(({ part }) => part === 'train');
  return {
    tone: 'good',
    headline: sentence(strong(words), ' ', qualitiesOf(readings)),
    detail: blind
      ? sentence(
          `On ${on(facts, readings)}. Whether that carries over only other rows can tell: pass `,
          code(validate),
          '.',
          agreementWords(facts),
        )
      : sentence(`On ${on(facts, readings)}.`, agreementWords(facts)),
    ...(blind ? { fix: validate } : {}),
  };
}

const validate = 'validation: data.validation';

function measured(facts: RunFacts, readings: readonly TaskReading[]): Sentence {
  return readings.length === 0
    ? []
    : sentence(qualitiesOf(readings), ` On ${on(facts, readings)}.`, agreementWords(facts));
}

function on(facts: RunFacts, [first]: readonly TaskReading[]): string {
  return `${rowsOf(first)} ${afterEpoch(first, facts)}`;
}

/** "income AUC .9462 ± .0019, marital AUC .9882 ± .0005." Three of many: the table has them all. */
function qualitiesOf(readings: readonly TaskReading[]): Sentence {
  const shown = readings.slice(0, 3).map((reading) => `${reading.task.name} ${qualityWords(reading)}`);
  const rest = readings.length - shown.length;
  return sentence(`${shown.join(', ')}${rest > 0 ? ` and ${inWords(rest)} more` : ''}.`);
}
