import { bundleOf } from './bundle.ts';
import type { Output } from './output.ts';
import type { Run } from './runs.ts';

/** Shows a bundle, an object whose keys are MIME types, in the cell that is running. */
export type Display = (data: Readonly<Record<string, unknown>>, options?: DisplayOptions) => void;

export type DisplayOptions = {
  /** Names the display, so that a later call can change it. */
  readonly display_id?: string;
  /** Changes the display of that name instead of adding one. */
  readonly update?: boolean;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

/** Shows bundles in the cell that `run` names at the time. */
export function createDisplay(output: Output, run: () => Run | undefined): Display {
  return (data, { display_id: displayId, update = false, metadata = {} } = {}) => {
    const execution = run()?.execution ?? 0;
    output.send({ kind: 'display', execution, data, metadata, displayId, update });
  };
}

/** `display(value)` of cells: takes any value, a bundle as it is. */
export function displayAny(display: Display): (value: unknown, options?: DisplayOptions) => void | Promise<void> {
  return (value, options) => {
    if (isBundle(value)) return display(encodeBinary(value), options);
    const bundle = bundleOf(value);
    if (!(bundle instanceof Promise))
      return display(bundle.data, { ...options, metadata: { ...bundle.metadata, ...options?.metadata } });
    return bundle.then(({ data, metadata }) =>
      display(data, { ...options, metadata: { ...metadata, ...options?.metadata } }),
    );
  };
}

/** An object is a bundle when it has keys and all of them are MIME types. */
export function isBundle(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => /^[a-z]+\/[\w.+-]+$/i.test(key));
}

/** Bytes cross as base64, as the messaging specification wants pictures. */
export function encodeBinary(bundle: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const encode = (value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
  return Object.fromEntries(Object.entries(bundle).map(([mime, value]) => [mime, encode(value)]));
}
