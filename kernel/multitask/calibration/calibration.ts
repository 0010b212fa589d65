import type { Rows } from '../data/index.ts';
import { measureCurve } from '../metrics/calibration/index.ts';
import { checkLabels, checkRows, checkSomeCount, type Network } from '../network/index.ts';
import { readOptions } from '../options/index.ts';
import { type CalibrationOptions, calibrationOptions } from './calibration-options.ts';
import type { Calibration, CalibrationTask } from './report.ts';
import { calibrationBundle } from './table.ts';

/** What a host, e.g. a notebook's cell, adds. */
export type CalibrationHost = {
  /** The signal of all work that is given none of its own; none without this. */
  readonly signal?: () => AbortSignal | undefined;
  /** How a calibration is shown where it is the value of a cell; its table without this. */
  readonly showCalibration?: (calibration: Calibration) => Readonly<Record<string, unknown>>;
};

/** What a calibration needs of a model. */
export type CalibratedModel = {
  /** What the model is made of; its outputs that have a task are looked at. */
  readonly network: Network;
  /** For people, e.g. "MMoE"; the catalog name without this. */
  readonly title?: string;
  /** One column for each output: probabilities, or values in label units. [row] */
  predict(
    rows: Rows,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Readonly<Record<string, ArrayLike<number>>>>;
};

/** What `calibration` is. */
export type MeasureCalibration = (
  model: CalibratedModel,
  rows: Rows,
  options?: CalibrationOptions,
) => Promise<Calibration>;

/** `calibration` for a host that can interrupt it and shows it its own way, e.g. a notebook's cell. */
export function createCalibration(host: CalibrationHost = {}): MeasureCalibration {
  return async (model, rows, given = {}, ...more: readonly unknown[]) => {
    const options = readOptions('calibration', calibrationOptions, given, more);
    const { network } = model;
    checkRows(network, rows, 'calibration');
    checkLabels(network, rows, 'calibration');
    checkSomeCount(rows, 'calibration');
    const signal = AbortSignal.any([options.signal, host.signal?.()].filter((each) => each !== undefined));
    const predicted = await model.predict(rows, { signal });
    const tasks = network.outputs.flatMap(({ name, task }): CalibrationTask[] => {
      if (!task) return [];
      const columns = { labels: rows.labels[task.name], predictions: predicted[name], weights: rows.weights };
      return [{ name: task.name, kind: task.kind, ...measureCurve(task.kind, columns, options) }];
    });
    if (tasks.every((task) => 'refusal' in task))
      throw new Error(
        `calibration: no task can be looked at. ${tasks.map((task) => ('refusal' in task ? `${task.name}: ${task.refusal}` : '')).join(' ')}`,
      );
    const data = options.data ?? rows.name;
    const found: Calibration = {
      kind: 'calibration',
      model: network.model,
      title: model.title ?? network.model,
      ...(data === undefined ? {} : { data }),
      rows: rows.length,
      tasks,
    };
    const show = host.showCalibration ?? calibrationBundle;
    return Object.defineProperty(found, Symbol.for('Jupyter.display'), { value: () => show(found) });
  };
}
