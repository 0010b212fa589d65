import type { Phrase } from '../../../../kernel/text/index.ts';
import { element } from '../element.ts';

/** A sentence as nodes: names from the data are text, never markup. */
export function phraseNodes(phrases: readonly Phrase[]): readonly (Node | string)[] {
  return phrases.map(({ text, style }) =>
    style === 'strong' ? element('b', {}, text) : style === 'code' ? element('code', {}, text) : text,
  );
}
