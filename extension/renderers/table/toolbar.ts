import type { Arrangement, TablePayload } from '../../../kernel/payloads/table/index.ts';
import { count } from '../../../kernel/text/index.ts';
import { element, setText } from '../host/index.ts';
import { stretch } from './grid.ts';

export type ToolbarScene = {
  readonly payload: TablePayload;
  readonly facts: string;
  readonly rows: number;
  readonly base: number;
  readonly arrangement: Arrangement;
};

/** The line above the table: what it is, how large, and what can be done with it. */
export function tableToolbar(actions: {
  readonly copy: () => void;
  readonly clear: () => void;
  readonly find: (column: number) => void;
  /** To the stretch that begins at a row. */
  readonly page: (base: number) => void;
}): { readonly node: HTMLElement; readonly draw: (scene: ToolbarScene) => void } {
  const title = element('span', { class: 'report-title', dir: 'auto' });
  const facts = element('span', { class: 'report-facts' });
  const find = element('input', {
    type: 'search',
    class: 'table-find',
    placeholder: 'Find column',
    'aria-label': 'Find column',
  });
  const clear = element('button', { type: 'button' }, 'Clear order and filters');
  const copy = element(
    'button',
    { type: 'button', 'data-tip': 'The selected cells, or all rows that are here\nCtrl+C in the table' },
    'Copy CSV',
  );
  const before = element('button', { type: 'button', 'aria-label': 'The million rows before' }, '‹');
  const after = element('button', { type: 'button', 'aria-label': 'The million rows after' }, '›');
  const where = element('span', { class: 'dim' });
  const stretches = element('span', { class: 'table-stretches' }, before, where, after);
  const controls = element(
    'span',
    { class: 'report-actions', role: 'group', 'aria-label': 'Table' },
    stretches,
    find,
    clear,
    copy,
  );
  let scene: ToolbarScene | undefined;
  copy.addEventListener('click', actions.copy);
  clear.addEventListener('click', actions.clear);
  before.addEventListener('click', () => actions.page((scene?.base ?? 0) - stretch));
  after.addEventListener('click', () => actions.page((scene?.base ?? 0) + stretch));
  let found = -1;
  const next = (from: number): void => {
    const wanted = find.value.trim().toLowerCase();
    const columns = scene?.payload.columns ?? [];
    const places = columns.map((_, i) => (from + i) % columns.length);
    const column = wanted === '' ? undefined : places.find((i) => columns[i]?.name.toLowerCase().includes(wanted));
    find.classList.toggle('table-not-found', wanted !== '' && column === undefined);
    if (column === undefined) return;
    found = column;
    actions.find(column);
    find.focus({ preventScroll: true });
  };
  find.addEventListener('input', () => next(0));
  find.addEventListener('keydown', (event) => {
    // VS Code would take them for its own: to the notebook's cell.
    if (event.key === 'Enter' || event.key.startsWith('Arrow')) event.stopPropagation();
    if (event.key !== 'Enter') return;
    event.preventDefault();
    next(found + 1);
  });
  return {
    node: element(
      'div',
      { class: 'report-head table-toolbar' },
      title,
      facts,
      element('span', { class: 'fill' }),
      controls,
    ),
    draw(now) {
      scene = now;
      setText(title, now.payload.title ?? 'Table');
      setText(facts, now.facts);
      facts.title = now.facts;
      find.hidden = now.payload.columns.length < 8;
      clear.hidden = now.arrangement.order === undefined && now.arrangement.filters.length === 0;
      stretches.hidden = now.rows <= stretch;
      before.disabled = now.base === 0;
      after.disabled = now.base + stretch >= now.rows;
      setText(where, `${count(now.base)} to ${count(Math.min(now.rows, now.base + stretch) - 1)}`);
    },
  };
}
