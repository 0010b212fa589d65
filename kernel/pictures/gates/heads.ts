import type { GatesLevel } from '../../payloads/gates.ts';
import { expertHeads, fittedName } from '../../payloads/reading/gates/expert-heads.ts';
import { isUnused } from '../../payloads/reading/gates/expert-use.ts';
import type { MapDensity } from '../../payloads/reading/gates/look.ts';
import { isConnected } from '../../payloads/reading/gates/words.ts';
import { fitted, textWidth } from '../../payloads/reading/text-width.ts';
import { label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';
import { mostBars } from './bars.ts';
import type { Columns } from './columns.ts';

type Block = { readonly svg: Svg; readonly height: number };

const dim = { size: 11, fill: light.dim } as const;

/** What stands over a map: what the numbers are, the experts' names below their owners, titles of the statistics. */
export function gateHeads(level: GatesLevel, density: MapDensity, columns: Columns, top: number): Block {
  const { groups, names } = expertHeads(level);
  const hasOwners = groups.length > 0 && density !== 'bars';
  const baseline = top + (hasOwners ? 29 : 13);
  const isLow = density === 'value' || density === 'track';
  const hasGaps = level.gates.some((gate) => level.experts.some((_, e) => !isConnected(gate, e)));
  const left = [density === 'full' ? 'mean ± sd' : 'mean weight', ...(hasGaps ? ['– not connected'] : [])];
  const statistics = isLow ? ['per row', 'overall', 'routing'] : ['effective experts', '', 'routing'];
  return {
    svg: [
      ...left.map((line, i) => label(columns.left, baseline - 15 * (left.length - 1 - i), line, dim)),
      ...(hasOwners ? groups.map((group) => owner(group, columns, top + 13)) : []),
      density === 'bars'
        ? label(columns.first, baseline, barsTitle(level), dim)
        : names.map((name, e) => expertName(level, e, name, columns, baseline)).join(''),
      ...statistics.map((text, i) => label(columns.right + (statisticsAt[i] ?? 0), baseline, text, dim)),
    ].join(''),
    height: baseline + 7 - top,
  };
}

function barsTitle({ experts }: GatesLevel): string {
  const all = experts.length;
  return all > mostBars ? `the ${mostBars} most used of ${all} experts, most used first` : 'most used expert first';
}

/** Where the three statistics stand, from the right column's left edge. */
export const statisticsAt = [0, 88, 154] as const;

function owner(
  { text, from, to }: { text: string; from: number; to: number },
  columns: Columns,
  baseline: number,
): Svg {
  const left = columns.x(from);
  const width = columns.x(to) + columns.cell - left;
  return [
    label(left + 4, baseline, fitted(text, width - 8, 11), dim),
    svg('path', { d: `M${left} ${baseline + 3.5}h${width}`, stroke: light.hairline }),
  ].join('');
}

function expertName(level: GatesLevel, e: number, name: string, columns: Columns, baseline: number): Svg {
  const unused = isUnused(level, e);
  const weight = unused ? 400 : 600;
  const inset = columns.cell >= 50 ? 8 : 3;
  const room = columns.cell + columns.gap - inset;
  const text = fitted(
    fittedName(name, (full) => textWidth(full, 12, 600) <= room),
    room,
    12,
    600,
  );
  return pieces(columns.x(e) + inset, baseline, [
    { text, weight, ...(unused ? { fill: light.dim } : {}) },
    { text: unused && room > textWidth(`${text} unused`, 11) + 6 ? 'unused' : '', gap: 5, ...dim },
  ]);
}
