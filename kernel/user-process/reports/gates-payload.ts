import {
  type Alarm,
  type GateLevel,
  type GateReport,
  type GateSummary,
  highestUse,
  type Verdict,
} from '../../multitask/gate-report/index.ts';
import type { Gate, GatesLevel, GatesPayload, GatesVerdict, PerExpert } from '../../payloads/gates.ts';
import { most } from '../../payloads/gates-shape.ts';
import { type ReportConflicts, reportConflicts } from './report-conflicts.ts';
import { thinned } from './thinned.ts';

/** A report as its picture needs it: lists aligned with the level's experts, rounded, and bounded in size. */
export function gatesPayload(report: GateReport): GatesPayload {
  const { model, title, tasks, data, rows, rowsGiven, epoch, verdict } = report;
  const told = reportConflicts(report);
  return {
    version: 1,
    model,
    title,
    summary: summaryOf(report.levels),
    tasks: tasks.slice(0, 256),
    ...(data === undefined ? {} : { data }),
    rows,
    rowsGiven,
    ...(epoch === undefined ? {} : { epoch }),
    verdict: verdictOf(verdict),
    ...(told && { conflicts: told.conflicts }),
    levels: report.levels.slice(-most.levels).map((level) => levelOf(level, tasks, told)),
  };
}

/** "8 experts", "softmax gates"; or of several levels, "2 levels", "8 and 8 experts", "softmax gates". */
function summaryOf(levels: readonly GateLevel[]): readonly string[] {
  const counts = levels.map(({ experts }) => experts.length);
  if (counts.length === 0) return [];
  const gates = levels.reduce((sum, level) => sum + level.gates.length, 0);
  const kind = gates === 1 ? 'one softmax gate' : 'softmax gates';
  if (counts.length === 1) return [`${counts[0]} experts`, kind];
  return [`${counts.length} levels`, `${counts.join(' + ')} experts`, kind];
}

function verdictOf({ state, tone, more, ...first }: Verdict): GatesVerdict {
  return { state, ...(tone ? { tone } : {}), ...remarkOf(first), more: more.slice(0, 64).map(remarkOf) };
}

function remarkOf({ headline, detail, fix, level }: Partial<Alarm> & Pick<Alarm, 'headline' | 'detail'>) {
  return { headline, detail, ...(fix === undefined ? {} : { fix }), ...(level === undefined ? {} : { level }) };
}

function levelOf(level: GateLevel, tasks: readonly string[], told: ReportConflicts | undefined): GatesLevel {
  const kept = keptExperts(level);
  const triangle = (matrix: readonly (readonly number[])[]) =>
    kept.map((row, i) => kept.slice(0, i + 1).map((column) => finite(matrix[row]?.[column], 3)));
  const gates = level.gates.slice(0, most.gates);
  return {
    level: level.level,
    experts: kept.flatMap((e) => {
      const expert = level.experts[e];
      if (!expert) return [];
      const { name, label, units, deadUnits, zeros, effectiveRank } = expert;
      return [
        {
          name,
          label,
          units,
          ...conflictsOf(told, name),
          ...(deadUnits === undefined ? {} : { deadUnits: rounded(deadUnits) }),
          ...(zeros === undefined ? {} : { zeros: rounded(zeros) }),
          ...(effectiveRank === undefined ? {} : { effectiveRank: finite(effectiveRank, 2) }),
        },
      ];
    }),
    gates: gates.map((gate) => gateOf(gate, kept, tasks, gates.length * kept.length)),
    pairs: level.divergences
      .filter(({ between }) => between.every((gate) => gate < gates.length))
      .map(({ between, ofMeans, perRow, shared, cosine, correlation }) => ({
        gates: between,
        divergence: rounded(ofMeans),
        divergencePerRow: rounded(perRow),
        shared: rounded(shared),
        cosine: finite(cosine),
        correlation: finite(correlation),
      })),
    similarity: {
      cka: triangle(level.similarity.cka),
      ...(kept.length > 64 ? {} : { cosine: triangle(level.similarity.cosine) }),
    },
    segmentations: segmentationsOf(level, gates, kept),
  };
}

function conflictsOf(told: ReportConflicts | undefined, expert: string) {
  const conflicts = told?.of(expert);
  return conflicts === undefined ? {} : { conflicts };
}

