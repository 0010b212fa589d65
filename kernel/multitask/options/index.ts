export { nearest, noSuch } from './nearest.ts';
export { readOptions, readValue } from './read.ts';
export { optionSentence } from './sentence.ts';
export {
  abortSignal,
  anyText,
  boolean,
  callable,
  count,
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
export { isDataset, isRows, seen } from './words.ts';
