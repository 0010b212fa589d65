import type { TrainingPayload } from '../../../kernel/payloads/training.ts';

/** The runs drawn in this page. All outputs of a notebook share one page, so any of them can be compared. */
export type PageRuns = {
  readonly join: (changed: () => void) => Membership;
};

export type Membership = {
  readonly show: (payload: TrainingPayload) => void;
  /** The other runs, in the order of their numbers. */
  readonly others: () => readonly OtherRun[];
  readonly leave: () => void;
};

export type OtherRun = {
  /** Stays the same while the output is there; run numbers start again with each kernel. */
  readonly key: string;
  /** What tells it from the other runs here, e.g. "run 12", or "run 12 (2)" of the second kernel that had one. */
  readonly name: string;
  readonly payload: TrainingPayload;
};

/** Runs by their numbers; of equal ones those behind the first say which they are. @param own its number is taken. */
function named(own: number | undefined, runs: readonly Omit<OtherRun, 'name'>[]): readonly OtherRun[] {
  const sorted = runs.toSorted((a, b) => a.payload.run.number - b.payload.run.number);
  const numbers = [own, ...sorted.map(({ payload }) => payload.run.number)];
  return sorted.map((run, i) => {
    const { number } = run.payload.run;
    const before = numbers.slice(0, i + 1).filter((each) => each === number).length;
    return { ...run, name: before === 0 ? `run ${number}` : `run ${number} (${before + 1})` };
  });
}

export function pageRuns(): PageRuns {
  const runs = new Map<string, { payload: TrainingPayload | undefined; readonly changed: () => void }>();
  let next = 0;

  function tellOthers(key: string): void {
    for (const [each, { changed }] of runs) if (each !== key) changed();
  }

  return {
    join(changed) {
      const key = `output-${++next}`;
      const self: { payload: TrainingPayload | undefined; readonly changed: () => void } = {
        payload: undefined,
        changed,
      };
      runs.set(key, self);
      return {
        show(payload) {
          self.payload = payload;
          tellOthers(key);
        },
        others() {
          const list = [...runs].flatMap(([each, { payload }]) =>
            each === key || payload === undefined ? [] : [{ key: each, payload }],
          );
          return named(self.payload?.run.number, list);
        },
        leave() {
          runs.delete(key);
          tellOthers(key);
        },
      };
    },
  };
}
