import type { Gate, GatesLevel } from '../../payloads/gates.ts';
import { markPath } from '../../payloads/marks.ts';
import { gateColour, gateMark } from '../../payloads/reading/gates/look.ts';
import { histogramNote } from '../../payloads/reading/gates/words.ts';
import { wrapped } from '../../payloads/reading/text-width.ts';
import { percent } from '../../text/index.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { decimal, type Svg, svg } from '../svg.ts';
import type { Columns } from './columns.ts';

/** Weight per row: how the rows of each gate spread over weights from 0 to 1, one small histogram per expert. */
export function gateHistograms(level: GatesLevel, columns: Columns, top: number): { svg: Svg; height: number } {
  const row = 40;
  const rows = level.gates.map((gate, k) => {
    const y = top + k * row;
    return [
      name(gate, columns.left, y + 26),
      ...level.experts.map((_, e) => histogram(gate, e, columns, y, y + 34)),
    ].join('');
  });
  const floor = top + level.gates.length * row;
  const notes = [
    'Rows by weight, 0 to 1; height √ share.',
    'Number: rows with weight over ½.',
    ...wrapped(histogramNote(level), 226, 11, 3),
  ];
  const leading = level.gates.length > 1 ? 15 : 13;
  return {
    svg: [
      ...rows,
      ...level.experts.map((_, e) => axis(columns, e, floor + 5)),
      ...notes.map((line, i) => label(columns.right, top + 20 + leading * i, line, { size: 11, fill: light.dim })),
    ].join(''),
    height: Math.max(level.gates.length * row + 12, 20 + leading * notes.length),
  };
}

function name(gate: Gate, x: number, baseline: number): Svg {
  const colour = gateColour(gate, light);
  const d = markPath(gateMark(gate).shape, x + 5, baseline - 4, 4.4);
  return [
    svg('path', gate.task === null ? { d, fill: 'none', stroke: colour, 'stroke-width': 1.5 } : { d, fill: colour }),
    label(x + 16, baseline, 'weight per row', { size: 11, fill: light.dim }),
  ].join('');
}

function histogram(gate: Gate, e: number, columns: Columns, top: number, floor: number): Svg {
  const bins = gate.histogram[e];
  if (bins == null) return '';
  const inset = Math.min(8, columns.cell / 8);
  const left = columns.x(e) + inset;
  const width = columns.cell - 2 * inset;
  const step = width / bins.length;
  const bars = bins.flatMap((share, i) => {
    const height = Math.sqrt(share) * (floor - top - 2);
    if (height < 0.35) return [];
    const thick = Math.max(0.8, step - 0.6);
    return [`M${decimal(left + i * step)} ${decimal(floor)}v${decimal(-height)}h${decimal(thick)}v${decimal(height)}`];
  });
  const over = gate.overHalf[e] ?? 0;
  const isTallAtRight = (bins.at(-1) ?? 0) > 0.5;
  const text = over > 0.995 ? `>\u00a0${percent(0.99)}` : percent(over);
  return [
    svg('path', { d: `M${left} ${floor}h${width}`, stroke: light.hairline }),
    svg('path', { d: bars.join(''), fill: gateColour(gate, light) }),
    over < 0.03 || columns.cell < 34
      ? ''
      : label(left + width / 2 - (isTallAtRight ? 2 * step : 0), top + 11, text, {
          size: 11,
          anchor: 'middle',
          halo: true,
        }),
  ].join('');
}

function axis(columns: Columns, e: number, baseline: number): Svg {
  if (columns.cell < 24) return '';
  const inset = Math.min(8, columns.cell / 8);
  const dim = { size: 10, fill: light.dim } as const;
  return [
    label(columns.x(e) + inset, baseline, '0', dim),
    label(columns.x(e) + columns.cell - inset, baseline, '1', { ...dim, anchor: 'end' }),
  ].join('');
}
