import { markPath, taskMark } from '../../payloads/marks.ts';
import { barsPath, cosineBars, cosineEdge, edgeText } from '../../payloads/reading/conflicts/bars.ts';
import { balancedBy, lastWeights, weightsPath, weightsScale } from '../../payloads/reading/conflicts/weights.ts';
import {
  agreementOf,
  agreementWords,
  conflictTitle,
  cosineWithError,
  mostParts,
  overWords,
  pairNames,
  shownPair,
  shownParts,
} from '../../payloads/reading/conflicts/words.ts';
import { shownSteps } from '../../payloads/reading/run-axis.ts';
import { fitted } from '../../payloads/reading/text-width.ts';
import type { TrainingPayload } from '../../payloads/training.ts';
import { percent } from '../../text/index.ts';
import { chartIn } from '../chart-box.ts';
import { inLines, label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';

/** Where the columns of a run's picture are. */
export type ConflictColumns = {
  readonly left: number;
  readonly strip: { readonly left: number; readonly right: number };
  readonly end: number;
};

type Block = { readonly svg: Svg; readonly height: number };

const none: Block = { svg: '', height: 0 };
const dim = { size: 11, fill: light.dim } as const;
const row = 24;

/** Which tasks pull which shared parts apart: a strip of cosines for each part, below the steps of the losses. */
export function conflictPanel(payload: TrainingPayload, { left, strip, end }: ConflictColumns, top: number): Block {
  const { conflicts, progress, tasks } = payload;
  if (conflicts === undefined) return none;
  const pair = shownPair(conflicts);
  const parts = shownParts(conflicts, pair, mostParts);
  const names = pairNames(
    tasks.map(({ name }) => fitted(name, 220, 11)),
    conflicts.pairs[pair] ?? [],
  );
  const strips = parts.map((part) => {
    const series = conflicts.series[part]?.[pair];
    return series ? cosineBars(series, conflicts.stepsPerBucket, progress.step, mostBars) : [];
  });
  const edge = cosineEdge(strips);
  const width = strip.right - strip.left;
  const x = (step: number) => strip.left + (width * step) / shownSteps(payload);
  const cut = conflicts.parts.length - parts.length;
  const titles = [
    { text: 'Conflict', weight: 600 as const },
    { text: `${conflictTitle} ${names}`, gap: 10, ...dim },
    { text: conflicts.pairs.length > 1 ? `one of ${conflicts.pairs.length} pairs` : '', gap: 10, ...dim },
    { text: cut > 0 ? `${parts.length} of ${conflicts.parts.length} parts` : '', gap: 10, ...dim },
  ];
  const heads = inLines(end - 16 - left, titles);
  const first = top + 14 * heads.length + 6;
  const rows = parts.map((part, i) => {
    const y = first + i * row;
    const bars = strips[i] ?? [];
    const middle = y + row / 2;
    const at = (value: number) => middle - ((row / 2 - 2) * Math.max(-edge, Math.min(edge, value))) / edge;
    const cosine = conflicts.over?.cosines[part]?.[pair] ?? null;
    const said = agreementOf(cosine);
    const weight = said === 'apart' ? 600 : 400;
    const number = cosine === null ? '–' : cosineWithError(cosine);
    return [
      label(left, middle + 4, fitted(conflicts.parts[part]?.label ?? '', 132, 12, 600), { weight: 600 }),
      svg('path', { d: `M${strip.left} ${middle}H${strip.right}`, stroke: light.hairline }),
      svg('path', { d: barsPath(bars, 'plain', { x, y: at }), fill: light.faint }),
      svg('path', { d: barsPath(bars, 'apart', { x, y: at }), fill: light.warning }),
      i === 0 ? label(strip.left - 6, y + 9, edgeText(edge), { ...dim, anchor: 'end' }) : '',
      i === 0 ? label(strip.left - 6, y + row, edgeText(-edge), { ...dim, anchor: 'end' }) : '',
      label(end, middle + 4, number, { weight }),
      label(end + 84, middle + 4, agreementWords[said], { weight }),
      cosine === null ? '' : label(end + 158, middle + 4, `below 0 in ${percent(cosine.negative)}`, dim),
    ].join('');
  });
  return {
    svg: [
      ...heads.map((line, i) => pieces(left, top + 12 + 14 * i, line)),
      label(end, top + 12, overWords(payload), dim),
      ...rows,
    ].join(''),
    height: first + parts.length * row - top + 8,
  };
}

/** A picture is kept in the notebook's file. */
const mostBars = 60;

/** The weights that a balancing method gave the tasks, as lines. */
export function weightsPanel(payload: TrainingPayload, { left, strip, end }: ConflictColumns, top: number): Block {
  const { weights, progress } = payload;
  if (weights === undefined || weights.mean.length > 8) return none;
  const box = { ...strip, top: top + 8, bottom: top + 64 };
  const { grid, x, y } = chartIn(box, [0, shownSteps(payload)], weightsScale(weights));
  const lines = weights.mean.map((_, task) =>
    svg('path', {
      d: weightsPath(weights, task, progress.step, { x, y }),
      stroke: light.hues[taskMark(task).hue],
      'stroke-width': 1.75,
      fill: 'none',
    }),
  );
  const last = lastWeights(payload);
  return {
    svg: [
      label(left, top + 16, 'Weights of tasks', { weight: 600 }),
      label(left, top + 32, fitted(balancedBy(payload), 132, 11), dim),
      grid,
      ...lines,
      ...last.map(({ task, words }, i) => {
        const [x0, y0] = [end + 134 * (i % 2), top + 16 + 16 * Math.floor(i / 2)];
        const { hue, shape } = taskMark(task);
        const mark = svg('path', { d: markPath(shape, x0 + 5, y0 - 4, 4.2), fill: light.hues[hue] });
        return mark + label(x0 + 16, y0, fitted(words, 114, 12));
      }),
    ].join(''),
    height: 76,
  };
}
