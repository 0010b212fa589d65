import type { Metrics, TaskMetrics } from '../metrics/index.ts';
import type { Table } from './display-table.ts';

/** Metrics with one line per output and one column per metric that any of them has. */
export function metricsTable(title: string, metrics: Metrics): Table {
  const outputs = Object.entries(metrics);
  const columns = shown.filter(({ of }) => outputs.some(([, each]) => of(each) !== undefined));
  return {
    title,
    header: ['', ...columns.map(({ name }) => name)],
    rows: outputs.map(([output, each]) => [output, ...columns.map(({ of }) => of(each) ?? '')]),
    notes: outputs.flatMap(([, { warnings = [] }]) => warnings),
  };
}

const shown: readonly { readonly name: string; readonly of: (metrics: TaskMetrics) => string | undefined }[] = [
  { name: 'AUC', of: ({ auc, aucError }) => (auc === undefined ? undefined : plusMinus(auc, aucError)) },
  { name: 'log loss', of: ({ logLoss }) => logLoss?.toFixed(4) },
  { name: 'calibration', of: ({ calibration }) => calibration?.toFixed(3) },
  { name: 'RMSE', of: ({ rmse }) => rmse?.toPrecision(4) },
  { name: 'MAE', of: ({ mae }) => mae?.toPrecision(4) },
  { name: 'rows', of: ({ rows }) => rows.toLocaleString('en-US') },
];

function plusMinus(auc: number, error: number | undefined): string {
  return error === undefined || Number.isNaN(error) ? auc.toFixed(4) : `${auc.toFixed(4)} ± ${error.toFixed(4)}`;
}
