import { types } from 'node:util';
import { fieldsOf } from '../../guards/index.ts';
import type { Bundle } from '../../link/index.ts';
import { anything, boolean, type OptionTable, readOptions, record, text } from '../../multitask/options/index.ts';
import { asOurs, settle } from '../built-ins/index.ts';
import type { Run } from '../execution/runs.ts';
import { bundleOf, displayIdOf, encodeBundle, type GridOf, isBundle } from '../values/bundle.ts';
import { jsonValue } from '../values/json-value.ts';
import type { Output } from './output.ts';

/** Shows a bundle, an object whose keys are MIME types, in the cell that is running. */
export type Display = (data: Readonly<Record<string, unknown>>, options?: DisplayOptions) => void;

export type DisplayOptions = {
  /** Names the display, so that a later call can change it; none without this. */
  readonly display_id?: string;
  /** Changes the display of that name instead of adding one; `false` without this. */
  readonly update?: boolean;
  /** What front ends are told of the output, e.g. its size, by MIME type; none without this. */
  readonly metadata?: Readonly<Record<string, unknown>>;
};

export const displayOptions = {
  display_id: {
    type: text,
    about: 'Names the display, so that a later call can change it',
    also: ['id', 'displayId', 'name'],
  },
  update: {
    type: boolean,
    default: false,
    about: 'Changes the display of that name instead of adding one',
    also: ['replace'],
  },
  metadata: {
    type: record('MIME type', anything),
    about: 'What front ends are told of the output, e.g. its size, by MIME type',
  },
} as const satisfies OptionTable<DisplayOptions>;

/** Shows bundles in the cell that `run` names at the time. */
export function createDisplay(output: Output, run: () => Run | undefined): Display {
  return asOurs((data, { display_id: displayId, update = false, metadata = {} } = {}) => {
    output.send({
      kind: 'display',
      execution: run()?.execution ?? 0,
      data: encodeBundle(data),
      metadata: fieldsOf(jsonValue(metadata)),
      displayId,
      update,
    });
  });
}

/** `display(value)` of cells: takes any value, a bundle as it is. A promise when the value takes time to show itself. */
export function displayAny(
  display: Display,
  grid?: GridOf,
): (value: unknown, options?: DisplayOptions) => void | Promise<void> {
  return asOurs((value, options, ...more: readonly unknown[]) => {
    readOptions('display', displayOptions, options, more);
    const show = (bundle: Bundle): void => {
      const named = displayIdOf(bundle);
      display(bundle.data, {
        ...(named === undefined ? {} : { display_id: named }),
        ...options,
        metadata: { ...bundle.metadata, ...options?.metadata },
      });
    };
    if (isBundle(value)) return show({ data: value, metadata: {} });
    const bundle = bundleOf(value, grid);
    if (!types.isPromise(bundle)) return show(bundle);
    return new Promise((resolve, reject) => {
      const shown = (finished: Bundle): void => resolve(show(finished));
      settle(bundle, shown, reject);
    });
  });
}
