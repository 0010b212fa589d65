import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { comparisonProgress, comparisonRunning } from '../../../kernel/payloads/reading/comparison-words.ts';
import { element, setAttributes, setText } from '../host/index.ts';

type Part = { readonly node: HTMLElement; readonly draw: (payload: ComparisonPayload) => void };

/** How many trials have ended, as a bar and in words, and what runs now. Its height stays, so that nothing below it moves. */
export function comparisonProgressLine(): Part {
  const bar = element('span', {});
  const track = element('div', { class: 'comparison-track', role: 'progressbar', 'aria-label': 'Trials' }, bar);
  const words = element('span', {});
  const running = element('span', { class: 'comparison-running' });
  return {
    node: element('div', { class: 'comparison-progress small dim' }, track, words, running),
    draw(payload) {
      const { done, failed, of } = payload.trials;
      setAttributes(track, { 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': done + failed });
      track.classList.toggle('comparison-still', payload.state !== 'running');
      bar.style.width = `${(100 * (done + failed)) / Math.max(1, of)}%`;
      setText(words, comparisonProgress(payload));
      setText(running, comparisonRunning(payload));
    },
  };
}
