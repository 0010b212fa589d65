import { conflictsOf, noConflicts, withConflicts } from '../../kernel/multitask/conflicts/index.ts';
import { gateStatistics, type RoutingLevel } from '../../kernel/multitask/gate-report/index.ts';
import type { Metrics } from '../../kernel/multitask/metrics/index.ts';
import type { RunVerdict } from '../../kernel/multitask/run-verdict.ts';
import type { EpochEvent, RunDescription, TrainingEvent } from '../../kernel/multitask/training/events.ts';
import { fraction, plusMinus, sentence, significant, strong } from '../../kernel/text/index.ts';

/** An invented but plausible run, always the same for the same arguments: the events a `fit` would send. */
export type InventedRun = {
  readonly run?: Partial<RunDescription>;
  readonly tasks?: readonly InventedTask[];
  readonly seed?: number;
  /** Steps per second. */
  readonly speed?: number;
  /** Steps per stretch. */
  readonly stretch?: number;
  /** Mean cosine of the tasks' gradients at a share of the run, by part and pair; with `run.sharedParts`. */
  readonly cosine?: (part: number, pair: number, progress: number) => number;
  /** Weight of a task at a share of the run. */
  readonly weight?: (task: number, progress: number) => number;
  /** What is said of it at its end; that there is nothing to say without this. */
  readonly verdict?: RunVerdict;
  /** Ends the run after this step, mid-epoch. */
  readonly stop?: { readonly step: number; readonly state: 'interrupted' | 'failed'; readonly message?: string };
};

export type InventedTask = {
  readonly name: string;
  readonly kind?: 'binary' | 'numeric';
  readonly description?: string;
  readonly start: number;
  readonly floor: number;
  readonly noise: number;
  readonly auc: readonly number[];
  readonly aucError?: number;
  readonly loss: readonly number[];
  /** Loss of the train rows by epoch, with the AUC of the validation rows; a little better than theirs without this. */
  readonly trainLoss?: readonly number[];
  readonly calibration?: readonly number[];
  /** Where the weights of the tasks are learned: log σ² by epoch. */
  readonly logVariance?: readonly number[];
};

export const census: readonly InventedTask[] = [
  {
    name: 'income',
    description: 'over $50 K · 6.2 %',
    start: Math.LN2,
    floor: 0.097,
    noise: 0.0165,
    auc: [0.9411, 0.9448, 0.9462],
    aucError: 0.0019,
    loss: [0.1408, 0.1337, 0.1315],
    calibration: [1.061, 1.024, 1.018],
  },
  {
    name: 'marital',
    description: 'never married · 43 %',
    start: Math.LN2,
    floor: 0.074,
    noise: 0.0155,
    auc: [0.9871, 0.9884, 0.9882],
    aucError: 0.0005,
    loss: [0.1119, 0.1058, 0.1063],
    calibration: [0.991, 0.996, 1.004],
  },
];

