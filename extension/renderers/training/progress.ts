import { type Phrase, progressLine, progressSentence } from '../../../kernel/payloads/reading/training-words.ts';
import { element, setAttributes, setText } from '../host/index.ts';
import { type Part, whenChanged } from './scene.ts';

/** A bar in one piece per epoch, and the line under it. */
export function trainingProgress(): Part {
  const bar = element('div', {
    class: 'bar',
    role: 'progressbar',
    'aria-label': 'Training progress',
    'aria-valuemin': 0,
  });
  const left = element('span', { class: 'left' });
  const right = element('span', { class: 'right' });
  const line = element('div', { class: 'words' }, left, right);
  const node = element('div', { class: 'progress' }, bar, line);
  const ifPieces = whenChanged();
  let fills: HTMLElement[] = [];
  return {
    node,
    draw({ payload }) {
      const { progress, state } = payload;
      // Beyond forty epochs the gaps between pieces would eat the bar.
      const pieces = progress.epochs <= 40 ? progress.epochs : 1;
      const size = pieces === 1 ? Math.max(1, progress.steps) : progress.stepsPerEpoch;
      ifPieces([pieces], () => {
        fills = Array.from({ length: pieces }, () => element('span', { class: 'done' }));
        bar.replaceChildren(...fills.map((fill) => element('span', { class: 'piece' }, fill)));
      });
      for (const [i, fill] of fills.entries()) {
        const done = Math.max(0, Math.min(1, (progress.step - i * size) / size));
        const width = `${Math.round(done * 1000) / 10}%`;
        if (fill.style.width !== width) fill.style.width = width;
      }
      bar.dataset.state = state;
      line.dataset.state = state;
      setAttributes(bar, {
        'aria-valuemax': progress.steps,
        'aria-valuenow': progress.step,
        'aria-valuetext': progressSentence(payload),
      });
      const words = progressLine(payload);
      write(left, words.left);
      write(right, words.right);
    },
  };
}

/** Keeps the nodes while the form of the line stays, so that only changed numbers are written. */
function write(place: HTMLElement, line: readonly (readonly Phrase[])[]): void {
  const form = line.map((phrases) => phrases.map(({ tone = '' }) => tone).join(' ')).join('|');
  if (place.dataset.form !== form) {
    place.dataset.form = form;
    place.replaceChildren(
      ...line.map((phrases) =>
        element('span', { class: 'phrase' }, ...phrases.map(({ tone }) => element('span', { class: tone ?? false }))),
      ),
    );
  }
  for (const [i, phrases] of line.entries()) {
    for (const [j, { text }] of phrases.entries()) {
      const span = place.children[i]?.children[j];
      if (span !== undefined) setText(span, text);
    }
  }
}
