import type { GateReport } from './gate-report/report.ts';
import type { RunDescription, TrainingEvent } from './training/events.ts';

/** What a host, e.g. a notebook's cell, adds to training. */
export type Environment = {
  /** Called when a run begins that is to be shown; what it returns hears every event of the run. */
  readonly watch?: (run: RunDescription) => ((event: TrainingEvent) => void) | undefined;
  /** Called with a line for the user, e.g. that a slower trainer is used; `console.warn` without this. */
  readonly tell?: (line: string) => void;
  /** The signal of `fit`, `evaluate`, `predict` and reports that are given none of their own. */
  readonly signal?: () => AbortSignal | undefined;
  /** Called when a training begins; what it returns is called when it is over. */
  readonly training?: () => () => void;
  /** How a gate report is shown: a bundle of MIME types, for `Symbol.for('Jupyter.display')`. */
  readonly showGates?: (report: GateReport) => Readonly<Record<string, unknown>>;
};
