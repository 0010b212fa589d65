import type { ExpertOrder } from '../../../kernel/payloads/reading/gates/expert-heads.ts';
import { element, setAttributes } from '../host/index.ts';

/** How very many experts are sorted: both orders are named, the one that holds is pressed. */
export function orderButtons(choose: (order: ExpertOrder) => void) {
  const buttons = (['weight', 'number'] as const).map((order) => {
    const button = element('button', { type: 'button', 'data-order': order }, words[order]);
    button.addEventListener('click', () => choose(order));
    return button;
  });
  const node = element(
    'span',
    { class: 'gates-order', role: 'group', 'aria-label': 'Order of the experts' },
    element('span', { class: 'dim' }, 'sorted by'),
    ...buttons,
  );
  return {
    node,
    draw(order: ExpertOrder) {
      for (const button of buttons) setAttributes(button, { 'aria-pressed': String(button.dataset.order === order) });
    },
  };
}

const words: Readonly<Record<ExpertOrder, string>> = { weight: 'largest weight', number: 'number' };
