import type { ProgressBar } from './cluster/scoring/index.ts';
import type { GateReportHost } from './gate-report/index.ts';
import type { EndedEvent, RunDescription, TrainingEvent } from './training/index.ts';

/** What a host, e.g. a notebook's cell, adds to training. */
export type Environment = GateReportHost & {
  /** Called when a run begins that is to be shown; what it returns hears every event of the run; none without this. */
  readonly watch?: (run: RunDescription) => ((event: TrainingEvent) => void) | undefined;
  /** How a run is shown where it is the value of a cell; its table without this. */
  readonly showRun?: (run: RunDescription, end: EndedEvent) => Readonly<Record<string, unknown>> | undefined;
  /** Shows how many rows of so many are done, e.g. scored on a cluster; what it returns is moved; none without this. */
  readonly progress?: (label: string, total: number) => ProgressBar;
  /** Called with a warning in words, e.g. that a slower trainer is used; `console.warn` without this. */
  readonly warn?: (line: string) => void;
  /**
   * Runs work that is not the person's, e.g. words about a run: a notebook gives it V8's own built-ins; none without
   * this.
   */
  readonly own?: <Result>(work: () => Result) => Result;
  /** Called when a training begins; what it returns is called when it is over; none without this. */
  readonly training?: () => () => void;
};
