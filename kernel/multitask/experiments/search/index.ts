export { type Found, foundText, pickText, ranked, type SearchTrial } from './found.ts';
export type { Pick, Picks, SearchAxis } from './pick.ts';
export {
  createSearch,
  type Define,
  type SearchedData,
  type SearchHost,
  type SearchOptions,
  type SearchProgress,
} from './search.ts';
