import { randomUUID } from 'node:crypto';
import { type LibraryName, libraryNames } from '../../link/index.ts';
import { asOurs, ours } from '../built-ins/index.ts';
import { type Run, type Runs, signalOf } from '../execution/runs.ts';
import type { Comm } from '../output/comms.ts';
import type { Display } from '../output/display.ts';
import { type Progress, progressOf } from '../output/progress.ts';
import type { LastTry } from '../reports/last-try/last-tries.ts';
import type { EarlierSteps } from '../reports/training-plot.ts';

export interface Library {
  /** Loads everything, so that no cell has to wait for it; an error is told by the cell that uses what fails. */
  warm(): Promise<void>;
  load(names: readonly string[]): Promise<void>;
  /** What `import … from 'multitask-notebook'` gives in a cell: the same, so that its runs show themselves too. */
  module(): Promise<object>;
  /** Answers a question about a gate report that a cell showed. */
  answerGates(comm: Comm, question: unknown): Promise<void>;
  /** TensorFlow.js with the backend that trains fastest here. */
  tensorflow(): Promise<object>;
}

export type LibraryOptions = {
  readonly runs: Runs;
  displayFor(run: Run | undefined): Display;
  /** Called when a training begins; what it returns is called when it is over. */
  training(): () => void;
};

/** Puts the names on globalThis, each without a value until it is loaded. */
export function createLibrary(options: LibraryOptions): Library {
  const values: Partial<Record<LibraryName, unknown>> = {};
  let made: ReturnType<typeof createLibraryFor> | undefined;

  const load = async (names: readonly string[]): Promise<void> => {
    const wantsTensors = ours(() => names.includes('tf'));
    made ??= ours(() => createLibraryFor(options));
    const { backend, ...exported } = (await made).multitask;
    ours(() => Object.assign(values, exported));
    if (wantsTensors) values.tf ??= (await backend()).tf;
  };

  for (const name of libraryNames) {
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get: () => values[name],
      set: (value: unknown) => {
        Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
      },
    });
  }

  return {
    load,
    warm: () => load(['tf']).catch(() => {}),
    answerGates: async (comm, question) => {
      const run = options.runs.current();
      made ??= ours(() => createLibraryFor(options));
      const asked = { comm, display: options.displayFor(run), signal: run && signalOf(run) };
      await (await made).gates.answer(question, asked);
    },
    async tensorflow() {
      await load(['tf']);
      return values.tf as object;
    },
    async module() {
      await load([]);
      const { tf: _, ...exported } = values;
      return { ...(await import('../../multitask/index.ts')), ...exported };
    },
  };
}

async function createLibraryFor({ runs, displayFor, training }: LibraryOptions) {
  const [
    { createMultitask },
    { createGateAnswers },
    { importanceBundle },
    { calibrationBundle },
    { createLastTries },
    { runWords },
    { watchTraining },
    { comparisonBundle, comparisonWords, watchStudy },
    { foundBundle, foundWords, watchSearch },
  ] = await Promise.all([
    import('../../multitask/create-multitask.ts'),
    import('../reports/gate-answers.ts'),
    import('../reports/importance-display.ts'),
    import('../reports/calibration-display.ts'),
    import('../reports/last-try/last-tries.ts'),
    import('../../multitask/model/index.ts'),
    import('../reports/training-plot.ts'),
    import('../reports/comparison-plot.ts'),
    import('../reports/search-plot.ts'),
  ]);
  const earlier: EarlierSteps = new Map();
  const tries = createLastTries();
  const lastTryOf = (run: Run | undefined): LastTry | undefined => {
    if (!run?.cell) return undefined;
    const { id, source } = run.cell;
    return tries.of({ cell: id, source, position: run.trainings++ });
  };
  const gates = createGateAnswers();
  // A cell that ends in what it has just watched would show the same picture twice.
  const drawn = new WeakMap<object, unknown>();
  const isDrawn = (value: object) => drawn.has(value) && drawn.get(value) === runs.current();
  const multitask = createMultitask({
    // The plot belongs to the cell that calls fit, whatever runs when a step ends.
    watch: asOurs((description) => {
      const run = runs.current();
      drawn.set(description, run);
      const watch = watchTraining(displayFor(run), undefined, earlier, lastTryOf(run));
      return asOurs(watch(description));
    }),
    showRun: asOurs((run, end) => (isDrawn(run) ? { 'text/plain': runWords(run, end) } : undefined)),
    signal: asOurs(() => {
      const run = runs.current();
      return run && signalOf(run);
    }),
    // Of the cell that calls, as its plot.
    progress: asOurs((label, total) => {
      const bar = progressOf(displayFor(runs.current()), () => `progress-${randomUUID()}`);
      return bar(total, { label }) as Progress;
    }),
    training,
    own: ours,
    showGates: asOurs(gates.show),
    showImportance: asOurs(importanceBundle),
    showCalibration: asOurs(calibrationBundle),
    watchStudy: asOurs(() => {
      const run = runs.current();
      const watch = watchStudy(displayFor(run));
      return asOurs((progress) => {
        watch(progress);
        if (progress.state !== 'running') drawn.set(progress.study, run);
      });
    }),
    showStudy: asOurs((study) => (isDrawn(study) ? comparisonWords : comparisonBundle)(study)),
    watchSearch: asOurs(() => {
      const run = runs.current();
      const watch = watchSearch(displayFor(run));
      return asOurs((progress) => {
        watch(progress);
        if (progress.found) drawn.set(progress.found, run);
      });
    }),
    showFound: asOurs((found) => (isDrawn(found) ? foundWords : foundBundle)(found)),
  });
  return { multitask, gates };
}
