import { textWidth } from '../../../kernel/payloads/reading/text-width.ts';
import { type TablePayload, valueText } from '../../../kernel/payloads/table/index.ts';

/** CSS pixels, of the style sheet too. */
export const rowHeight = 24;
export const headHeights = { name: 26, chart: 24, ends: 13, words: 30, filter: 28 } as const;
export const namesHeight = headHeights.name + headHeights.chart + headHeights.ends + headHeights.words;
export const headHeight = namesHeight + headHeights.filter;

const [least, most] = [124, 300];

/** The width of each column: room for its name and its first values. */
export function columnWidths({ columns }: TablePayload): readonly number[] {
  return columns.map(({ name, values }) => {
    const widest = values.slice(0, 20).reduce(
      (width: number, value) => {
        return Math.max(width, textWidth(valueText(value).slice(0, 60), 12));
      },
      textWidth(name.slice(0, 60), 12, 600) + 22,
    );
    return Math.round(Math.max(least, Math.min(most, widest + 18)));
  });
}

/** Of the column of row numbers. */
export function indexWidth({ length, index }: TablePayload): number {
  const longest = (index ?? [])
    .slice(0, 200)
    .reduce((width, name) => Math.max(width, name.length), String(length).length);
  return Math.round(Math.max(48, Math.min(200, textWidth('0'.repeat(longest + 1), 12) + 16)));
}
