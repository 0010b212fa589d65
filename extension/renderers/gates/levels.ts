import type { GatesPayload } from '../../../kernel/payloads/gates.ts';
import { element, setAttributes } from '../host/index.ts';
import { mapShape, orderButtons } from '../weight-map/index.ts';
import type { GatesPart, GatesSettings } from './scene.ts';

/** Which level of gates is shown, when there are several; how very many experts are sorted. */
export function gatesLevels(change: (settings: Partial<GatesSettings>) => void): GatesPart {
  const levels = element('span', { class: 'gates-choices', role: 'group', 'aria-label': 'Level of gates' });
  const orders = orderButtons((order) => change({ order }));
  const node = element(
    'div',
    { class: 'gates-bar-line gates-levels' },
    levels,
    element('span', { class: 'fill' }),
    orders.node,
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
      orders.node.hidden = !isBars;
      orders.draw(settings.order);
    },
  };
}

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
