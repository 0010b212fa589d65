import type { Hover } from 'vscode-languageserver/node';
import { offerAt, percentAt, quickInfoAt } from '../../../kernel/cell/language/index.ts';
import { documentationOf } from './documentation.ts';
import { rangeOf } from './locations.ts';
import type { Place } from './notebooks.ts';
import { withOffer } from './offers.ts';

/** The type of what is under the pointer, what its author says of it, and the options it takes. */
export function hover({ language, id, document, offset }: Place): Hover | undefined {
  const command = percentAt(language.module(id)?.lines ?? [], offset);
  if (command) {
    const value = `\`${command.usage}\`\n\n${command.about}`;
    return { contents: { kind: 'markdown', value }, range: rangeOf(document, command.start, command.end) };
  }
  const info = quickInfoAt(language, id, offset);
  if (!info) return undefined;
  const contents = withOffer(documentationOf(info, info.signature), offerAt(language, id, offset));
  return { contents, range: rangeOf(document, info.start, info.end) };
}
