export { filterHelp, filterOf } from './filter.ts';
export type { TableOrder } from './order.ts';
export {
  isWhole,
  mostTable,
  parseTablePayload,
  payloadSource,
  type TableColumn,
  type TablePayload,
} from './payload.ts';
export {
  mostAsked,
  parseTableAnswer,
  parseTableQuestion,
  type TableAnswer,
  type TableQuestion,
  tableQuestionTarget,
  tableRenderer,
} from './questions.ts';
export { type Arrangement, arranged, asItIs, type TableSource } from './source.ts';
export { type ColumnSummary, summarise } from './summary.ts';
export {
  isCut,
  kindOf,
  longestText,
  type TableValue,
  valueText,
} from './value.ts';
export { arrangementWords, edge, summarySentences, summaryWords, tableFacts } from './words.ts';
