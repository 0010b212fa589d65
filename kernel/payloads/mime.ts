/** MIME types of the payloads; `v1` goes up when an old renderer could no longer draw a new payload. */
export const trainingMime = 'application/vnd.multitask-notebook.training.v1+json';
export const gatesMime = 'application/vnd.multitask-notebook.gates.v1+json';
export const calibrationMime = 'application/vnd.multitask-notebook.calibration.v1+json';
export const importanceMime = 'application/vnd.multitask-notebook.importance.v1+json';
export const comparisonMime = 'application/vnd.multitask-notebook.comparison.v1+json';
export const searchMime = 'application/vnd.multitask-notebook.search.v1+json';
export const tableMime = 'application/vnd.multitask-notebook.table.v1+json';
export const widgetMime = 'application/vnd.multitask-notebook.widget.v1+json';
