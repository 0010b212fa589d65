import type { GateQuestions } from './questions/index.ts';
import type { GateReport } from './report.ts';

/** What a host, e.g. a notebook's cell, adds to reports. */
export type GateReportHost = {
  /** The signal of all work that is given none of its own; none without this. */
  readonly signal?: () => AbortSignal | undefined;
  /** How a gate report is shown: a bundle of MIME types, for `Symbol.for('Jupyter.display')`; none without this. */
  readonly showGates?: (report: GateReport, questions?: GateQuestions) => Readonly<Record<string, unknown>>;
};
