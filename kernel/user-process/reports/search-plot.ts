import { randomUUID } from 'node:crypto';
import { type Found, foundText, type SearchProgress } from '../../multitask/experiments/index.ts';
import { searchMime } from '../../payloads/mime.ts';
import { searchProgress, searchVerdict } from '../../payloads/reading/reports/search-words.ts';
import type { SearchPayload } from '../../payloads/search.ts';
import { searchPicture } from '../../pictures/index.ts';
import type { Display } from '../output/display.ts';
import { calm } from './calm.ts';
import { foundPayload, searchPayload } from './search-payload.ts';

/** Shows a search while it runs: one display, changed in place. */
export function watchSearch(
  display: Display,
  now: () => number = () => performance.now(),
  id: string = randomUUID(),
): (progress: SearchProgress) => void {
  return calm<SearchProgress>((progress, isFirst) => {
    const payload = searchPayload(progress);
    const text = progress.found ? foundText(progress.found) : `${searchVerdict(payload)}\n${searchProgress(payload)}`;
    display(bundleOf(payload, text), isFirst ? { display_id: id } : { display_id: id, update: true });
  }, now);
}

/** What was found as the value of a cell: the last picture. */
export function foundBundle(found: Found): Readonly<Record<string, unknown>> {
  return bundleOf(foundPayload(found), foundText(found));
}

/** The same below its own live picture: what can be done with it. */
export function foundWords({ trials }: Found): Readonly<Record<string, unknown>> {
  return {
    'text/plain': `.best is a candidate for compare, .picks what it chose, .trials all ${trials.length} trials.`,
  };
}

function bundleOf(payload: SearchPayload, text: string): Readonly<Record<string, unknown>> {
  return { [searchMime]: payload, 'image/svg+xml': searchPicture(payload), 'text/plain': text };
}
