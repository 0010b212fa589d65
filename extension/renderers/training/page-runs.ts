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

/** `key` stays the same while the output is there; run numbers start again with each kernel. */
export type OtherRun = { readonly key: string; readonly payload: TrainingPayload };

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
          return list.sort((a, b) => a.payload.run.number - b.payload.run.number);
        },
        leave() {
          runs.delete(key);
          tellOthers(key);
        },
      };
    },
  };
}
