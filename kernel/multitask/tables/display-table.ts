/** A table as Jupyter shows it: text with aligned columns, and HTML. The first column is left-aligned, numbers are not. */
export type Table = {
  readonly title: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** `left` where cells are words; without it all but the first column are to the right, as numbers are. */
  readonly align?: 'left';
  /** Lines under the table. */
  readonly notes?: readonly string[];
};

export type DisplayBundle = { readonly 'text/plain': string; readonly 'text/html': string };

/** What `Symbol.for('Jupyter.display')` of an object returns. */
export function tableBundle(table: Table): DisplayBundle {
  return { 'text/plain': tableText(table), 'text/html': tableHtml(table) };
}

export function tableText({ title, header, rows, align, notes = [] }: Table): string {
  const widths = header.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column === 0 || align === 'left' ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd();
  const table = rows.length > 0 ? [line(header), ...rows.map(line)] : [];
  return [title, ...table, ...notes].join('\n');
}

function tableHtml({ title, header, rows, align, notes = [] }: Table): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]) =>
    row
      .map(
        (cell, i) =>
          `<${tag} style="text-align:${i === 0 || align === 'left' ? 'left' : 'right'}">${escaped(cell)}</${tag}>`,
      )
      .join('');
  const head = `<thead><tr>${cells('th', header)}</tr></thead>`;
  const body = `<tbody>${rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody>`;
  const caption = `<caption style="text-align:left;white-space:nowrap">${escaped(title)}</caption>`;
  const table = rows.length > 0 ? `<table>${caption}${head}${body}</table>` : `<p>${escaped(title)}</p>`;
  return [table, ...notes.map((note) => `<p>${escaped(note)}</p>`)].join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
