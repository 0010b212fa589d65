import type { ComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { type CsvValue, csv } from '../host/index.ts';

/** A comparison as tidy CSV, one number a line: of a candidate's row, and the difference of each of its seeds. */
export function comparisonCsv({ tasks }: ComparisonPayload): string {
  const rows = tasks.flatMap(({ name, metric, rows }) =>
    rows.flatMap(({ candidate, mean, error, interval, differences, judgement }) => [
      ...[
        ['mean', mean] as const,
        ['standard error', error] as const,
        ...(interval === null
          ? []
          : [
              ['difference', interval.mean] as const,
              ['lower 95 %', interval.lower] as const,
              ['upper 95 %', interval.upper] as const,
              ['adjusted p', interval.adjusted] as const,
            ]),
      ].map(([statistic, value]): readonly CsvValue[] => [name, metric, candidate, judgement, null, statistic, value]),
      ...differences.map(({ seed, value }): readonly CsvValue[] => [
        name,
        metric,
        candidate,
        judgement,
        seed,
        'difference',
        value,
      ]),
    ]),
  );
  return csv(['task', 'metric', 'candidate', 'verdict', 'seed', 'statistic', 'number'], rows);
}
