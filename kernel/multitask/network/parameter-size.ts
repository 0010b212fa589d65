import type { Parameter } from './network.ts';

/** How many numbers a parameter has. */
export function sizeOf({ shape }: Pick<Parameter, 'shape'>): number {
  return shape.reduce((size, side) => size * side, 1);
}
