import { type Judgement, toneColours, toneShapes } from '../../../../kernel/payloads/reading/judgement.ts';
import type { Remark } from '../../../../kernel/payloads/remark.ts';
import { element, setAttributes, setText, svgElement } from '../element.ts';
import { sayWhetherCopied } from '../say-whether-copied.ts';
import { phraseNodes } from './phrases.ts';

/**
 * What is so and what to do: the only filled block of a report, and the same in all of them. Further remarks are behind
 * "and 2 more". Without a judgement it is not there.
 * @param speaks tones that a screen reader is told of at once.
 */
export function verdictBlock(
  copy: (text: string) => Promise<void>,
  speaks: readonly Judgement['tone'][] = ['error'],
): { readonly node: HTMLElement; readonly draw: (judgement: Judgement | undefined) => void } {
  const node = element('div', { class: 'verdict', hidden: true });
  let shown: string | undefined;
  let isOpen = false;
  return {
    node,
    draw(judgement) {
      // What is grave is spoken when it appears, not again with every update.
      const now = JSON.stringify(judgement);
      if (now === shown) return;
      shown = now;
      node.hidden = judgement === undefined;
      if (judgement === undefined) return node.replaceChildren();
      const { tone, more } = judgement;
      setAttributes(node, { 'data-tone': tone, role: speaks.includes(tone) && 'alert' });
      const rest = element(
        'div',
        { class: 'verdict-rest', hidden: !isOpen },
        ...more.map((remark) => remarkNode(remark, copy)),
      );
      const button = moreButton(more.length, isOpen, (open) => {
        isOpen = open;
        rest.hidden = !open;
      });
      node.replaceChildren(toneIcon(tone), element('div', {}, remarkNode(judgement, copy, button), rest));
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
    { class: 'verdict-words' },
    element('p', {}, ...phraseNodes(headline), ...(more ? [' ', more] : [])),
    element('p', { class: 'verdict-detail' }, ...phraseNodes(detail)),
  );
  if (fix === undefined) return element('div', { class: 'verdict-remark' }, words);
  const button = element('button', { type: 'button', class: 'verdict-fix', 'data-tip': fix }, 'Copy the fix');
  button.addEventListener('click', () => sayWhetherCopied(button, 'Copy the fix', copy(fix)));
  return element('div', { class: 'verdict-remark' }, words, button);
}

function moreButton(count: number, isOpen: boolean, toggle: (isOpen: boolean) => void): HTMLElement | undefined {
  if (count === 0) return undefined;
  const words = (open: boolean) => (open ? 'show one' : `and ${count} more`);
  const button = element(
    'button',
    { type: 'button', class: 'verdict-more', 'aria-expanded': String(isOpen) },
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

/** Shape differs with the tone, not the colour alone. */
function toneIcon(tone: Judgement['tone']): SVGSVGElement {
  const { d, width } = toneShapes[tone];
  const path = {
    d,
    fill: 'none',
    stroke: `var(--${toneColours[tone]})`,
    'stroke-width': width,
    'stroke-linejoin': 'round',
  };
  const box = { class: 'verdict-icon', width: 16, height: 15, viewBox: '0 0 16 15', 'aria-hidden': 'true' };
  return svgElement('svg', box, svgElement('path', path));
}
