import { element, setAttributes, setText } from '../element.ts';

export type Progress = {
  /** Trials that have ended, of how many. */
  readonly done: number;
  readonly of: number;
  readonly isRunning: boolean;
  readonly words: string;
  /** What runs now. */
  readonly running: string;
};

/** How many trials have ended, as a bar and in words, and what runs now. Its height stays, so that nothing below it moves. */
export function progressLine(): { readonly node: HTMLElement; readonly draw: (progress: Progress) => void } {
  const bar = element('span', {});
  const track = element('div', { class: 'report-track', role: 'progressbar', 'aria-label': 'Trials' }, bar);
  const said = element('span', {});
  const now = element('span', { class: 'report-running' });
  return {
    node: element('div', { class: 'report-progress small dim' }, track, said, now),
    draw({ done, of, isRunning, words, running }) {
      setAttributes(track, { 'aria-valuemin': 0, 'aria-valuemax': of, 'aria-valuenow': done });
      track.classList.toggle('report-still', !isRunning);
      bar.style.width = `${(100 * done) / Math.max(1, of)}%`;
      setText(said, words);
      setText(now, running);
      now.title = running;
    },
  };
}
