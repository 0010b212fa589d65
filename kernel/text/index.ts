export { codeLiteral, shellWord } from './code-literal.ts';
export { enumerate } from './enumerate.ts';
export { errorMessage } from './error-message.ts';
export { escapeMarkup, seenText } from './markup.ts';
export { type Candidate, nearest, noSuch } from './nearest.ts';
export {
  count,
  difference,
  duration,
  fraction,
  percent,
  plusMinus,
  signed,
  significant,
  weight,
} from './numbers.ts';
export {
  capital,
  code,
  enumeration,
  inWords,
  type Phrase,
  plainText,
  type Sentence,
  sentence,
  share,
  strong,
} from './sentence.ts';
export { slipsBetween } from './slips-between.ts';
export { type Table, type TableBundle, tableBundle, tableText } from './table.ts';
