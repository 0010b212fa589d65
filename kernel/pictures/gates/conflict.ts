import type { GatesLevel, GatesPayload } from '../../payloads/gates.ts';
import {
  conflictRowTitle,
  type ExpertConflict,
  expertConflicts,
  levelConflictWords,
} from '../../payloads/reading/conflicts/gates.ts';
import { cosineText } from '../../payloads/reading/conflicts/words.ts';
import { orderedExperts } from '../../payloads/reading/gates/expert-heads.ts';
import { wrapped } from '../../payloads/reading/text-width.ts';
import { sentence } from '../../text/index.ts';
import { label } from '../label.ts';
import { light } from '../light.ts';
import { paragraph } from '../paragraph.ts';
import { type Svg, svg } from '../svg.ts';
import { mostBars } from './bars.ts';
import type { Columns } from './columns.ts';

type Block = { readonly svg: Svg; readonly height: number };

/** One more row under the map: which experts the tasks pull apart; nothing where the run was not asked for it. */
export function gateConflict(
  payload: GatesPayload,
  level: GatesLevel,
  columns: Columns,
  end: number,
  top: number,
): Block {
  const all = expertConflicts(payload, level);
  if (all === undefined || payload.conflicts === undefined) return { svg: '', height: 0 };
  const isMany = level.experts.length > 24;
  const order = isMany ? orderedExperts(level, 'weight').slice(0, mostBars) : level.experts.map((_, e) => e);
  const title = wrapped(conflictRowTitle(payload.conflicts), columns.first - columns.left - 8, 11, 4);
  const { headline, detail } = levelConflictWords(payload, level);
  const place = { x: columns.right, y: top + 13, width: end - columns.right, leading: 15 };
  const words = paragraph(sentence(headline, ' ', detail), place, { size: 11, fill: light.dim });
  return {
    svg: [
      label(columns.left, top + 13, 'Conflict', { weight: 600 }),
      ...title.map((line, i) => label(columns.left, top + 28 + 14 * i, line, { size: 11, fill: light.dim })),
      ...order.map((e, placed) =>
        columns.cell < 30
          ? upright(all[e] ?? null, columns.x(placed), columns.cell, top)
          : lying(all[e] ?? null, columns.x(placed), columns.cell, top),
      ),
      words.svg,
    ].join(''),
    height: Math.max(36, 18 + 14 * title.length, 15 * words.lines + 2),
  };
}

function lying(conflict: ExpertConflict | null, x: number, width: number, top: number): Svg {
  const middle = x + width / 2;
  const reach = Math.min(46, width / 2 - 4);
  const mean = conflict?.cosine.mean ?? 0;
  const isApart = conflict?.tone === 'apart';
  const text = conflict === null ? (width < 60 ? '–' : 'one task') : cosineText(mean);
  return [
    svg('path', { d: `M${middle - reach} ${top + 25}H${middle + reach}`, stroke: light.hairline }),
    svg('rect', {
      x: Math.min(middle, middle + reach * mean),
      y: top + 21,
      width: Math.abs(reach * mean),
      height: 8,
      fill: isApart ? light.warning : light.faint,
    }),
    svg('path', { d: `M${middle} ${top + 19}V${top + 31}`, stroke: light.faint }),
    label(middle, top + 13, text, {
      anchor: 'middle',
      size: conflict === null ? 11 : 12,
      ...(isApart ? { weight: 600 } : { fill: light.dim }),
    }),
  ].join('');
}

function upright(conflict: ExpertConflict | null, x: number, width: number, top: number): Svg {
  const middle = top + 17;
  const mean = conflict?.cosine.mean ?? 0;
  return [
    svg('rect', {
      x: x + width * 0.15,
      y: Math.min(middle, middle - 16 * mean),
      width: width * 0.7,
      height: Math.abs(16 * mean),
      fill: conflict?.tone === 'apart' ? light.warning : light.faint,
    }),
    svg('path', { d: `M${x} ${middle}h${width}`, stroke: light.faint }),
  ].join('');
}
