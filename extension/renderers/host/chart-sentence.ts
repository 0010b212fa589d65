import { element } from './element.ts';

/** What a chart shows, for whoever cannot see it: its own drawing is hidden from screen readers. */
export function chartSentence(words: string): HTMLElement {
  return element('div', { class: 'for-readers', role: 'img', 'aria-label': words });
}
