import { escapeMarkup } from './markup.ts';

/** A table for people: as text with aligned columns, and as HTML. The first column names the rows. */
export type Table = {
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The side that the cells of a column keep to; without it words keep to the left and numbers to the right. */
  readonly align?: (column: number) => Side;
  /** Lines under the table. */
  readonly notes?: readonly string[];
};

type Side = 'left' | 'right';

export type TableBundle = { readonly 'text/plain': string; readonly 'text/html': string };

/** Both, by MIME type: what `Symbol.for('Jupyter.display')` of an object returns. */
export function tableBundle(table: Table): TableBundle {
  return { 'text/plain': tableText(table), 'text/html': tableHtml(table) };
}

export function tableText(table: Table): string {
  const { title, notes = [] } = table;
  return [...(title === undefined ? [] : [title]), ...tableLines(table), ...notes].join('\n');
}

/** The lines of the columns alone. A table with a title and without rows is its title. */
function tableLines(table: Table): readonly string[] {
  if (isOnlyTitle(table)) return [];
  const lines = [table.header, ...table.rows].map((cells) => cells.map(oneLine));
  const widths = table.header.map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const side = sides(table);
  return lines.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return side[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

function tableHtml(table: Table): string {
  const { title, header, rows, notes = [] } = table;
  const side = sides(table);
  const row = (cells: readonly string[], tag: 'th' | 'td'): string => {
    const written = cells.map((cell, column) => {
      const name = column === 0 ? 'th' : tag;
      const isName = name === 'th' && cell.length > longestName;
      const tip = isName ? ` title="${escapeMarkup(cell)}"` : '';
      const whole = name === 'th' || side[column] === 'right' ? ';white-space:nowrap' : '';
      return `<${name} style="text-align:${side[column]}${whole}${isName ? cutName : ''}"${tip}>${escapeMarkup(cell)}</${name}>`;
    });
    return `<tr>${written.join('')}</tr>`;
  };
  const caption =
    title === undefined ? '' : `<caption style="text-align:left;white-space:nowrap">${escapeMarkup(title)}</caption>`;
  const body = rows.map((cells) => row(cells, 'td')).join('');
  const whole = isOnlyTitle(table)
    ? `<p>${escapeMarkup(title ?? '')}</p>`
    : `<div style="overflow-x:auto"><table>${caption}<thead>${row(header, 'th')}</thead><tbody>${body}</tbody></table></div>`;
  return [whole, ...notes.map((note) => `<p>${escapeMarkup(note)}</p>`)].join('');
}

/** A name that is longer would push the numbers off the screen: its end is in a tip. Numbers never break. */
const longestName = 40;
const cutName = ';max-width:24em;overflow:hidden;text-overflow:ellipsis';

function isOnlyTitle({ title, rows }: Table): boolean {
  return title !== undefined && rows.length === 0;
}

/** A column is one of words where any of its cells begins with a letter. */
function sides({ header, rows, align }: Table): readonly Side[] {
  const hasWords = (column: number): boolean => rows.some((cells) => /^\p{L}/u.test(cells[column] ?? ''));
  return header.map((_, column) => align?.(column) ?? (column === 0 || hasWords(column) ? 'left' : 'right'));
}

/** What has lines of its own would tear the columns apart. */
function oneLine(cell: string): string {
  return cell.replace(/\s*[\r\n]\s*/g, ' ');
}
