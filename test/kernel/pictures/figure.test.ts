import { describe, expect, it } from 'vitest';
import { figurePicture } from '../../../kernel/pictures/figure.ts';

const figures: Readonly<Record<string, readonly [data: readonly unknown[], layout?: unknown]>> = {
  lines: [
    [
      { name: 'train', x: [1, 2, 3, 4], y: [0.9, 0.5, null, 0.3] },
      { name: 'validation', x: new Float32Array([1, 2, 3, 4]), y: new Float64Array([1, 0.75, 0.5, 0.5]) },
    ],
    { title: 'Loss by epoch', xaxis: { title: 'epoch' }, yaxis: { title: { text: 'loss' } } },
  ],
  points: [[{ mode: 'markers', x: [0, 10, 20], y: [-1, 0, 1] }]],
  bars: [
    [
      { type: 'bar', name: 'income', x: ['E0', 'E1'], y: [0.25, 0.75] },
      { type: 'bar', name: 'marital', x: ['E0', 'E1'], y: [0.5, -0.5] },
    ],
    { title: { text: 'Share of <each> expert' }, barmode: 'group' },
  ],
};

describe('the still picture of a figure', () => {
  it.each(Object.entries(figures))('%s', async (name, [data, layout]) => {
    await expect(figurePicture(data, layout)).toMatchFileSnapshot(`../../golden/pictures/figure-${name}.svg`);
  });

  it.each<[string, readonly unknown[], object?]>([
    ['without traces', []],
    ['without values', [{ x: [1] }]],
    ['of another kind', [{ type: 'heatmap', z: [[1]], y: [1] }]],
    ['with a trace of another kind', [{ y: [1] }, { type: 'pie', values: [1] }]],
    ['with lying bars', [{ type: 'bar', orientation: 'h', y: [1] }]],
    ['that is nonsense', [null, 7]],
    [
      'with stacked bars',
      [
        { type: 'bar', y: [1] },
        { type: 'bar', y: [1] },
      ],
      { barmode: 'stack' },
    ],
    ['with a logarithmic axis', [{ y: [1, 10] }], { yaxis: { type: 'log' } }],
  ])('is left out for one %s', (_, data, layout?: object) => {
    expect(figurePicture(data, layout)).toBeUndefined();
  });

  it('stays small and finite for many points and odd values', () => {
    const y = Array.from({ length: 1e6 }, (_, i) => (i % 1000 ? Math.sin(i) : Number.NaN));
    for (const data of [[{ y }], [{ y: [5] }], [{ y: [0, 0] }], [{ y: [1e300, -1e300] }], [{ x: ['<a>'], y: [1] }]]) {
      const picture = figurePicture(data, {});
      expect(picture?.length).toBeLessThan(100_000);
      expect(picture).not.toMatch(/NaN|Infinity|undefined|<a>/);
    }
  });
});
