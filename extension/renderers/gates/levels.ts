import type { GatesPayload } from '../../../kernel/payloads/gates.ts';
import type { ExpertOrder } from '../../../kernel/payloads/reading/expert-heads.ts';
import { element, setAttributes } from '../host/index.ts';
import { type GatesPart, type GatesSettings, mapShape } from './scene.ts';

/** Which level of gates is shown, when there are several; how very many experts are sorted. */
export function gatesLevels(change: (settings: Partial<GatesSettings>) => void): GatesPart {
  const levels = element('span', { class: 'gates-choices', role: 'group', 'aria-label': 'Level of gates' });
  const orders = Object.entries(orderWords).map(([order, words]) => {
    const button = element('button', { type: 'button', 'data-order': order }, words);
    button.addEventListener('click', () => change({ order: order as ExpertOrder }));
    return button;
  });
  const sorted = element(
    'span',
    { class: 'gates-order', role: 'group', 'aria-label': 'Order of the experts' },
    element('span', { class: 'dim' }, 'sorted by'),
    ...orders,
  );
  const node = element(
    'div',
    { class: 'gates-bar-line gates-levels' },
    levels,
    element('span', { class: 'fill' }),
    sorted,
  );
  let offered = '';
  return {
    node,
    draw(scene) {
      const { payload, level, settings } = scene;
      const isBars = mapShape(scene).density === 'bars';
      node.hidden = payload.levels.length < 2 && !isBars;
      const numbers = payload.levels.map(({ level: number }) => number);
      const alarmed = levelsWithAlarms(payload);
      const now = JSON.stringify([numbers, [...alarmed]]);
      if (offered !== now) {
        offered = now;
        const buttons = numbers.map((number) => levelButton(number, alarmed.has(number), change));
        levels.replaceChildren(...(numbers.length < 2 ? [] : buttons));
      }
      for (const button of levels.children) {
        setAttributes(button, { 'aria-pressed': String(button.getAttribute('data-level') === String(level.level)) });
      }
      sorted.hidden = !isBars;
      for (const button of orders)
        setAttributes(button, { 'aria-pressed': String(button.dataset.order === settings.order) });
    },
  };
}

const orderWords: Readonly<Record<ExpertOrder, string>> = { weight: 'largest weight', number: 'number' };

/** Levels that an alarm is about. */
function levelsWithAlarms({ verdict }: GatesPayload): ReadonlySet<number> {
  return new Set([verdict, ...verdict.more].flatMap(({ level }) => level ?? []));
}

function levelButton(
  number: number,
  hasAlarm: boolean,
  change: (settings: Partial<GatesSettings>) => void,
): HTMLElement {
  const mark = [
    element('span', { class: 'gates-alarm-mark', 'aria-hidden': 'true' }, ' ▲'),
    element('span', { class: 'for-readers' }, ', has an alarm'),
  ];
  const button = element(
    'button',
    { type: 'button', 'data-level': number, ...(hasAlarm ? { 'data-tip': 'An alarm is about this level.' } : {}) },
    `Level ${number}`,
    ...(hasAlarm ? mark : []),
  );
  button.addEventListener('click', () => change({ level: number, segmentation: 0, gate: 0 }));
  return button;
}
