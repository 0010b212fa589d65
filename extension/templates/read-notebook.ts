/** A cell of an .ipynb file. */
export type FileCell = { readonly kind: 'code' | 'markup'; readonly language: string; readonly text: string };

/** The cells of an .ipynb file, without their outputs. Throws an error that names what is wrong. */
export function readNotebook(source: string, file: string): readonly FileCell[] {
  const { cells } = JSON.parse(source) as { cells?: unknown };
  if (!Array.isArray(cells)) throw new Error(`${file} is not a notebook: it has no cells.`);
  return cells.map(({ cell_type, source }) => {
    const text = Array.isArray(source) ? source.join('') : String(source ?? '');
    if (cell_type === 'code') return { kind: 'code', language: 'typescript', text };
    return { kind: 'markup', language: 'markdown', text };
  });
}

/** The first heading of a notebook: what it is called in a list. */
export function titleOf(cells: readonly FileCell[]): string | undefined {
  const headings = cells.filter(({ kind }) => kind === 'markup').map(({ text }) => /^#+ (.+)$/m.exec(text)?.[1]);
  return headings.find((heading) => heading !== undefined);
}

/** The first sentence below the first heading, as plain text: what a notebook is about. */
export function introductionOf(cells: readonly FileCell[]): string {
  const lines = cells
    .filter(({ kind }) => kind === 'markup')
    .flatMap(({ text }) => text.split(/\r?\n\s*\r?\n/))
    .map((paragraph) => paragraph.replace(/^#+ .*$/gm, '').trim());
  const first = lines.find((line) => line !== '') ?? '';
  const text = first
    // `**Question.** Does one help?`
    .replace(/^[*_]{1,2}[^*_]+[*_]{1,2}[.:]?\s*/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*_]/g, '')
    .replace(/\s+/g, ' ');
  return /^.*?[.?!:](?=\s|$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}
