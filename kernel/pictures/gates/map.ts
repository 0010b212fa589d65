import type { Gate, GatesLevel } from '../../payloads/gates.ts';
import { markPath } from '../../payloads/marks.ts';
import {
  cellHeight,
  cellInks,
  cellTint,
  gateColour,
  gateMark,
  type MapDensity,
  mapDensity,
  scaleColour,
} from '../../payloads/reading/gates/look.ts';
import { information, overall, perRow } from '../../payloads/reading/gates/measures.ts';
import { isConnected } from '../../payloads/reading/gates/words.ts';
import { fitted } from '../../payloads/reading/text-width.ts';
import { weight } from '../../text/index.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';
import { gateBars } from './bars.ts';
import type { Columns } from './columns.ts';
import { gateHeads, statisticsAt } from './heads.ts';

type Block = { readonly svg: Svg; readonly height: number };

/** Mean weights of one level: a row per gate, a column per expert, three statistics at the right. */
export function gateMap(level: GatesLevel, columns: Columns, top: number): Block {
  const density = mapDensity(level, columns.width);
  const height = cellHeight[density];
  const gap = density === 'value' ? 3 : 7;
  const heads = gateHeads(level, density, columns, top);
  const rows = level.gates.map((gate, k) => {
    const y = top + heads.height + k * (height + gap);
    return [
      gateName(gate, columns.left, y + Math.min(17, height / 2 + 5)),
      cells(level, gate, density, columns, y),
      statistics(gate, columns, y, height),
    ].join('');
  });
  return {
    svg: [heads.svg, ...rows].join(''),
    height: heads.height + level.gates.length * (height + gap) - gap,
  };
}

export function gateName(gate: Gate, x: number, baseline: number, size = 14): Svg {
  const { shape } = gateMark(gate);
  const colour = gateColour(gate, light);
  const d = markPath(shape, x + 5, baseline - 5, 4.4);
  return [
    svg('path', gate.task === null ? { d, fill: 'none', stroke: colour, 'stroke-width': 1.5 } : { d, fill: colour }),
    label(x + 16, baseline, fitted(gate.serves, 86, size, 600), { size, weight: 600 }),
  ].join('');
}

function inset(columns: Columns): number {
  return columns.cell >= 50 ? 8 : 3;
}

function cells(level: GatesLevel, gate: Gate, density: MapDensity, columns: Columns, y: number): Svg {
  if (density === 'bars') return gateBars(level, gate, columns, y, cellHeight.bars);
  return level.experts
    .map((_, e) =>
      isConnected(gate, e)
        ? cell(level, gate, e, density, columns, y)
        : notConnected(columns.x(e), y, columns.cell, cellHeight[density]),
    )
    .join('');
}

function cell(level: GatesLevel, gate: Gate, e: number, density: MapDensity, columns: Columns, y: number): Svg {
  const mean = gate.mean[e] ?? 0;
  const sd = gate.sd[e] ?? 0;
  const tint = cellTint(mean, scaleColour(gate, level, light), light);
  const { ink, second } = cellInks(tint, light);
  const height = cellHeight[density];
  const left = columns.x(e) + inset(columns);
  const width = columns.cell - 2 * inset(columns);
  const isNarrow = columns.cell < 34;
  const size = density === 'full' ? 16 : isNarrow ? 11 : 13;
  const baseline = density === 'full' ? 20 : 18;
  const track = y + height - 11;
  const at = (value: number) => left + width * Math.max(0, Math.min(1, value));
  return [
    svg('rect', { x: columns.x(e), y, width: columns.cell, height, fill: tint }),
    label(left, y + baseline, weight(mean, isNarrow ? 2 : 3), { size, weight: mean >= 0.1 ? 600 : 400, fill: ink }),
    density === 'full' ? label(left, y + 35, `±\u00a0${weight(sd)}`, { size: 11, fill: second }) : '',
    ...(density === 'value'
      ? []
      : [
          svg('path', { d: `M${left} ${track}h${width}`, stroke: ink, opacity: 0.28 }),
          svg('path', { d: `M${at(mean - sd)} ${track}H${at(mean + sd)}`, stroke: ink, 'stroke-width': 1.5 }),
          svg('rect', { x: at(mean) - 1.5, y: track - 5, width: 3, height: 10, fill: ink }),
        ]),
  ].join('');
}

/** A cell that is no number: the gate does not see the expert. */
function notConnected(x: number, y: number, width: number, height: number): Svg {
  return svg('path', {
    d: `M${x + 0.5} ${y + 0.5}h${width - 1}v${height - 1}h${1 - width}ZM${x + width / 2 - 5} ${y + height / 2}h10`,
    fill: 'none',
    stroke: light.hairline,
  });
}

function statistics(gate: Gate, columns: Columns, y: number, height: number): Svg {
  const [each, all, routed] = [perRow, overall, information].map(({ value }) => value(gate));
  const isLow = height < 40;
  const strong = { size: isLow ? 13 : 16, weight: 600 } as const;
  const dim = { size: 11, fill: light.dim } as const;
  const baseline = y + (isLow ? 18 : 20);
  const x = statisticsAt.map((offset) => columns.right + offset);
  return [
    label(x[0] ?? 0, baseline, perRow.text(each ?? 0), strong),
    label(x[1] ?? 0, baseline, overall.text(all ?? 0), strong),
    label(x[2] ?? 0, baseline, weight(routed, 2), strong),
    ...(isLow
      ? []
      : [
          label(x[0] ?? 0, y + 35, `per row, of ${gate.experts}`, dim),
          label(x[1] ?? 0, y + 35, 'overall', dim),
          label(x[2] ?? 0, y + 35, 'information', dim),
        ]),
  ].join('');
}