export function inventRun(options: InventedRun = {}): readonly TrainingEvent[] {
  const { tasks = census, seed = 7, speed = 160, stretch = 16, stop } = options;
  const run: RunDescription = {
    id: 'run-14',
    number: 14,
    model: 'mmoe',
    title: 'MMoE',
    summary: ['8 experts'],
    dataset: 'census-income',
    rows: 199_523,
    validationRows: 49_881,
    tasks: tasks.map(({ name, kind = 'binary', description }) => ({
      name,
      kind,
      ...(description ? { description } : {}),
    })),
    batchSize: 256,
    epochs: 3,
    stepsPerEpoch: 780,
    seed: 7,
    trainer: 'simd ×2',
    ...options.run,
  };
  const losses = tasks.map((task, i) => inventLosses(task, run.epochs * run.stepsPerEpoch, seed + i));
  const last = stop?.step ?? run.epochs * run.stepsPerEpoch;
  const told = inventPulls(options, run, tasks.length);
  const events: TrainingEvent[] = [{ kind: 'started', run }];
  for (let step = 0; step < last; ) {
    const epoch = Math.floor(step / run.stepsPerEpoch) + 1;
    const next = Math.min(step + stretch, epoch * run.stepsPerEpoch, last);
    const seconds = next / speed;
    events.push({
      kind: 'steps',
      epoch,
      step: next,
      seconds,
      losses: Object.fromEntries(tasks.map(({ name }, i) => [name, losses[i].slice(step, next)])),
      ...told.steps(step, next),
    });
    step = next;
    if (step === epoch * run.stepsPerEpoch)
      events.push({ ...epochEvent(run, tasks, epoch, step, seconds), ...told.epoch(epoch) });
  }
  const epoch = Math.ceil(last / run.stepsPerEpoch);
  const seconds = last / speed;
  if (stop === undefined) {
    const kept = `Weights of epoch ${(run.goesOn?.epochs ?? 0) + epoch} kept: best mean validation AUC.`;
    const verdict = options.verdict ?? nothingToSay(run, tasks, epoch);
    return [
      ...events,
      { kind: 'ended', state: 'finished', epoch, step: last, seconds, kept, keptEpoch: epoch, verdict },
    ];
  }
  const { state, message } = stop;
  const kept = `Weights of step ${last.toLocaleString('en-US')} kept.`;
  const { verdict } = options;
  const more = { ...(message ? { message } : {}), ...(verdict ? { verdict } : {}) };
  return [...events, { kind: 'ended', state, epoch, step: last, seconds, kept, ...more }];
}

/** Cosines and weights of steps, with the noise of a batch. */
function inventPulls({ cosine, weight, seed = 7 }: InventedRun, run: RunDescription, tasks: number) {
  const steps = run.epochs * run.stepsPerEpoch;
  const parts = cosine ? (run.sharedParts ?? []) : [];
  const names = run.tasks.map(({ name }) => name);
  const pairs = (tasks * (tasks - 1)) / 2;
  const cells = parts.length * pairs;
  const random = uniform(seed + 99);
  const noise = () => 0.45 * (random() + random() + random() - 1.5);
  const cosines = Float32Array.from({ length: steps * cells }, (_, i) => {
    const cell = i % cells;
    const mean = cosine?.(Math.floor(cell / pairs), cell % pairs, Math.floor(i / cells) / steps) ?? 0;
    return Math.max(-1, Math.min(1, mean + noise()));
  });
  const weights = Float32Array.from({ length: weight ? steps * tasks : 0 }, (_, i) =>
    weight ? weight(i % tasks, Math.floor(i / tasks) / steps) * (1 + 0.1 * noise()) : 0,
  );
  return {
    steps: (from: number, to: number) => ({
      ...(cells > 0 ? { conflicts: cosines.slice(from * cells, to * cells) } : {}),
      ...(weight ? { taskWeights: weights.slice(from * tasks, to * tasks) } : {}),
    }),
    epoch(epoch: number) {
      if (cells === 0) return {};
      const [from, to] = [(epoch - 1) * run.stepsPerEpoch * cells, epoch * run.stepsPerEpoch * cells];
      const known = withConflicts(noConflicts, { epoch, conflicts: cosines.slice(from, to) }, cells);
      return { conflicts: conflictsOf(known, { parts, tasks: names }) };
    },
  };
}

function nothingToSay(run: RunDescription, tasks: readonly InventedTask[], epoch: number): RunVerdict {
  const [{ name, kind, auc, aucError, loss }] = tasks;
  const at = (values: readonly number[]) => values[Math.min(epoch, values.length) - 1];
  const quality =
    kind === 'numeric'
      ? `RMSE ${significant(Math.sqrt(at(loss)))}`
      : `AUC ${fraction(at(auc))} ${plusMinus(aucError ?? 0.002)}`;
  return {
    tone: 'good',
    kind: 'good',
    headline: sentence(strong('No alarms.'), ` ${name} ${quality}.`),
    detail: sentence(`On ${run.validationRows.toLocaleString('en-US')} validation rows after epoch ${epoch}.`),
  };
}

