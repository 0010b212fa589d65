import { code, count, enumeration, fraction, percent, plainText, sentence, strong } from '../../../text/index.ts';
import { allAgree, cosineWords, pulledApart } from '../../conflicts/index.ts';
import { hasTaskExperts, shortNames } from '../../gate-report/index.ts';
import type { EpochEvent } from '../events.ts';
import { judgedEpoch, type RunFacts } from './facts.ts';
import type { Rule } from './rule.ts';

/** In the epoch that left the weights, tasks pulled a part of the network apart that both of them use. */
export function conflict(facts: RunFacts): ReturnType<Rule> {
  const event = judgedEpoch(facts);
  const [worst, ...more] = pulledApart(event?.conflicts ?? [], event?.gates);
  if (!event || !worst) return undefined;
  const label = labelsOf(event);
  const { tasks, negative, steps } = worst;
  const others = [...new Map(more.map((each) => [each.part, each])).values()].filter(({ part }) => part !== worst.part);
  const also = enumeration(others.map(({ part, cosine }) => `${label(part)} (${fraction(cosine, 2)})`));
  return {
    tone: 'warning',
    headline: sentence(
      strong(`The tasks pull apart in ${label(worst.part)}:`),
      ` ${tasks[0]} and ${tasks[1]}, cosine ${cosineWords(worst)} over epoch ${facts.how.before + event.epoch}.`,
    ),
    detail: sentence(
      `Below 0 in ${percent(negative)} of ${count(steps)} steps: what helps one there harms the other. `,
      others.length === 0 ? '' : `Also ${plainText(also)}. `,
      ...remedy(facts),
    ),
    ...(facts.how.balancesGradients ? {} : { fix }),
  };
}

/** "The tasks agree in every shared part: cosine .31 to .55." Nothing where it was not asked, or does not hold. */
export function agreementWords(facts: RunFacts): string {
  const { conflicts = [] } = judgedEpoch(facts) ?? {};
  if (!allAgree(conflicts)) return '';
  const cosines = conflicts.map(({ cosine }) => cosine);
  const [low, high] = [Math.min(...cosines), Math.max(...cosines)].map((cosine) => fraction(cosine, 2));
  return ` The tasks agree in every shared part: cosine ${low === high ? low : `${low} to ${high}`}.`;
}

const fix = 'gradients: "pcgrad"';

function remedy({ how: { model, balancesGradients } }: RunFacts) {
  const own = hasTaskExperts(model) ? undefined : 'a model with an expert of its own for each task (PLE)';
  if (!balancesGradients) return ['Try ', code(fix), own === undefined ? '.' : `, or ${own}.`];
  return [own === undefined ? 'Compare with models.singleTask: perhaps they share nothing.' : `Try ${own}.`];
}

/** "E3" of "expert 3". */
function labelsOf({ conflicts = [] }: EpochEvent): (part: string) => string {
  const parts = [...new Set(conflicts.map(({ part }) => part))];
  const labels = shortNames(parts);
  return (part) => labels[parts.indexOf(part)];
}
