import { count, fraction, plusMinus, significant, type Table } from '../../text/index.ts';
import type { Metrics, TaskMetrics } from '../metrics/index.ts';

/** Metrics with one line per output and one column per metric that any of them has. */
export function metricsTable(title: string, metrics: Metrics): Table {
  const outputs = Object.entries(metrics);
  const columns = shown.filter(({ of }) => outputs.some(([, each]) => of(each) !== undefined));
  const own = [...new Set(outputs.flatMap(([, each]) => Object.keys(each.own ?? {})))];
  return {
    title,
    header: ['', ...columns.map(({ name }) => name), ...own],
    rows: outputs.map(([output, each]) => [
      output,
      ...columns.map(({ of }) => of(each) ?? ''),
      ...own.map((name) => number(each.own?.[name], significant) ?? ''),
    ]),
    notes: outputs.flatMap(([, { warnings = [] }]) => warnings),
  };
}

const shown: readonly { readonly name: string; readonly of: (metrics: TaskMetrics) => string | undefined }[] = [
  {
    name: 'AUC ± s.e.',
    of: ({ auc, aucError }) => number(auc, (value) => `${fraction(value)} ${plusMinus(aucError)}`.trimEnd()),
  },
  { name: 'log loss', of: ({ logLoss }) => number(logLoss, fraction) },
  { name: 'pred ÷ obs', of: ({ calibration }) => number(calibration, (value) => fraction(value, 3)) },
  { name: 'RMSE', of: ({ rmse }) => number(rmse, significant) },
  { name: 'MAE', of: ({ mae }) => number(mae, significant) },
  { name: 'rows', of: ({ rows }) => count(rows) },
];

/** Undefined where the metric does not apply to the output; one that cannot be computed is NaN. */
function number(value: number | undefined, write: (value: number) => string): string | undefined {
  return value === undefined ? undefined : write(value);
}
