import { reportFacts } from '../../../kernel/payloads/reading/gates/words.ts';
import { element, sayWhetherCopied, setAttributes } from '../host/index.ts';
import type { GatesPart } from './scene.ts';

export type HeaderActions = {
  readonly save: (format: 'png' | 'svg') => void;
  readonly copy: () => Promise<void>;
  readonly explain: () => void;
};

/** What the report is about; save and copy, behind ⋯ in a narrow output. */
export function gatesHeader({ save, copy, explain }: HeaderActions): GatesPart {
  const facts = element('span', { class: 'gates-facts' });
  const png = element('button', { type: 'button' }, 'Save PNG');
  const svg = element('button', { type: 'button', 'aria-label': 'Save SVG' }, 'SVG');
  const csv = element('button', { type: 'button', class: 'gates-copy' }, 'Copy CSV');
  const actions = element('span', { class: 'gates-actions', role: 'group', 'aria-label': 'Save, copy' }, png, svg, csv);
  const menu = element(
    'button',
    { type: 'button', class: 'gates-menu', 'aria-expanded': 'false', 'aria-label': 'More: save, copy' },
    '⋯',
  );
  const words = element(
    'button',
    {
      type: 'button',
      class: 'gates-explain',
      'aria-label': 'Explain the words',
      'data-tip': 'The report in thirty seconds',
    },
    '?',
  );
  words.addEventListener('click', explain);
  png.addEventListener('click', () => save('png'));
  svg.addEventListener('click', () => save('svg'));
  csv.addEventListener('click', () => sayWhetherCopied(csv, 'Copy CSV', copy()));
  menu.addEventListener('click', () => {
    const isOpen = menu.getAttribute('aria-expanded') !== 'true';
    setAttributes(menu, { 'aria-expanded': String(isOpen) });
    actions.classList.toggle('open', isOpen);
  });
  const node = element(
    'div',
    { class: 'gates-head' },
    element('span', { class: 'gates-title' }, 'Gate report'),
    facts,
    element('span', { class: 'fill' }),
    words,
    menu,
    actions,
  );
  return {
    node,
    draw({ payload, level, settings, isStacked }) {
      words.hidden = level.gates.length === 0;
      setAttributes(words, { 'aria-expanded': String(settings.isExplained) });
      const all = [payload.title, ...reportFacts(payload)];
      facts.title = all.join(' · ');
      const list = isStacked ? [payload.title, ...payload.summary] : all;
      if (facts.dataset.facts === list.join('\n')) return;
      facts.dataset.facts = list.join('\n');
      facts.replaceChildren(
        ...list.flatMap((fact, i) => [...(i === 0 ? [] : [element('i', {}, ' · ')]), element('span', {}, fact)]),
      );
    },
  };
}
