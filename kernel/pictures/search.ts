import { blend } from '../payloads/colour.ts';
import { type SearchLine, searchChart } from '../payloads/reading/reports/search-chart.ts';
import {
  searchFacts,
  searchLegend,
  searchProgress,
  searchStates,
  searchTable,
  searchVerdict,
} from '../payloads/reading/reports/search-words.ts';
import { fitted, wrapped } from '../payloads/reading/text-width.ts';
import type { SearchPayload } from '../payloads/search.ts';
import { label } from './label.ts';
import { light } from './light.ts';
import { picture, type Svg, svg } from './svg.ts';

/** A search as a still SVG: what was found, parallel axes with a line a trial, and the best trials. */
export function searchPicture(payload: SearchPayload, width = 860): Svg {
  const [left, right] = [16, width - 16];
  const verdict = searchVerdict(payload);
  const facts = [`Search over ${searchFacts(payload)}`, searchProgress(payload), searchStates(payload)]
    .filter((each) => each !== '')
    .join(' · ');
  const parts: Svg[] = [];
  let y = 12;
  const text = (line: string, size: number, leading: number, rest: { weight?: 600; fill?: string }) => {
    parts.push(label(left, y + size, line, { size, ...rest }));
    y += leading;
  };
  for (const line of wrapped(verdict, right - left, 14, 4)) text(line, 14, 20, { weight: 600 });
  for (const line of wrapped(facts, right - left, 12, 2)) text(line, 12, 17, { fill: light.dim });
  const [top, bottom] = [y + 14, y + 234];
  const { axes, lines, step } = searchChart(payload, { left, right, top, bottom });
  parts.push(
    ...lines.map(({ d, ...line }) => svg('path', { d, fill: 'none', ...stroke(line) })),
    ...axes.flatMap(({ x, name, anchor, nameX, ticks }) => [
      svg('path', { d: `M${x} ${top}V${bottom}`, stroke: light.faint }),
      ...name.map((words, i) => label(nameX, bottom + 18 + 14 * i, words, { weight: 600, anchor })),
      ...ticks.map((tick) =>
        label(x + 5, tick.y + 4, fitted(tick.label, Math.max(40, step - 12), 11), { size: 11, halo: true }),
      ),
    ]),
  );
  y = bottom + 40;
  for (const line of wrapped(searchLegend, right - left, 11, 3)) text(line, 11, 15, { fill: light.dim });
  const { header, rows } = searchTable(payload);
  const column = (right - left) / header.length;
  for (const [i, cells] of [header, ...rows.map((row) => row.cells)].entries()) {
    y += i === 0 ? 22 : 18;
    parts.push(svg('path', { d: `M${left} ${y - 13.5}H${right}`, stroke: light.grid }));
    for (const [c, cell] of cells.entries())
      parts.push(
        label(left + c * column, y, fitted(cell, column - 6, 11, i === 0 ? 600 : 400), {
          size: 11,
          ...(i === 0 && { weight: 600 }),
        }),
      );
  }
  return picture({ width, height: y + 14 }, `${verdict} ${facts}`, light.background, parts);
}

function stroke({ rank, isBest }: Pick<SearchLine, 'rank' | 'isBest'>): Readonly<Record<string, string | number>> {
  if (isBest) return { stroke: light.hues.orange, 'stroke-width': 3 };
  return { stroke: blend(light.background, light.hues.blue, 0.2 + 0.8 * rank ** 2), 'stroke-width': 1.5 };
}
