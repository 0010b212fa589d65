import { type Conflict, taskPairs } from '../../kernel/multitask/conflicts/index.ts';
import { type RandomStream, randomStream } from '../../kernel/multitask/data/random.ts';
import type { GateLevel, GateReport, GateSummary } from '../../kernel/multitask/gate-report/report.ts';
import type { Segmentation } from '../../kernel/multitask/gate-report/segments.ts';
import { judge, nothingToRoute } from '../../kernel/multitask/gate-report/verdict.ts';
import { collapsedGates, type GateSketch, healthyGates, levelOf, reportOf } from './gate-reports.ts';

/**
 * Reports to draw. Mean weights, standard deviations and entropies of `healthy` and `collapsed` are those measured on
 * census-income; histograms, segments, history, contribution and similarity are made up around them.
 */
export const gateExamples: Readonly<Record<string, GateReport>> = {
  healthy: reportOf([filled(levelOf(healthyGates, { cka: triangle(8, { '2,1': 0.87, '6,4': 0.58 }) }), 3)], {
    data: 'census-income validation',
    epoch: 3,
  }),
  collapsed: reportOf(
    [filled(levelOf(collapsedGates, { cka: triangle(8, { '1,0': 0.78, '3,0': 0.73, '6,3': 0.85 }) }), 3)],
    {
      data: 'census-income validation',
      epoch: 3,
      inputs: 'raw',
    },
  ),
};

/** E2 is pulled apart; E4 too, but only one task uses it; E7 is one task’s. */
export const conflictReport = withCosines(
  {
    ...gateExamples.healthy,
    title: 'MMoE',
  },
  ['expert 0', 'expert 1', 'expert 2', 'expert 3', 'expert 4', 'expert 5', 'expert 6', 'embeddings', 'bottom'],
  (part) => [0.31, 0.08, -0.42, 0.55, -0.31, -0.05, 0.02, 0.26, -0.12][part] ?? 0,
);

/** With a cosine for each of the parts and each two tasks. */
export function withCosines(
  report: GateReport,
  parts: readonly string[],
  cosine: (part: number, pair: number) => number,
): GateReport {
  const { tasks } = report;
  const conflicts = parts.flatMap((part, p) =>
    taskPairs(tasks.length).map(([a, b], i): Conflict => {
      const mean = cosine(p, i);
      return { part, tasks: [tasks[a], tasks[b]], cosine: mean, error: 0.02, negative: 0.5 - mean / 2, steps: 780 };
    }),
  );
  return { ...report, conflicts: { epoch: report.epoch ?? 3, conflicts } };
}

/** Of every expert of a report, and of two parts more. */
function pulled(report: GateReport): GateReport {
  const experts = report.levels.flatMap((level) => level.experts.map(({ name }) => name));
  return withCosines(report, [...new Set([...experts, 'embeddings', 'bottom'])], (part, pair) =>
    Math.sin(1.7 * part + 2.3 * pair),
  );
}

/** Shapes that pictures must cope with. */
export const oddReports: Readonly<Record<string, GateReport>> = {
  idle: reportOf([], {
    title: 'Shared-Bottom',
    model: 'shared-bottom',
    verdict: nothingToRoute('One expert serves all tasks; there is nothing to route.'),
  }),
  'one task': reportOf([filled(levelOf([healthyGates[0]]), 2)], { tasks: ['income'], epoch: 2 }),
  levels: pleReport(),
  'sixteen experts': reportOf([filled(levelOf(gatesOf(['income', 'marital'], 16)), 4)], { epoch: 4 }),
  'many experts': reportOf([filled(levelOf(gatesOf(['income', 'marital', 'education'], 40)), 4)], {
    tasks: ['income', 'marital', 'education'],
    epoch: 4,
  }),
  'many tasks': reportOf([filled(levelOf(gatesOf(manyTasks(9), 8)), 4)], { tasks: manyTasks(9), epoch: 4 }),
  hostile: hostileReport(),
  conflict: conflictReport,
  'conflict at levels': pulled(pleReport()),
  'conflict of many experts': pulled(gatesOfSize(3, 32)),
  'conflict of many tasks': pulled(gatesOfSize(6, 16)),
};

