export { type EmbeddedOptions, embedded, embeddedOptions } from './embedded.ts';
export { entireSpace } from './entire-space.ts';
export { createGates, type Gates } from './gates.ts';
export { valuesInput } from './values-input.ts';
