export { type DisplayBundle, type Table, tableBundle, tableText } from './display-table.ts';
export { metricsTable } from './metrics-table.ts';
