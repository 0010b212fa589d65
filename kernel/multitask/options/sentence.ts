import type { Entry } from './types.ts';
import { defaultInWords } from './words.ts';

/** What a hover says of an option: its sentence, and what happens without it. */
export function optionSentence({ about, inCode = '', default: value, without, needed }: Entry): string {
  const none = needed ? undefined : 'none';
  const absent = without ?? (value === undefined ? none : defaultInWords(value));
  return absent === undefined ? `${about}${inCode}.` : `${about}${inCode}; ${absent} without this.`;
}
