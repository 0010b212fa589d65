import { element, setText } from '../element.ts';
import { sayWhetherCopied } from '../say-whether-copied.ts';

/** The line above a report: what it is and what it is of; save and copy. */
export function reportHead(
  title: string,
  actions: { readonly save: (format: 'png' | 'svg') => void; readonly copy: () => Promise<void> },
): { readonly node: HTMLElement; readonly draw: (facts: string) => void } {
  const facts = element('span', { class: 'report-facts' });
  const png = element('button', { type: 'button' }, 'Save PNG');
  const svg = element('button', { type: 'button', 'aria-label': 'Save SVG' }, 'SVG');
  const csv = element('button', { type: 'button', class: 'report-copy' }, 'Copy CSV');
  png.addEventListener('click', () => actions.save('png'));
  svg.addEventListener('click', () => actions.save('svg'));
  csv.addEventListener('click', () => sayWhetherCopied(csv, 'Copy CSV', actions.copy()));
  const controls = element(
    'span',
    { class: 'report-actions', role: 'group', 'aria-label': 'Save, copy' },
    png,
    svg,
    csv,
  );
  return {
    node: element(
      'div',
      { class: 'report-head' },
      element('span', { class: 'report-title' }, title),
      facts,
      element('span', { class: 'fill' }),
      controls,
    ),
    draw(words) {
      setText(facts, words);
      facts.title = words;
    },
  };
}
