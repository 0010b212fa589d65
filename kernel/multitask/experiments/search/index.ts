export { type Found, foundText, pickText, ranked, type SearchTrial, type ShowFound } from './found.ts';
export type { NumberKind, Pick, Picks, SearchAxis } from './pick.ts';
export {
  createSearch,
  type Define,
  type SearchedData,
  type SearchHost,
  type SearchProgress,
} from './search.ts';
export type { SearchOptions } from './search-options.ts';
