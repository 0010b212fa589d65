import { alike, leftOut, runsWords } from '../../../kernel/payloads/runs/index.ts';
import { count } from '../../../kernel/text/index.ts';
import { element, sayWhetherCopied, setText } from '../host/index.ts';
import type { Listing } from './listing.ts';

export type Toolbar = {
  readonly node: HTMLElement;
  readonly draw: (listing: Listing, note: string) => void;
};

/** How many runs there are, what they have in common, the search; copy. */
export function runsToolbar(
  search: string,
  actions: { readonly search: (words: string) => void; readonly copy: () => Promise<void> },
): Toolbar {
  const facts = element('span', { class: 'report-facts', role: 'status' });
  const field = element('input', {
    type: 'search',
    class: 'runs-search',
    placeholder: 'Search: model, notebook, learningRate=0.01 …',
    'aria-label': 'Search runs',
    spellcheck: 'false',
  });
  field.value = search;
  const copy = element('button', { type: 'button', class: 'report-copy' }, 'Copy CSV');
  const notes = element('div', { class: 'runs-note small dim', hidden: true });
  field.addEventListener('input', () => actions.search(field.value));
  copy.addEventListener('click', () => sayWhetherCopied(copy, 'Copy CSV', actions.copy()));
  const head = element(
    'div',
    { class: 'report-head' },
    element('h1', { class: 'report-title' }, 'Training Runs'),
    facts,
    element('span', { class: 'fill' }),
    field,
    copy,
  );
  return {
    node: element('div', { class: 'runs-toolbar' }, head, notes),
    draw({ total, found, lines }, note) {
      const groups = lines.filter(({ entry }) => entry.kind === 'seeds').length;
      const grouped = groups === 0 ? '' : `, ${count(groups)} ${groups === 1 ? 'group' : 'groups'} of seeds`;
      const shown = found.length === total ? runsWords(total) : `${count(found.length)} of ${runsWords(total)}`;
      setText(facts, [`${shown}${grouped}`, alike(found)].filter((part) => part !== '').join(' · '));
      const said = [note, leftOut(found)].filter((part) => part !== '').join(' ');
      setText(notes, said);
      notes.hidden = said === '';
    },
  };
}
