/** Multi-task models for scripts: `import { datasets, models } from 'multitask-notebook'`. */
import { createMultitask } from './create-multitask.ts';

export { createMultitask } from './create-multitask.ts';
export type * from './types.ts';

const library = createMultitask();

/**
 * Models: those of the catalog by name, `define` for your own, `load` for one that was saved.
 * @namespace
 */
export const models = library.models;

/**
 * Data to train on: logs that papers use, tables of your own, and generated data whose truth is known.
 * @namespace
 */
export const datasets = library.datasets;

/**
 * Metrics of labels and predictions: one entry for each row, NaN where a label was not observed; such rows are left out.
 * @namespace
 */
export const metrics = library.metrics;

/**
 * Looks at which experts each task uses, on these rows: utilisation, entropies, effective experts, divergence of the
 * tasks, contribution, similarity of experts, segments, and what is wrong in words. Works for every model that has a
 * gate: MMoE, OMoE, PLE at each level, AITM's attention. Weights are not changed.
 *
 * @param model one of `models`, or what has its network and computes what the report asks for.
 * @param rows e.g. `dataset.test`. More than `options.rows` are thinned evenly.
 * @returns the report: weights and shares from 0 to 1, entropies over ln n, information in nats, divergences in bits.
 * @throws when there are no rows that count (weight above 0) or not the model's columns, or a segment is asked for that is no column of the model.
 * @function
 */
export const gateReport = library.gateReport;

/**
 * What each task looks at: by how much its AUC falls, or its RMSE rises, when a feature's values are dealt out anew among
 * the rows (permutation importance; Breiman 2001, Fisher, Rudin & Dominici 2019), with a standard error. Of two features
 * that say the same, each looks dispensable: permute them together (`columns`). Weights are not changed.
 *
 * @param model one of `models`, or what has its network and predicts.
 * @param rows rows that did not train, e.g. `dataset.test`. More than `options.rows` are thinned evenly.
 * @returns by feature and task, the AUC lost, from −1 to 1, or the rise of the RMSE in label units.
 * @throws when there are no rows that count (weight above 0), not the model's columns or no labels, or a column is asked for that the model has not.
 * @function
 */
export const importance = library.importance;

/**
 * Whether what each task predicts is what happens: mean prediction beside what was observed, in bins of rows with like
 * predictions, with 95 % intervals (a reliability diagram; DeGroot & Fienberg 1983). The last line of a cell shows it.
 *
 * @param model one of `models`, or what has its network and predicts.
 * @param rows rows that did not train, e.g. `dataset.test`.
 * @returns a curve for each task: probabilities and shares from 0 to 1, or values in label units.
 * @throws when there are no rows that count (weight above 0), not the model's columns or no labels, or no task has labels of both classes.
 * @function
 */
export const calibration = library.calibration;

/**
 * Which model is better, honestly: every seed gives all candidates the same rows in the same order; the epoch is chosen on
 * the validation rows, the number taken on the test rows; differences are paired by seed, with Student intervals and
 * verdicts adjusted for how many there are (Holm 1979). Trials run side by side, one thread each, with the same numbers
 * however many run at once, here or on a cluster (`on`). An interrupt keeps the trials that have ended.
 *
 * @param candidates functions of a seed that make a model: `{ MMoE: (seed) => models.mmoe(features, tasks, { seed }) }`; or
 * `{ model, fit }`, with options of `fit` of their own.
 * @param data its `train`, `validation` and `test` rows.
 * @returns AUC from 0 to 1 or RMSE in label units of each candidate and task, with standard errors over the seeds, and
 * their differences from the baseline.
 * @throws when options or data do not fit, or no trial ended well; a trial that fails is a row with its reason.
 * @function
 */
export const compare = library.compare;

/**
 * Searches options: quasi-random choices (Halton's sequence), each trained on one thread with the same seed, with
 * successive halving over epochs. A trial that goes on does so exactly where it stood, so its numbers are those of an
 * unbroken run, and they do not depend on how many run at once, here or on a cluster (`on`). An interrupt keeps what is done.
 *
 * @param define makes a model and fit's options: `({ pick, seed }) => ({ model: models.mmoe(f, t, { experts:
 * pick('experts', [4, 8]), seed }), fit: { epochs: 9, learningRate: pick.log('learningRate', 1e-4, 1e-2) } })`.
 * @param data its `train` and `validation` rows; test rows stay unseen.
 * @returns the trials and the best of them, by the AUC from 0 to 1, or by −RMSE in label units, on the validation rows.
 * @throws when options or data do not fit, or no trial ended well; a trial that fails is a row with its reason.
 * @function
 */
export const search = library.search;

/**
 * Clusters that train and score what one machine cannot hold.
 * @namespace
 */
export const clusters = library.clusters;

/**
 * Names Parquet files that a cluster reads: `model.fit(remote('/mnt/log/*.parquet'), { on: clusters.ray(url, …) })`. Nothing of
 * them is read here.
 *
 * @param path a file, a folder, or a pattern with `*`, as the workers see it: absolute, or of an object store (`s3://…`).
 * @returns what names the rows, without their number.
 * @throws where the path is relative: a worker's working folder is another.
 * @function
 */
export const remote = library.remote;
