export { type EmbeddedOptions, embedded, embeddedOptions } from './embedded.ts';
export { entireSpace } from './entire-space.ts';
