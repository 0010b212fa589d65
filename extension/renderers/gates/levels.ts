import type { ExpertOrder } from '../../../kernel/payloads/reading/expert-heads.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { type GatesPart, type GatesSettings, mapShape } from './scene.ts';

/** Which level of gates is shown, when there are several; how very many experts are sorted. */
export function gatesLevels(change: (settings: Partial<GatesSettings>) => void): GatesPart {
  const levels = element('span', { class: 'gates-choices', role: 'group', 'aria-label': 'Level of gates' });
  const order = element('button', { type: 'button', class: 'gates-order' });
  const node = element(
    'div',
    { class: 'gates-bar-line gates-levels' },
    levels,
    element('span', { class: 'fill' }),
    order,
  );
  let next: ExpertOrder = 'number';
  let offered = '';
  order.addEventListener('click', () => change({ order: next }));
  return {
    node,
    draw(scene) {
      const { payload, level, settings } = scene;
      const isBars = mapShape(scene).density === 'bars';
      node.hidden = payload.levels.length < 2 && !isBars;
      const numbers = payload.levels.map(({ level: number }) => number);
      if (offered !== numbers.join()) {
        offered = numbers.join();
        levels.replaceChildren(...(numbers.length < 2 ? [] : numbers.map((number) => levelButton(number, change))));
      }
      for (const button of levels.children) {
        setAttributes(button, { 'aria-pressed': String(button.getAttribute('data-level') === String(level.level)) });
      }
      order.hidden = !isBars;
      next = settings.order === 'weight' ? 'number' : 'weight';
      setText(order, `sort: ${next}`);
    },
  };
}

function levelButton(number: number, change: (settings: Partial<GatesSettings>) => void): HTMLElement {
  const button = element('button', { type: 'button', 'data-level': number }, `Level ${number}`);
  button.addEventListener('click', () => change({ level: number, segmentation: 0, gate: 0 }));
  return button;
}
