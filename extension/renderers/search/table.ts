import { searchTable, searchTrialWords } from '../../../kernel/payloads/reading/reports/search-words.ts';
import type { SearchPayload } from '../../../kernel/payloads/search.ts';
import { element, setAttributes, setText } from '../host/index.ts';

type Table = { readonly node: HTMLElement; readonly draw: (payload: SearchPayload) => void };

/** The best trials; `point` hears the number of the one under the pointer, and undefined when it leaves. */
export function searchTablePart(point: (trial: number | undefined) => void): Table {
  const caption = element('caption', { class: 'for-readers' }, 'The best trials');
  const head = element('tr', {});
  const body = element('tbody', {});
  const table = element('table', { class: 'search-table' }, caption, element('thead', {}, head), body);
  // Many options are wider than a page.
  const node = element(
    'div',
    { class: 'search-scroll', tabindex: 0, role: 'region', 'aria-label': 'The best trials' },
    table,
  );
  body.addEventListener('mouseover', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr') : null;
    point(row === null ? undefined : Number(row.dataset.trial));
  });
  body.addEventListener('mouseleave', () => point(undefined));
  return {
    node,
    draw(payload) {
      const { header, rows } = searchTable(payload);
      if (head.children.length !== header.length)
        head.replaceChildren(...header.map(() => element('th', { scope: 'col' })));
      for (const [i, words] of header.entries()) setText(head.children[i] as Element, words);
      while (body.children.length > rows.length) body.lastElementChild?.remove();
      for (const [i, { trial, cells }] of rows.entries()) {
        const row = body.children[i] ?? body.appendChild(element('tr', {}));
        if (row.children.length !== cells.length)
          row.replaceChildren(...cells.map((_, c) => (c === 0 ? element('th', { scope: 'row' }) : element('td'))));
        setAttributes(row, { 'data-trial': trial.number, 'data-tip': searchTrialWords(payload, trial) });
        for (const [c, words] of cells.entries()) setText(row.children[c] as Element, words);
      }
    },
  };
}
