import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { element, sayWhetherCopied, setText } from '../host/index.ts';

type Header = { readonly node: HTMLElement; readonly draw: (payload: ComparisonPayload) => void };

/** What is compared with what; save and copy. */
export function comparisonHeader(actions: {
  readonly save: (format: 'png' | 'svg') => void;
  readonly copy: () => Promise<void>;
}): Header {
  const facts = element('span', { class: 'comparison-facts' });
  const png = element('button', { type: 'button' }, 'Save PNG');
  const svg = element('button', { type: 'button', 'aria-label': 'Save SVG' }, 'SVG');
  const csv = element('button', { type: 'button', class: 'comparison-copy' }, 'Copy CSV');
  png.addEventListener('click', () => actions.save('png'));
  svg.addEventListener('click', () => actions.save('svg'));
  csv.addEventListener('click', () => sayWhetherCopied(csv, 'Copy CSV', actions.copy()));
  const controls = element(
    'span',
    { class: 'comparison-actions', role: 'group', 'aria-label': 'Save, copy' },
    png,
    svg,
    csv,
  );
  return {
    node: element(
      'div',
      { class: 'comparison-head' },
      element('span', { class: 'comparison-title' }, 'Comparison'),
      facts,
      element('span', { class: 'fill' }),
      controls,
    ),
    draw({ candidates, baseline, seeds }) {
      const others = candidates.filter((name) => name !== baseline);
      const words = `${others.join(', ')} against ${baseline} · ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`;
      setText(facts, words);
      facts.title = words;
    },
  };
}
