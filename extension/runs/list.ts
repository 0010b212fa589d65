import type { TrainingPayload } from '../../kernel/payloads/training.ts';

/** A run that the view lists. */
export type ListedRun = {
  /** Unique, the same as long as the run is listed, and for a saved run the same in the next session. */
  readonly key: string;
  /** Place in the order in which the runs were first seen. */
  readonly seen: number;
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
  /** How many runs had a key that begins alike. */
  readonly #named = new Map<string, number>();

  all(): readonly ListedRun[] {
    return this.#runs;
  }

  /** What the outputs of a notebook show now. A run that is as it was stays the same object. */
  see(notebook: string, found: readonly { readonly payload: TrainingPayload; readonly cell: number }[]): void {
    const seen = new Map<string, ListedRun>();
    const fresh: ListedRun[] = [];
    for (const { payload, cell } of found) {
      const known = this.#runs.findLast((run) => mayMove(run.notebook, notebook) && continues(run.payload, payload));
      if (known && !seen.has(known.key))
        seen.set(known.key, updated(known, { notebook, cell, payload, shown: 'shown' }));
      else if (!known)
        fresh.push({ key: this.#key(notebook, payload), seen: this.#next++, notebook, cell, payload, shown: 'shown' });
    }
    const kept = this.#runs.map(
      (run) => seen.get(run.key) ?? (run.notebook === notebook ? updated(run, { shown: 'gone' }) : run),
    );
    this.#runs = bounded([...kept, ...fresh]);
  }

  /** The file of a notebook, or of all in a folder, has another address now. */
  move(from: string, to: string): void {
    this.#runs = this.#runs.map((run) =>
      isAt(run.notebook, from) ? { ...run, notebook: to + run.notebook.slice(from.length) } : run,
    );
  }

  /** A notebook, or all in a folder, was deleted. */
  forget(address: string): void {
    this.#runs = this.#runs.filter(({ notebook }) => !isAt(notebook, address));
  }

  remove(keys: ReadonlySet<string>): void {
    this.#runs = this.#runs.filter(({ key }) => !keys.has(key));
  }

  #key(notebook: string, { run }: TrainingPayload): string {
    const name = `${notebook} ${run.id}`;
    const before = this.#named.get(name) ?? 0;
    this.#named.set(name, before + 1);
    return before === 0 ? name : `${name} again ${before}`;
  }
}

function isAt(notebook: string, address: string): boolean {
  return notebook === address || notebook.startsWith(`${address}/`);
}

function updated(run: ListedRun, change: Partial<ListedRun>): ListedRun {
  const next = { ...run, ...change };
  const names = Object.keys(change) as (keyof ListedRun)[];
  return names.every((name) => next[name] === run[name]) ? run : next;
}

/** A session of days must not grow: the oldest runs leave the list, first those that no output shows any more. */
export const mostRuns = 1000;
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