/** The events up to a step, without the end: a run that is still going on. */
export function upTo(events: readonly TrainingEvent[], step: number): readonly TrainingEvent[] {
  return events.filter((event) => event.kind === 'started' || (event.kind !== 'ended' && event.step <= step));
}

function epochEvent(
  run: RunDescription,
  tasks: readonly InventedTask[],
  epoch: number,
  step: number,
  seconds: number,
): EpochEvent {
  const at = (values: readonly number[]) => values[Math.min(epoch, values.length) - 1];
  const metrics = (rows: number, better: number): Metrics =>
    Object.fromEntries(
      tasks.map(({ name, kind, auc, aucError = 0.002, loss, trainLoss, calibration = [1] }) => [
        name,
        kind === 'numeric'
          ? { rows, rmse: Math.sqrt(at(loss)) - better, mae: 0.8 * Math.sqrt(at(loss)), calibration: at(calibration) }
          : {
              rows,
              auc: at(auc) + (trainLoss ? 0 : better),
              aucError: better === 0 ? aucError : aucError / 2,
              logLoss: better > 0 && trainLoss ? at(trainLoss) : at(loss) - better,
              calibration: better === 0 ? at(calibration) : 1 + (at(calibration) - 1) / 4,
            },
      ]),
    );
  const validation = run.validationRows === 0 ? {} : { validation: metrics(run.validationRows, 0) };
  const learned = tasks.flatMap(({ name, logVariance }) => (logVariance ? [[name, at(logVariance)] as const] : []));
  return {
    kind: 'epoch',
    epoch,
    step,
    seconds,
    train: metrics(run.rows, 0.0009 * Math.min(epoch, 4)),
    ...validation,
    ...(learned.length > 0 ? { logVariances: Object.fromEntries(learned) } : {}),
    ...(run.gates ? { gates: run.gates.flatMap((level) => inventGates(level, epoch)) } : {}),
  };
}

/** Gates of `serves` over experts of the names; a gate sees those in `columns`, all without it. */
export function routing(
  level: number,
  serves: readonly string[],
  experts: readonly string[],
  columns: (serves: string) => readonly number[] = () => experts.map((_, e) => e),
): RoutingLevel {
  const labels = experts.map((name) => name.replace(/^expert /, 'E'));
  const gates = serves.map((name) => ({ gate: `${name} gate`, serves: name, columns: columns(name) }));
  return { level, experts, labels, gates };
}

/** Gates that begin even and each come to lean on an expert of its own. */
function inventGates({ level, experts, gates }: RoutingLevel, epoch: number) {
  return gates.map(({ gate, serves, columns }, k) => {
    const raw = columns.map((_, own) =>
      Math.exp((own === (3 * k + 1) % columns.length ? 1 : -0.1 * own) * epoch ** 0.5),
    );
    const sum = raw.reduce((total, value) => total + value, 0);
    const names = columns.map((column) => experts[column] ?? '');
    const even = gateStatistics(
      { gate, level, serves, experts: names },
      raw.map((value) => value / sum),
    );
    return { ...even, rows: 10_000 };
  });
}

function inventLosses({ start, floor, noise }: InventedTask, steps: number, seed: number): Float64Array {
  const random = uniform(seed);
  const normal = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random());
  const scale = (start - floor) / 0.58;
  return Float64Array.from({ length: steps }, (_, step) => {
    if (step === 0) return start;
    const mean = floor + scale * (0.4 * Math.exp(-step / 22) + 0.18 / Math.sqrt(1 + step / 60));
    return Math.max(floor / 10, mean + noise * normal());
  });
}

/** mulberry32 (Tommy Ettinger, public domain). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
