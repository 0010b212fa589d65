import type { Estimate } from '../../statistics/index.ts';
import { significant } from '../../text/index.ts';
import { taskMetricNames } from './trial.ts';

/** Metrics that were asked for beside the usual ones: `PR AUC: buy, single .6123 ± .0041; buy, MMoE .6200 ± .0040.` */
export function chosenLines({
  results,
}: {
  readonly results: readonly {
    readonly candidate: string;
    readonly task: string;
    readonly metrics: Readonly<Record<string, Estimate>>;
  }[];
}): string[] {
  const names = new Set(results.flatMap(({ metrics }) => Object.keys(metrics)));
  return [...names].flatMap((name) => {
    if (usual.has(name)) return [];
    const values = results.flatMap(({ candidate, task, metrics: { [name]: found } }) => {
      if (found === undefined) return [];
      const error = Number.isNaN(found.error) ? '' : ` ±\u00a0${significant(found.error, 2)}`;
      return [`${task}, ${candidate} ${significant(found.mean)}${error}`];
    });
    return [`${name}: ${values.join('; ')}.`];
  });
}

const usual = new Set<string>(taskMetricNames);