/** More of everything than a payload may hold. */
export function largestReport(): GateReport {
  const serves = Array.from({ length: 80 }, (_, i) => `task ${i}`);
  const flat = levelOf(gatesOf(serves, 300));
  const gates = flat.gates.map((gate) => {
    const history = Array.from({ length: 80 }, (_, i) => ({ epoch: i + 1, mean: gate.mean }));
    return { ...gate, history, histogram: gate.mean.map(() => new Array<number>(20).fill(0.05)) };
  });
  const level = { ...flat, gates, segmentations: segmentations(gates, randomStream(1, 'segments')) };
  return reportOf([level, { ...level, level: 1 }], { tasks: serves });
}

/** A report of so many tasks over so many experts. */
export function gatesOfSize(tasks: number, experts: number, name = (i: number) => `task ${i + 1}`): GateReport {
  const serves = Array.from({ length: tasks }, (_, i) => name(i));
  return reportOf([filled(levelOf(gatesOf(serves, experts)), 4)], { tasks: serves, epoch: 4 });
}

function manyTasks(count: number): string[] {
  return [
    'click',
    'like',
    'share',
    'comment',
    'follow',
    'long view',
    'purchase',
    'return',
    'report',
    'save',
    'skip',
    'hide',
  ].slice(0, count);
}

function gatesOf(serves: readonly string[], experts: number): GateSketch[] {
  const random = randomStream(7, 'gates');
  return serves.map((name) => {
    const raw = Array.from({ length: experts }, () => Math.exp(1.6 * random.normal()));
    const sum = raw.reduce((total, value) => total + value, 0);
    return { serves: name, mean: raw.map((value) => value / sum), entropy: 0.2 + 0.3 * random.uniform() };
  });
}

/** Two levels of PLE: no gate of a task sees the other task's experts. */
function pleReport(): GateReport {
  const experts = (level: number) =>
    ['income', 'income', 'income', 'marital', 'marital', 'marital', 'shared', 'shared'].map((owner, e) => {
      const label = `${owner} ${level}.${e % 3}`;
      return { name: label.replace(' ', ' expert '), label, units: 16 };
    });
  const own: readonly GateSketch[] = [
    { serves: 'income', mean: [0.31, 0.22, 0.05, 0.3, 0.12], entropy: 0.61, columns: [0, 1, 2, 6, 7] },
    { serves: 'marital', mean: [0.52, 0.02, 0.2, 0.01, 0.25], entropy: 0.33, columns: [3, 4, 5, 6, 7] },
  ];
  const shared: GateSketch = { serves: 'shared', mean: [0.1, 0.2, 0.05, 0.15, 0.05, 0.15, 0.2, 0.1], entropy: 0.7 };
  return reportOf(
    [
      filled(levelOf([...own, shared], { level: 0, experts: experts(0) }), 3),
      filled(levelOf(own, { level: 1, experts: experts(1) }), 3),
    ],
    {
      model: 'ple',
      title: 'PLE',
      epoch: 3,
    },
  );
}

/** Names that would do harm if anything read them as markup. */
function hostileReport(): GateReport {
  const name = '<img src=x onerror="document.title=\'harmed\'"><script>document.title="harmed"</script>&amp;';
  const level = filled(levelOf([{ ...healthyGates[0], serves: name }, healthyGates[1]]), 3);
  const experts = level.experts.map((expert) => ({
    ...expert,
    name: `${name} ${expert.name}`,
    label: `</text>${expert.label}`,
  }));
  const levels = [
    { ...level, experts, segmentations: level.segmentations.map((segmentation) => ({ ...segmentation, by: name })) },
  ];
  return reportOf(levels, {
    title: name,
    data: name,
    tasks: [name, 'marital'],
    verdict: judge(levels, { model: 'mmoe', inputs: 'raw' }),
  });
}

/** The same level with everything that a picture may show, made up from the mean weights. */
function filled(level: GateLevel, epochs: number): GateLevel {
  const random = randomStream(5, `level ${level.level}`);
  const gates = level.gates.map((gate) => fullGate(gate, epochs, random));
  return { ...level, gates, segmentations: segmentations(gates, random) };
}

