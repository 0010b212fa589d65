import type { RunVerdict, VerdictKind } from '../../run-verdict.ts';
import { constant, diverged, offLevel, oneClass, worseThanConstant, worseThanStart } from './broken.ts';
import { conflict } from './conflict.ts';
import { judgedEpoch, type RunFacts, readings } from './facts.ts';
import { good, stoppedEarly } from './fine.ts';
import type { Rule } from './rule.ts';
import { chance, overfits, starves, stillImproving } from './weak.ts';

/** Every rule a run is judged by, the gravest first. */
const rules: readonly (readonly [VerdictKind, Rule])[] = [
  ['diverged', diverged],
  ['one-class', oneClass],
  ['constant', constant],
  ['worse-than-start', worseThanStart],
  ['worse-than-constant', worseThanConstant],
  ['chance', chance],
  ['overfits', overfits],
  ['starves', starves],
  ['off-level', offLevel],
  ['conflict', conflict],
  ['still-improving', stillImproving],
  ['stopped-early', stoppedEarly],
  ['good', good],
];

/** The gravest that is to be said of a run: the first error, else the first warning. Undefined while nothing can be said. */
export function judgeRun(facts: RunFacts): RunVerdict | undefined {
  if (facts.state === 'failed' && facts.diverged === undefined) return undefined;
  const measured = readings(facts, judgedEpoch(facts));
  const found = rules.flatMap(([kind, rule]): RunVerdict[] => {
    const said = rule(facts, measured);
    return said ? [{ kind, ...said }] : [];
  });
  return ['error', 'warning', 'good'].flatMap((tone) => found.filter((each) => each.tone === tone))[0];
}
