import type { TrainingPayload } from '../../kernel/payloads/training.ts';

/** A run that the view lists. */
export type ListedRun = {
  /** Unique, and the same as long as the run is listed. */
  readonly key: string;
  /** Where it is: the notebook's address, and the cell's position. */
  readonly notebook: string;
  readonly cell: number;
  readonly payload: TrainingPayload;
  /** Whether an output still shows it. One that was run again or cleared stays listed, as does all else of this session. */
  readonly shown: 'shown' | 'gone';
};

/**
 * Every run of the session, in the order in which they were first seen.
 *
 * A notebook's outputs hold only the last run of each cell, and the kernel counts from 1 again after each restart. So a run
 * is the same as one that is listed when its number is, and when it can have come from it: nothing follows the end.
 */
export class RunList {
  #runs: readonly ListedRun[] = [];
  #next = 0;

  all(): readonly ListedRun[] {
    return this.#runs;
  }

  /** What the outputs of a notebook show now. */
  see(notebook: string, found: readonly { readonly payload: TrainingPayload; readonly cell: number }[]): void {
    const seen = new Map<string, ListedRun>();
    const fresh: ListedRun[] = [];
    for (const { payload, cell } of found) {
      const known = this.#runs.findLast((run) => mayMove(run.notebook, notebook) && continues(run.payload, payload));
      if (known && !seen.has(known.key)) seen.set(known.key, { ...known, notebook, cell, payload, shown: 'shown' });
      else if (!known) fresh.push({ key: `run ${this.#next++}`, notebook, cell, payload, shown: 'shown' });
    }
    const kept = this.#runs.map(
      (run) => seen.get(run.key) ?? (run.notebook === notebook ? { ...run, shown: 'gone' as const } : run),
    );
    this.#runs = bounded([...kept, ...fresh]);
  }

  remove(keys: ReadonlySet<string>): void {
    this.#runs = this.#runs.filter(({ key }) => !keys.has(key));
  }
}

/** A session of days must not grow: the oldest runs leave the list, first those that no output shows any more. */
export const mostRuns = 500;

function bounded(runs: readonly ListedRun[]): readonly ListedRun[] {
  let excess = runs.length - mostRuns;
  if (excess <= 0) return runs;
  const shown = runs.filter((run) => run.shown === 'shown' || --excess < 0);
  return shown.slice(Math.max(0, shown.length - mostRuns));
}

/** A notebook that gets its first name becomes another one to VS Code. */
function mayMove(from: string, to: string): boolean {
  return from === to || (from.startsWith('untitled:') && !to.startsWith('untitled:'));
}

function continues(before: TrainingPayload, after: TrainingPayload): boolean {
  if (before.run.id !== after.run.id || JSON.stringify(before.run) !== JSON.stringify(after.run)) return false;
  if (before.state === 'running') return after.progress.step >= before.progress.step;
  return (
    after.state === before.state &&
    after.progress.step === before.progress.step &&
    after.progress.seconds === before.progress.seconds
  );
}
