import { setText } from './element.ts';

/** The button's own words for a moment, then what it was. */
export function sayWhetherCopied(button: HTMLElement, words: string, work: Promise<void>): void {
  const say = (text: string) => {
    setText(button, text);
    setTimeout(() => setText(button, words), 1500);
  };
  void work.then(
    () => say('Copied'),
    () => say('Not copied'),
  );
}
