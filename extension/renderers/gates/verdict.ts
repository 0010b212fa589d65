import type { GatesVerdict } from '../../../kernel/payloads/gates.ts';
import type { Remark } from '../../../kernel/payloads/remark.ts';
import { element, sayWhetherCopied, setAttributes, setText, svgElement } from '../host/index.ts';
import { phraseNodes } from './phrases.ts';

/** What is so and what to do: the only filled block. Further alarms are behind "and 2 more". */
export function gatesVerdict(copy: (text: string) => Promise<void>) {
  const node = element('div', { class: 'gates-verdict' });
  let shown = '';
  let isOpen = false;
  return {
    node,
    draw(verdict: GatesVerdict) {
      // An alarm is spoken when it appears, not again with every update.
      const now = JSON.stringify(verdict);
      if (now === shown) return;
      shown = now;
      setAttributes(node, { 'data-state': verdict.state, role: verdict.state === 'alarm' ? 'alert' : 'status' });
      const rest = element(
        'div',
        { class: 'gates-rest', hidden: !isOpen },
        ...verdict.more.map((remark) => remarkNode(remark, copy)),
      );
      const more = moreButton(verdict.more.length, isOpen, (open) => {
        isOpen = open;
        rest.hidden = !open;
      });
      node.replaceChildren(stateIcon(verdict.state), element('div', {}, remarkNode(verdict, copy, more), rest));
    },
  };
}

function remarkNode(
  { headline, detail, fix }: Remark,
  copy: (text: string) => Promise<void>,
  more?: HTMLElement,
): HTMLElement {
  const words = element(
    'div',
    { class: 'gates-words' },
    element('p', {}, ...phraseNodes(headline), ...(more ? [' ', more] : [])),
    element('p', { class: 'gates-detail' }, ...phraseNodes(detail)),
  );
  if (fix === undefined) return element('div', { class: 'gates-remark' }, words);
  const button = element('button', { type: 'button', class: 'gates-fix', 'data-tip': fix }, 'Copy the fix');
  button.addEventListener('click', () => sayWhetherCopied(button, 'Copy the fix', copy(fix)));
  return element('div', { class: 'gates-remark' }, words, button);
}

function moreButton(count: number, isOpen: boolean, toggle: (isOpen: boolean) => void): HTMLElement | undefined {
  if (count === 0) return undefined;
  const words = (open: boolean) => (open ? 'show one' : `and ${count} more`);
  const button = element(
    'button',
    { type: 'button', class: 'gates-more-alarms', 'aria-expanded': String(isOpen) },
    words(isOpen),
  );
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-expanded') !== 'true';
    setAttributes(button, { 'aria-expanded': String(open) });
    setText(button, words(open));
    toggle(open);
  });
  return button;
}

/** Shape differs with the state, not the colour alone. */
function stateIcon(state: GatesVerdict['state']): SVGSVGElement {
  const box = { class: 'gates-icon', width: 16, height: 15, viewBox: '0 0 16 15', 'aria-hidden': 'true' };
  const line = (d: string, stroke: string, width: number) =>
    svgElement('path', { d, fill: 'none', stroke, 'stroke-width': width, 'stroke-linejoin': 'round' });
  switch (state) {
    case 'healthy':
      return svgElement('svg', box, line('M3 7.5l3.4 3.4L12.6 3.6', 'var(--success)', 2));
    case 'alarm':
      return svgElement('svg', box, line('M8 1.2L15 13.8H1ZM8 5.4v4.2M8 11v1.3', 'var(--error)', 1.5));
    case 'idle':
      return svgElement('svg', box, line('M3 7.5h10', 'var(--faint)', 2));
  }
}
