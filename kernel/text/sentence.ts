/** Text for people as pieces, so that names from data are never parsed for markup. */
export type Sentence = readonly Phrase[];

/** A piece of a sentence; text is text, never markup. */
export type Phrase = {
  /** The words. */
  readonly text: string;
  /** How they are set off; plain without this. */
  readonly style?: 'strong' | 'code' | undefined;
};

export function strong(text: string): Phrase {
  return { text, style: 'strong' };
}

export function code(text: string): Phrase {
  return { text, style: 'code' };
}

/** Joins strings and phrases; neighbours of the same style become one. */
export function sentence(...parts: readonly (string | Phrase | Sentence)[]): Sentence {
  const phrases: Phrase[] = [];
  for (const part of parts.flat()) {
    const phrase: Phrase = typeof part === 'string' ? { text: part } : part;
    const last = phrases.at(-1);
    if (phrase.text === '') continue;
    if (last && last.style === phrase.style) phrases[phrases.length - 1] = { ...last, text: last.text + phrase.text };
    else phrases.push(phrase);
  }
  return phrases;
}

export function plainText(words: Sentence): string {
  return words.map(({ text }) => text).join('');
}

/** "E1", "E1 and E2", "E1, E2 and E5"; more than `most` end in "and 3 more". */
export function enumeration(items: readonly (string | Phrase)[], most = 6): Sentence {
  const shown = items.length > most ? items.slice(0, most - 1) : items;
  const rest = items.length - shown.length;
  const all = rest > 0 ? [...shown, `${rest} more`] : shown;
  return sentence(...all.flatMap((item, i) => (i === 0 ? [item] : [i === all.length - 1 ? ' and ' : ', ', item])));
}

/** Numbers up to ten as words, as running text wants them. */
export function inWords(count: number): string {
  return words[count] ?? String(count);
}

const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `48 %` with a no-break space; `over 99 %` where rounding would claim all, `under 1 %` where it would claim nothing. */
export function share(value: number): string {
  if (value > 0.995 && value < 1) return 'over 99\u00a0%';
  if (value > 0 && value < 0.005) return 'under 1\u00a0%';
  return `${Math.round(value * 100)}\u00a0%`;
}