function gateOf(gate: GateSummary, kept: readonly number[], tasks: readonly string[], cells: number): Gate {
  const own = kept.map((column) => gate.columns.indexOf(column));
  const spread = (values: readonly number[]): PerExpert => own.map((e) => (e < 0 ? null : finite(values[e])));
  const task = tasks.indexOf(gate.serves);
  const { drivers, ablation, effective, balance } = gate;
  return {
    name: gate.gate,
    serves: gate.serves,
    task: task < 0 ? null : task,
    experts: gate.experts.length,
    mean: spread(gate.mean),
    sd: spread(gate.sd),
    histogram: own.map((e) =>
      cells > mostHistograms ? null : (gate.histogram[e]?.map((share) => rounded(share)) ?? null),
    ),
    overHalf: spread(gate.overHalf),
    leads: spread(gate.leads),
    entropy: rounded(gate.entropy),
    entropyOfMean: rounded(gate.entropyOfMean),
    routingInformation: rounded(gate.routingInformation),
    effectivePerRow: rounded(effective.perRow.order1),
    effectiveOverall: rounded(effective.overall.order1),
    effectivePerRow2: rounded(effective.perRow.order2),
    effectiveOverall2: rounded(effective.overall.order2),
    balance: rounded(balance.importance),
    loadBalance: rounded(balance.load),
    largest: rounded(gate.largest),
    saturated: rounded(gate.saturated),
    contribution: spread(gate.contribution),
    ownership: spread(gate.ownership),
    ...(ablation ? { ablation: spread(ablation) } : {}),
    ...(drivers ? { drivers: driversOf(gate, kept) } : {}),
    history: thinned(gate.history, Math.max(2, Math.min(most.epochs, Math.floor(mostMeans / cells)))).map(
      ({ epoch, mean }) => ({ epoch, mean: spread(mean) }),
    ),
  };
}

function driversOf({ drivers = [], columns }: GateSummary, kept: readonly number[]): NonNullable<Gate['drivers']> {
  return drivers.slice(0, 8).flatMap(({ column, strength, toward }) => {
    const expert = kept.indexOf(columns[toward.expert] ?? -1);
    const value = toward.value === undefined ? {} : { value: toward.value };
    return expert < 0 ? [] : [{ column, strength: Number(strength.toPrecision(4)), expert, ...value }];
  });
}

/** Divisions in order of what they tell, until they hold `mostMeans` numbers together. */
function segmentationsOf(
  { segmentations }: GateLevel,
  gates: readonly GateSummary[],
  kept: readonly number[],
): GatesLevel['segmentations'] {
  const perSegment = gates.length * kept.length;
  const room = Math.floor(mostMeans / perSegment);
  const fitting = segmentations.filter((_, i) => {
    const before = segmentations.slice(0, i + 1).reduce((sum, { segments }) => sum + segments.length, 0);
    return before <= room;
  });
  return fitting.slice(0, most.segmentations).map(({ by, of, information, segments }) => ({
    by,
    of,
    information: rounded(information),
    segments: segments.slice(0, most.segments).map(({ label, rows, means }) => ({
      label,
      rows,
      means: gates.map(({ columns }, k) =>
        kept.map((column) => {
          const own = columns.indexOf(column);
          return own < 0 ? null : finite(means[k]?.[own]);
        }),
      ),
    })),
  }));
}

const mostMeans = 20_000;

/** Cells of a map: of more than these nobody reads the histograms, and a notebook would have to keep them. */
const mostHistograms = 1024;

/** All experts, or the most used of very many; in their order. */
function keptExperts(level: GateLevel): readonly number[] {
  const all = level.experts.map((_, e) => e);
  if (all.length <= most.experts) return all;
  const used = all.map((e) => highestUse(level, e));
  const ranked = all.toSorted((a, b) => (used[b] ?? 0) - (used[a] ?? 0));
  return ranked.slice(0, most.experts).sort((a, b) => a - b);
}

/** JSON has no NaN: what cannot be computed is null. */
function finite(value: number | undefined, digits = 4): number | null {
  return value === undefined || !Number.isFinite(value) ? null : rounded(value, digits);
}

function rounded(value: number, digits = 4): number {
  return Number(value.toFixed(digits)) + 0;
}