function fullGate(gate: GateSummary, epochs: number, random: RandomStream): GateSummary {
  const samples = gate.mean.map((mean, e) => betaSamples(mean, gate.sd[e], random));
  const share = (values: Float64Array, fits: (value: number) => boolean) => values.filter(fits).length / values.length;
  const n = gate.mean.length;
  const lean = gate.mean.map((mean) => mean * Math.exp(0.2 * random.normal()));
  return {
    ...gate,
    histogram: samples.map((values) =>
      Array.from({ length: 20 }, (_, bin) => share(values, (value) => Math.min(19, Math.floor(value * 20)) === bin)),
    ),
    overHalf: samples.map((values) => share(values, (value) => value > 0.5)),
    contribution: normalised(lean),
    history: Array.from({ length: epochs }, (_, i) => {
      const way = 1 - Math.exp(-(i + 1) / 1.1);
      const mean = gate.mean.map((value) =>
        Math.max(0.0002, 1 / n + (value - 1 / n) * way + 0.01 * random.normal() * (1 - way)),
      );
      return { epoch: i + 1, mean: i === epochs - 1 ? gate.mean : normalised(mean) };
    }),
    drivers: [
      {
        column: 'education',
        strength: 1.4,
        toward: { value: 'Bachelors degree(BA AB BS)', expert: gate.mean.indexOf(Math.max(...gate.mean)) },
      },
      { column: 'age', strength: 0.9, toward: { expert: Math.min(1, n - 1) } },
      { column: 'weeks_worked', strength: 0.52, toward: { expert: 0 } },
    ],
  };
}

function segmentations(gates: readonly GateSummary[], random: RandomStream): Segmentation[] {
  const divisions: readonly (readonly [string, Segmentation['of'], readonly string[]])[] = [
    [
      'education',
      'feature',
      [
        'Children',
        'High school graduate',
        'Some college but no degree',
        'Bachelors degree(BA AB BS)',
        '7th and 8th grade',
        '10th grade',
        '11th grade',
        '10 others',
      ],
    ],
    ['age', 'feature', ['0–14', '15–28', '29–39', '40–55', '56–90']],
    ['sex', 'feature', ['Female', 'Male']],
    ['income', 'label', ['0', '1']],
    ['income', 'prediction', ['0–.0004', '.0004–.003', '.003–.02', '.02–.09', '.09–1']],
  ];
  return divisions.map(([by, of, labels], d) => ({
    by,
    of,
    information: 0.3 / (d + 1),
    segments: labels.map((label, i) => ({
      label,
      rows: i === labels.length - 1 && labels.length > 5 ? 87 : Math.round(49_881 / labels.length),
      means: gates.map(({ mean }) => normalised(mean.map((value) => value * Math.exp(0.8 * random.normal())))),
    })),
  }));
}

function normalised(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/** Weights with this mean and sd: Beta distributed, as the weights of a softmax over many rows roughly are. */
function betaSamples(mean: number, sd: number, random: RandomStream): Float64Array {
  const size = 2000;
  if (mean < 0.0005 || mean > 0.9995) return new Float64Array(size).fill(mean);
  const variance = Math.min(Math.max(sd * sd, 1e-6), 0.98 * mean * (1 - mean));
  const concentration = (mean * (1 - mean)) / variance - 1;
  return Float64Array.from({ length: size }, () => {
    const logs = [gammaLog(mean * concentration, random), gammaLog((1 - mean) * concentration, random)];
    return 1 / (1 + Math.exp(logs[1] - logs[0]));
  });
}

/** Logarithm of a gamma variate (Marsaglia & Tsang 2000); in logarithms, because small shapes give numbers near 0. */
function gammaLog(shape: number, random: RandomStream): number {
  const boost = shape < 1 ? Math.log(1 - random.uniform()) / shape : 0;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
      return Math.log(d * v) + boost;
  }
}

function triangle(n: number, alike: Readonly<Record<string, number>>): number[][] {
  const random = randomStream(3, 'similarity');
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => (i === j ? 1 : (alike[`${i},${j}`] ?? 0.16 + 0.2 * random.uniform()))),
  );
}
