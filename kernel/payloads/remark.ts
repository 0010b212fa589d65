import { list, object, oneOf, optional, text } from '../guards/index.ts';
import type { Phrase } from '../text/index.ts';

/** What is so, and the number it rests on with what to do. */
export type Remark = {
  readonly headline: readonly Phrase[];
  readonly detail: readonly Phrase[];
  /** Code that mends it, to be copied. */
  readonly fix?: string | undefined;
};

const phrases = list(object<Phrase>({ text, style: optional(oneOf('strong', 'code')) }), 256);

/** The fields of a remark, for the shapes that have more. */
export const remarkFields = { headline: phrases, detail: phrases, fix: optional(text) };
