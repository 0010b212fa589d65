import type { RowStream, Rows } from '../../data/index.ts';
import type { StepsEvent } from '../events.ts';
import type { LabelFacts, StepFacts } from './facts.ts';

/** Gathers what the steps of a run tell. */
export type StepWatch = {
  readonly add: (event: Pick<StepsEvent, 'epoch' | 'losses'>) => void;
  readonly facts: () => Readonly<Record<string, StepFacts>>;
};

/** @param before what is known already of a run that is resumed. */
export function watchSteps(before: Readonly<Record<string, StepFacts>> = {}): StepWatch {
  const known = new Map(Object.entries(before));
  let epoch: { readonly number: number; readonly sums: Map<string, readonly [sum: number, steps: number]> } | undefined;
  return {
    add(event) {
      if (epoch?.number !== event.epoch) epoch = { number: event.epoch, sums: new Map() };
      for (const [task, values] of Object.entries(event.losses)) {
        let [sum, steps] = epoch.sums.get(task) ?? [0, 0];
        let first = known.get(task)?.first;
        for (let i = 0; i < values.length; i++) {
          // A batch in which no row counts for the task has the loss 0, which says nothing of it.
          if (values[i] === 0) continue;
          first ??= values[i];
          sum += values[i];
          steps++;
        }
        epoch.sums.set(task, [sum, steps]);
        if (first !== undefined && steps > 0) known.set(task, { first, recent: sum / steps });
      }
    },
    facts: () => Object.fromEntries(known),
  };
}

/** What the train labels of each task are; nothing of a stream, whose rows are not all seen before it is over. */
export function labelFacts(
  tasks: readonly { readonly name: string }[],
  rows: Rows | RowStream,
): Readonly<Record<string, LabelFacts>> {
  if ('chunks' in rows) return {};
  return Object.fromEntries(tasks.map(({ name }) => [name, factsOf(rows.labels[name])]));
}

function factsOf(labels: ArrayLike<number>): LabelFacts {
  let [rows, least, greatest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let row = 0; row < labels.length; row++) {
    if (Number.isNaN(labels[row])) continue;
    rows++;
    least = Math.min(least, labels[row]);
    greatest = Math.max(greatest, labels[row]);
  }
  return { rows, least, greatest };
}
