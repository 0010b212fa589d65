import type { Validated } from '../../../multitask/training/index.ts';
import { coarser } from '../../../payloads/reading/loss-lines.ts';
import type { TrainingBefore, TrainingEpoch, TrainingPayload } from '../../../payloads/training.ts';
import type { TrainingFold } from '../training-fold.ts';
import { changedLines } from './changed-lines.ts';
import { changedSettings } from './changed-settings.ts';
import { type KeptPredictions, pairedDifferences, predictionsByTask } from './paired-differences.ts';
import { rowsPrint } from './rows-print.ts';

/** A call of `fit` within a cell, wherever the cell stands and however often it runs. */
export type TrainingCall = {
  /** Of the cell, as its client names it. */
  readonly cell: string;
  /** The cell's text, where it is known. */
  readonly source: string | undefined;
  /** 0 for the first run that an execution of the cell trains, 1 for the next. */
  readonly position: number;
};

/** What a watcher of a run asks and tells: which run was there before, and that this one has ended. */
export type LastTry = {
  readonly before: (payload: TrainingPayload) => TrainingBefore | undefined;
  /** The same with the differences; from now on this run is the one before. */
  readonly ended: (fold: TrainingFold, payload: TrainingPayload) => TrainingBefore | undefined;
};

export const noLastTry: LastTry = { before: () => undefined, ended: () => undefined };

export type LastTries = { readonly of: (call: TrainingCall) => LastTry };

/**
 * The last run of each call of `fit`, so that the next can be compared with it. Bounded: of the fifty calls that trained
 * last, each coarse; and of predictions for validation rows the newest that fit into `mostBytes`.
 */
export function createLastTries(mostBytes = 64 * 2 ** 20): LastTries {
  const tries = new Map<string, Try>();

  function remember(key: string, tried: Try): void {
    tries.delete(key);
    tries.set(key, tried);
    for (const oldest of tries.keys()) {
      if (tries.size <= mostTries) break;
      tries.delete(oldest);
    }
    let bytes = 0;
    for (const [each, { kept, ...rest }] of [...tries].reverse()) {
      if (typeof kept !== 'object') continue;
      bytes += bytesOf(kept);
      // Set, not deleted: its place among the tries stays.
      if (bytes > mostBytes) tries.set(each, { ...rest, kept: forgotten(mostBytes) });
    }
  }

  return {
    of({ cell, source, position }) {
      const key = `${cell}#${position}`;
      // Looked up once: a cell that trains in a loop of its own is compared with the execution before.
      const last = tries.get(key);
      const changeTo = (payload: TrainingPayload): TrainingBefore | undefined =>
        last && {
          payload: last.payload,
          changed: {
            settings: changedSettings(last.payload.run, payload.run),
            ...(last.source === undefined || source === undefined ? {} : { lines: changedLines(last.source, source) }),
          },
        };
      let before: TrainingBefore | undefined;
      return {
        before: (payload) => (before ??= changeTo(payload)),
        ended({ run, ended }, payload) {
          before ??= changeTo(payload);
          const { validated } = ended ?? {};
          const kept = validated ? keep(run.tasks, validated) : noPredictions(payload);
          const compared = before && last && { ...before, ...differences(run.tasks, validated, kept, last.kept) };
          // A run that did not train a step is no try.
          if (payload.progress.step > 0) remember(key, { payload: coarse(payload), source, kept });
          return compared;
        },
      };
    },
  };
}

const mostTries = 50;

type Try = {
  readonly payload: TrainingBefore['payload'];
  readonly source: string | undefined;
  /** Or why there are none. */
  readonly kept: KeptPredictions | string;
};

type Tasks = TrainingFold['run']['tasks'];

function keep(tasks: Tasks, validated: Validated): KeptPredictions {
  return { print: rowsPrint(validated.rows), byTask: predictionsByTask(tasks, validated) };
}

function differences(
  tasks: Tasks,
  validated: Validated | undefined,
  own: KeptPredictions | string,
  before: KeptPredictions | string,
): Pick<TrainingBefore, 'differences' | 'reason'> {
  if (typeof own === 'string') return { differences: [], reason: `No differences: this run ${own}` };
  if (typeof before === 'string') return { differences: [], reason: `No differences: the last try ${before}` };
  return validated ? pairedDifferences(tasks, validated, own, before) : {};
}

function noPredictions({ run, epochs }: TrainingPayload): string {
  if (run.validationRows === 0) return 'had no validation rows.';
  return epochs.length === 0 ? 'ended before its first epoch.' : 'kept weights of an epoch before it was resumed.';
}

function forgotten(mostBytes: number): string {
  return `has no predictions any more: with those of later runs they would take more than ${Math.round(mostBytes / 2 ** 20)} MB.`;
}

function bytesOf({ byTask }: KeptPredictions): number {
  return Object.values(byTask).reduce(
    (sum, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 8 * column.length),
    0,
  );
}

/** Of all tasks together, so that a ghost never makes a notebook much larger. */
const most = { buckets: 300, bucketsOfAll: 6000, epochs: 100, epochsOfAll: 2000 };

/** A ghost shows neither single steps, whose least and greatest stay away, nor gates, nor conflicts. */
function coarse({
  before: _,
  gates: __,
  conflicts: ___,
  weights: ____,
  ...payload
}: TrainingPayload): TrainingBefore['payload'] {
  const tasks = Math.max(1, payload.tasks.length);
  const buckets = Math.max(10, Math.min(most.buckets, Math.floor(most.bucketsOfAll / tasks)));
  const epochs = Math.max(4, Math.min(most.epochs, Math.floor(most.epochsOfAll / tasks)));
  return {
    ...payload,
    tasks: payload.tasks.map((task) => {
      if (task.loss === null) return task;
      const { stepsPerBucket, first, mean } = coarser(task.loss, buckets);
      return { ...task, loss: { stepsPerBucket, first, mean: mean.map(shortened) } };
    }),
    epochs: thinned(payload, epochs),
  };
}

/** Evenly, with the last, the kept and the best of each task. */
function thinned({ epochs, keptEpoch, tasks }: TrainingPayload, room: number): readonly TrainingEpoch[] {
  const step = Math.ceil(epochs.length / room);
  const needed = new Set([keptEpoch, ...tasks.slice(0, 16).map(({ bestEpoch }) => bestEpoch)]);
  return epochs.filter(({ epoch }, i) => (epochs.length - 1 - i) % step === 0 || needed.has(epoch));
}

function shortened(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(5));
}
