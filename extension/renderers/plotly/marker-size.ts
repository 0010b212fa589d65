import type { MarkShape } from '../../../kernel/payloads/marks.ts';

/** Plotly's size for a shape that looks as large as a circle of `size`. */
export function plotlySize(shape: MarkShape, size: number): number {
  return shape === 'circle' || shape === 'square' ? size : size * 1.3;
}
