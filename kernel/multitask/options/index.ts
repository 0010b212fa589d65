export { nearest, noSuch } from '../../text/index.ts';
export { type OptionsInCode, optionsInCode } from './code.ts';
export { ownCode } from './own-code.ts';
export { fits, noMore, noOptions, readNamed, readOptions, readValue } from './read.ts';
export { optionSentence } from './sentence.ts';
export {
  type AnyType,
  abortSignal,
  anyText,
  anything,
  boolean,
  callable,
  count,
  type Entry,
  either,
  instance,
  isObject,
  list,
  number,
  numbers,
  type OptionTable,
  object,
  oneOf,
  positive,
  type Read,
  record,
  seed,
  share,
  type Table,
  type Type,
  text,
  variants,
} from './types.ts';
export { expected, isDataset, isRows, plural, seen } from './words.ts';
