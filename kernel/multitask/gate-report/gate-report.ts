import { capital } from '../../text/index.ts';
import { conflictSentence } from '../conflicts/index.ts';
import { type Rows, spreadRows } from '../data/index.ts';
import { checkRows, checkSomeCount, type Network } from '../network/index.ts';
import { noSuch, readOptions } from '../options/index.ts';
import { gateLevels } from './gate-levels.ts';
import { type GatedModel, type GateReportOptions, gateReportOptions } from './gated-model.ts';
import { featureGroupings, type Grouping, outcomeGroupings } from './groupings.ts';
import { type Activations, observe } from './observation.ts';
import { gateQuestions } from './questions/index.ts';
import type { GateLevel, GateReport } from './report.ts';
import type { GateReportHost } from './report-host.ts';
import { type LevelContext, summariseLevel } from './summarise-level.ts';
import { diverged, judge, nothingToRoute } from './verdict.ts';

/** As scripts have it. */
export const gateReport = createGateReport();

/** `gateReport` for a host that can interrupt it and shows reports its own way, e.g. a notebook's cell. */
export function createGateReport(host: GateReportHost = {}): MakeGateReport {
  return (model, rows, given = {}, ...more: readonly unknown[]) => {
    const options = readOptions('gateReport', gateReportOptions, given, more);
    const signals = [options.signal, host.signal?.()].filter((signal) => signal !== undefined);
    const signal = AbortSignal.any(signals);
    const measured = measure(model, rows, { ...options, signal });
    const { showGates } = host;
    if (!showGates) return measured.then(({ report }) => report);
    const showing = measured.then(({ report, parameters }) => {
      const most = options.rows ?? gateReportOptions.rows.default;
      const questions = parameters && gateQuestions(model, rows, most, parameters);
      return { report, show: () => showGates(report, questions) };
    });
    const shown = showing.then(({ report, show }) =>
      Object.defineProperty(report, displaySymbol, { value: show, configurable: true }),
    );
    // A cell may end in the promise itself.
    return Object.defineProperty(shown, displaySymbol, { value: () => showing.then(({ show }) => show()) });
  };
}

/** What `gateReport` is. */
export type MakeGateReport = (model: GatedModel, rows: Rows, options?: GateReportOptions) => Promise<GateReport>;

/** The convention that an object says itself how notebooks show it (Deno). */
const displaySymbol = Symbol.for('Jupyter.display');

/** The report, and the weights that it is of where something is routed. */
type Measured = {
  readonly report: GateReport;
  readonly parameters?: Readonly<Record<string, Float32Array>>;
};

async function measure(model: GatedModel, rows: Rows, options: GateReportOptions): Promise<Measured> {
  const { network } = model;
  checkRows(network, rows, 'gateReport');
  checkSomeCount(rows, 'gateReport');
  const seen = spreadRows(rows, options.rows ?? gateReportOptions.rows.default);
  const data = options.data ?? rows.name;
  const about = {
    kind: 'gate-report',
    model: network.model,
    title: model.title ?? network.model,
    tasks: network.tasks.map((task) => task.name),
    ...(data === undefined ? {} : { data }),
    rows: seen.length,
    rowsGiven: rows.length,
    ...(model.keptEpoch === undefined ? {} : { epoch: model.keptEpoch }),
    inputs: network.inputs,
    ...(model.conflicts && { conflicts: model.conflicts }),
  } as const;
  const nodes = gateLevels(network);
  if (nodes.length === 0)
    return {
      report: { ...about, verdict: nothingToRoute(whyNothing(network), model.verdict, pulls(model)), levels: [] },
    };

  const activations: Activations = (part, wanted, signal) => model.activations(part, wanted, signal);
  const observation = await observe(nodes, activations, seen, options.signal);
  if ([...observation.weights.values()].some((weights) => weights.some(Number.isNaN))) {
    return { report: { ...about, verdict: diverged(model.verdict), levels: [] } };
  }
  const parameters = (await model.parameters?.()) ?? {};
  const groupings = await groupingsOf(model, seen, options);
  const context: LevelContext = { model, rows: seen, activations, observation, parameters, groupings, options };
  const levels: GateLevel[] = [];
  for (const level of nodes) levels.push(await summariseLevel(level, context));
  return { report: { ...about, verdict: judge(levels, network, model.verdict), levels }, parameters };
}

/** Without gates there is no row for them to stand in. */
function pulls({ conflicts }: GatedModel): string {
  return conflicts === undefined ? '' : `${capital(conflictSentence(conflicts.conflicts))} (Epoch ${conflicts.epoch}.)`;
}

function whyNothing(network: Network): string {
  const towersShareExpert = network.gates.length > 0 || network.model === 'shared-bottom';
  return towersShareExpert
    ? 'One expert serves all tasks; there is nothing to route.'
    : 'This model has no gates; there is nothing to route.';
}

async function groupingsOf(model: GatedModel, rows: Rows, options: GateReportOptions): Promise<Grouping[]> {
  const { features, tasks, outputs } = model.network;
  const columns = options.segments;
  const missing = columns?.find((name) => !features.columns.some((column) => column.name === name));
  if (missing !== undefined) {
    const known = features.columns.map((column) => column.name);
    throw new Error(`gateReport: segments: ${noSuch('column', missing, known)}`);
  }
  const chosen = columns && features.columns.filter((column) => columns.includes(column.name));
  const byFeature = featureGroupings(features, rows).filter(
    ({ by }) => !chosen || chosen.some(({ name }) => name === by),
  );
  const predictions = (await model.predict?.(rows, options.signal ? { signal: options.signal } : {})) ?? {};
  const named = outputs.filter(({ task, name }) => task && predictions[name]);
  const labelled = tasks.filter(({ name }) => rows.labels[name]);
  return [
    ...byFeature,
    ...outcomeGroupings(
      Object.fromEntries(labelled.map(({ name }) => [name, rows.labels[name]])),
      Object.fromEntries(named.map(({ name }) => [name, predictions[name]])),
    ),
  ];
}
