import type { Sentence } from '../../text/index.ts';
import { type FlagGroups, spelling } from './flag.ts';

/** The innermost option that code names: `epochs: 6`, `earlyStopping: { patience: 2 }`, `gradients: "pcgrad"`. */
const option = /(\w+): (?:"(\w+)"|([\d.e-]+))(?: })*$/;

/** A sentence for the terminal: an option of a cell that it names is what a person types here. What no flag says stays as it is. */
export function withFlags(words: Sentence, groups: FlagGroups): Sentence {
  const flags = Object.assign({}, ...Object.values(groups));
  return words.map((phrase) => {
    const [, name = '', word, number] = (phrase.style === 'code' && option.exec(phrase.text)) || [];
    return name in flags ? { ...phrase, text: `${spelling(name, flags[name])} ${word ?? number}` } : phrase;
  });
}
