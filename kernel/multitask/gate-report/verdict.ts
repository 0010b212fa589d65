import {
  capital,
  enumeration,
  inWords,
  type Phrase,
  type Sentence,
  sentence,
  share,
  strong,
} from '../../text/index.ts';
import type { RunVerdict } from '../run-verdict.ts';
import { findAlarms, highestUse, type JudgedModel } from './alarms.ts';
import type { Alarm, GateLevel, GateSummary, Verdict } from './report.ts';

/** @param trained what was said of the run that left the weights: where that is an error, gates say nothing. */
export function judge(levels: readonly GateLevel[], model: JudgedModel, trained?: RunVerdict): Verdict {
  const alarms = findAlarms(levels, model);
  const wrong = wentWrong(trained, alarms);
  if (wrong) return wrong;
  const [alarm, ...more] = alarms;
  if (alarm) {
    const { headline, detail, fix, level } = alarm;
    return { state: 'alarm', level, headline, detail, ...(fix === undefined ? {} : { fix }), more };
  }
  // The highest gates are the ones nearest the tasks.
  const top = levels.at(-1);
  if (!top) return nothingToRoute('One expert serves all tasks; there is nothing to route.');
  const where = levels.length > 1 ? `At level ${top.level}, the highest: ` : '';
  const described = top.gates.slice(0, 3).flatMap((gate) => [' ', describe(top, gate)]);
  const others = top.gates.length > 3 ? ` ${capital(inWords(top.gates.length - 3))} more below.` : '';
  return {
    state: 'healthy',
    headline: sentence(strong('No alarms.'), where && ` ${where.trimEnd()}`, ...described, others),
    detail: sentence(remarks(top).join(' ')),
    more: [],
  };
}

/** @param detail what else is known of the model. */
export function nothingToRoute(text: string, trained?: RunVerdict, detail = ''): Verdict {
  return wentWrong(trained) ?? { state: 'idle', headline: sentence(text), detail: sentence(detail), more: [] };
}

/** The run's own error comes first: no green above a dead model, and no advice about the gates of a diverged one. */
function wentWrong(trained: RunVerdict | undefined, alarms: readonly Alarm[] = []): Verdict | undefined {
  if (trained?.tone !== 'error') return undefined;
  const { headline, detail, fix } = trained;
  return { state: 'alarm', tone: 'error', headline, detail, ...(fix === undefined ? {} : { fix }), more: alarms };
}

/** Weights that are not numbers: nothing can be measured, and what to do is known. */
export function diverged(trained?: RunVerdict): Verdict {
  return (
    wentWrong(trained) ?? {
      state: 'alarm',
      tone: 'error',
      headline: sentence(strong('The gates give no numbers: training has diverged.')),
      detail: sentence('Lower the learning rate and train again.'),
      more: [],
    }
  );
}

/** "income leans on E0 (48 %), then E4 and E6." */
function describe(level: GateLevel, gate: GateSummary): Sentence {
  const ranked = gate.mean
    .map((mean, own) => ({ mean, label: strong(level.experts[gate.columns[own]].label) }))
    .sort((a, b) => b.mean - a.mean);
  const [first, second] = ranked;
  const together = first.mean + second.mean;
  if (second.mean >= first.mean / 2 && together >= 0.6) {
    return sentence(
      `${gate.serves} splits between `,
      enumeration([first.label, second.label]),
      ` (${share(together)}).`,
    );
  }
  if (first.mean >= 0.4) {
    const next: Phrase[] = ranked
      .slice(1, 3)
      .filter(({ mean }) => mean >= 0.1)
      .map(({ label }) => ({ text: label.text }));
    const then = next.length > 0 ? [', then ', enumeration(next)] : [];
    return sentence(`${gate.serves} leans on `, first.label, ` (${share(first.mean)})`, ...then, '.');
  }
  const effective = Math.round(gate.effective.overall.order1);
  return sentence(
    `${gate.serves} spreads over ${inWords(effective)} experts, most on `,
    first.label,
    ` (${share(first.mean)}).`,
  );
}

function remarks(level: GateLevel): string[] {
  const { gates } = level;
  const said: string[] = [];
  const shared = level.divergences.map((divergence) => divergence.shared);
  const noun = gates.some((gate) => gate.serves === 'shared') ? 'gates' : 'tasks';
  if (shared.length === 1) said.push(`The ${noun} share ${share(shared[0])} of their weight.`);
  if (shared.length > 1) {
    said.push(`Any two ${noun} share ${share(Math.min(...shared))} to ${share(Math.max(...shared))} of their weight.`);
  }
  const sharp = gates.filter((gate) => gate.entropy < 0.25);
  if (sharp.length > 0 && sharp.length <= 2) {
    const perRow = (gate: GateSummary) => gate.effective.perRow.order1.toFixed(1);
    said.push(
      sharp.length === 1
        ? `${sharp[0].serves} routes sharply: ${perRow(sharp[0])} experts per row.`
        : `${sharp[0].serves} and ${sharp[1].serves} route sharply: ${perRow(sharp[0])} and ${perRow(sharp[1])} experts per row.`,
    );
  } else if (sharp.length > 2) said.push(`${capital(inWords(sharp.length))} gates route sharply.`);
  const little = level.experts.filter((_, e) => highestUse(level, e) < 0.06).map(({ label }) => label);
  if (little.length > 0) {
    const from = gates.length === 1 ? gates[0].serves : gates.length === 2 ? 'both' : `all ${noun}`;
    const names = enumeration(little)
      .map(({ text }) => text)
      .join('');
    said.push(`${names} ${little.length === 1 ? 'gets' : 'get'} under 6\u00a0% from ${from}.`);
  }
  return said;
}
