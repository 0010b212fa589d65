import type { Gate, GatesLevel, GatesPair } from '../../payloads/gates.ts';
import { markPath } from '../../payloads/marks.ts';
import { gateColour, gateMark } from '../../payloads/reading/gates/look.ts';
import { type GateMeasure, gateMeasures } from '../../payloads/reading/gates/measures.ts';
import { fitted } from '../../payloads/reading/text-width.ts';
import { fraction, percent } from '../../text/index.ts';
import { label, pieces } from '../label.ts';
import { light } from '../light.ts';
import { type Svg, svg } from '../svg.ts';
import { gateName } from './map.ts';

/** All statistics: a row per gate, each number on its scale; the divergence of the gates at the right. */
export function gateTable(level: GatesLevel, left: number, right: number, top: number): { svg: Svg; height: number } {
  const row = 38;
  const lines = Math.floor((row * level.gates.length - 8) / 19);
  const pairs = [...level.pairs].sort((a, b) => b.divergence - a.divergence).slice(0, lines);
  const end = level.pairs.length === 0 ? right : right - 132;
  const x = (column: number) => left + 108 + (end - left - 108) * (starts[column] ?? 1);
  const rows = level.gates.map((gate, k) => {
    const y = top + 34 + k * row;
    return [
      svg('path', { d: `M${left} ${y}H${end - 8}`, stroke: light.hairline }),
      gateName(gate, left, y + 20, 12),
      ...gateMeasures.map((measure, c) => reading(measure, gate, x(c), y)),
    ].join('');
  });
  return {
    svg: [
      ...gateMeasures.flatMap(({ title }, c) => title.map((line, i) => head(x(c), top + 12 + 14 * i, line))),
      ...rows,
      ...(level.pairs.length === 0 ? [] : [divergence(level, pairs, right - 124, top)]),
    ].join(''),
    height: 34 + row * level.gates.length,
  };
}

/** Where the columns begin, as a share of the table: "effective experts" is wide. */
const starts = [0, 0.155, 0.31, 0.465, 0.66, 0.855];

function head(x: number, y: number, text: string): Svg {
  return label(x, y, text, { size: 11, fill: light.dim });
}

function reading({ value, low, high, text }: GateMeasure, gate: Gate, x: number, y: number): Svg {
  const [number, highest] = [value(gate), high(gate)];
  const width = 70;
  const at = x + width * Math.max(0, Math.min(1, (number - low) / (highest - low || 1)));
  const colour = gateColour(gate, light);
  const d = markPath(gateMark(gate).shape, at, y + 28, 3.4);
  return [
    pieces(x, y + 18, [
      { text: text(number), size: 14, weight: 600 },
      { text: `${low}–${highest}`, size: 11, fill: light.dim, gap: 5 },
    ]),
    svg('path', {
      d: `M${x} ${y + 28}h${width}M${x} ${y + 25.5}v5M${x + width} ${y + 25.5}v5`,
      stroke: light.faint,
      'stroke-opacity': 0.6,
    }),
    svg('path', gate.task === null ? { d, fill: light.background, stroke: colour } : { d, fill: colour }),
  ].join('');
}

/** Two gates: their divergence and what they share. More: the pairs that differ most. */
function divergence(level: GatesLevel, pairs: readonly GatesPair[], x: number, top: number): Svg {
  const [only] = pairs;
  const titles = [head(x, top + 12, 'divergence of'), head(x, top + 26, 'the gates, JS')];
  if (level.pairs.length === 1 && only) {
    return [
      ...titles,
      pieces(x, top + 52, [
        { text: fraction(only.divergence, 2), size: 14, weight: 600 },
        { text: '0–1 bit', size: 11, fill: light.dim, gap: 5 },
      ]),
      head(x, top + 76, 'shared weight'),
      pieces(x, top + 92, [
        { text: percent(only.shared), weight: 600 },
        { text: 'Σ min(ū, ū′)', size: 11, fill: light.dim, gap: 5 },
      ]),
    ].join('');
  }
  const lines = pairs.map(({ gates: [a = 0, b = 0], divergence: bits }, i) => {
    const names = `${level.gates[a]?.serves}, ${level.gates[b]?.serves}`;
    return pieces(x, top + 52 + 19 * i, [
      { text: fraction(bits, 2), weight: 600 },
      { text: fitted(names, 96, 11), size: 11, fill: light.dim, gap: 5 },
    ]);
  });
  return [...titles, ...lines].join('');
}
