import { titleOf } from '../case-title.ts';
import { markdownTable } from '../markdown.ts';
import type { BusyResult } from '../trainer/busy.ts';
import { sourceLine } from './language.ts';

/** What training keeps of its speed beside busy processes. */
export function busyFigure({ about, rows }: BusyResult): string {
  const thousands = (perSecond: number) => `${(perSecond / 1000).toPrecision(3)} k`;
  const cells = rows.map((row) => {
    const { 'as it comes': usual, 'one thread': one, 'two threads': two } = row.perSecond;
    const against = `${(usual / Math.max(one, two)).toFixed(2)} ×`;
    return [titleOf(row), `${row.beside}`, thousands(one), thousands(two), thousands(usual), against];
  });
  const head = [
    '',
    'busy processes',
    'one thread',
    'two threads',
    'threads as they come',
    'against the better of both',
  ];
  return [sourceLine(about, 'en'), markdownTable(head, cells)].join('\n\n');
}
