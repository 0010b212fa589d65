import type { Gate, GatesLevel } from '../../payloads/gates.ts';
import { orderedExperts } from '../../payloads/reading/gates/expert-heads.ts';
import { topExperts } from '../../payloads/reading/gates/expert-use.ts';
import { gateColour } from '../../payloads/reading/gates/look.ts';
import { weight } from '../../text/index.ts';
import { pieces } from '../label.ts';
import { light } from '../light.ts';
import { decimal, type Svg, svg } from '../svg.ts';
import type { Columns } from './columns.ts';

/** A gate's mean weights when there are more experts than numbers fit: one bar each, the five largest in words. */
export function gateBars(level: GatesLevel, gate: Gate, columns: Columns, top: number, height: number): Svg {
  const floor = top + height;
  const highest = Math.max(0.05, ...gate.mean.map((mean) => mean ?? 0));
  const bars = orderedExperts(level, 'weight')
    .slice(0, mostBars)
    .map((e, place) => {
      const size = ((height - 16) * (gate.mean[e] ?? 0)) / highest;
      if (size < 0.3) return '';
      return `M${decimal(columns.x(place))} ${floor}v${decimal(-size)}h${decimal(columns.cell)}v${decimal(size)}Z`;
    });
  const words = topExperts(level, gate.mean, 5).map(({ label: name, mean }) => ({
    text: `${name} ${weight(mean)}`,
    size: 11,
    gap: 12,
  }));
  return [
    svg('path', { d: `M${columns.first} ${floor}h${columns.width}`, stroke: light.hairline }),
    svg('path', { d: bars.join(''), fill: gateColour(gate, light) }),
    // The most used come first, so the right end is where the bars are low.
    pieces(columns.first + columns.width, top + 10, words, 'end'),
  ].join('');
}

/** More would be thinner than a pixel or two; the most used come first, so what is left out is little. */
export const mostBars = 64;
