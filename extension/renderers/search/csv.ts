import type { SearchPayload } from '../../../kernel/payloads/search.ts';
import { csv } from '../host/index.ts';

/** A search as CSV, a line a trial, numbers with all their digits. */
export function searchCsv({ axes, metric, trials }: SearchPayload): string {
  return csv(
    ['trial', 'state', metric, 'epoch', 'trained', ...axes.map(({ name }) => name)],
    trials.map(({ number, state, value, epoch, epochs, picks }) => [
      number,
      state,
      value,
      epoch,
      epochs,
      ...axes.map((_, i) => picks[i]?.value ?? picks[i]?.label ?? null),
    ]),
  );
}
