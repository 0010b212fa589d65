import type { GatesPhrase } from '../../../kernel/payloads/gates.ts';
import { element } from '../host/index.ts';

/** A sentence as nodes: names from the data are text, never markup. */
export function phraseNodes(phrases: readonly GatesPhrase[]): readonly (Node | string)[] {
  return phrases.map(({ text, style }) =>
    style === 'strong' ? element('b', {}, text) : style === 'code' ? element('code', {}, text) : text,
  );
}
