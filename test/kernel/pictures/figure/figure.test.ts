import { describe, expect, it } from 'vitest';
import { figurePicture } from '../../../../kernel/pictures/figure/figure.ts';

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
  panels: [
    [
      { name: 'run 1', x: [0, 100, 200], y: [0.7, 0.4, 0.3] },
      { name: 'run 2', x: [0, 100, 200], y: [0.7, 0.5, 0.2], line: { dash: 'dot', color: '#0063d3' } },
      {
        name: 'run 1',
        showlegend: false,
        x: [1, 2],
        y: [1, 10],
        xaxis: 'x2',
        yaxis: 'y2',
        error_y: { array: [0.5, 2] },
      },
    ],
    {
      xaxis: { domain: [0, 0.45], title: 'step' },
      xaxis2: { domain: [0.55, 1], title: 'epoch' },
      yaxis2: { type: 'log', title: 'log loss' },
    },
  ],
};

it('numbers on a logarithmic axis are written as they are', () => {
  const drawn = figurePicture({ data: [{ x: [0.001, 1000], y: [0, 1] }], layout: { xaxis: { type: 'log' } } }) ?? '';
  const written = [...drawn.matchAll(/>([^<>]+)<\/text>/g)].map(([, text]) => text);
  expect(written).toEqual(expect.arrayContaining(['0.001', '0.1', '1', '1,000']));
});

describe('the still picture of a figure', () => {
  it.each(Object.entries(figures))('%s', async (name, [data, layout]) => {
    await expect(figurePicture({ data, layout })).toMatchFileSnapshot(`../../../golden/pictures/figure-${name}.svg`);
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
    [
      'with an axis over another',
      [{ y: [1] }, { y: [2], yaxis: 'y2' }],
      { yaxis2: { overlaying: 'y', side: 'right' } },
    ],
  ])('is left out for one %s', (_, data, layout?: object) => {
    expect(figurePicture({ data, layout })).toBeUndefined();
  });

  it('stays small and finite for many points and odd values', () => {
    const y = Array.from({ length: 1e6 }, (_, i) => (i % 1000 ? Math.sin(i) : Number.NaN));
    for (const data of [[{ y }], [{ y: [5] }], [{ y: [0, 0] }], [{ y: [1e300, -1e300] }], [{ x: ['<a>'], y: [1] }]]) {
      const picture = figurePicture({ data });
      expect(picture?.length).toBeLessThan(100_000);
      expect(picture).not.toMatch(/NaN|Infinity|undefined|<a>/);
    }
  });

  it('has lines through their points, and gaps', () => {
    const picture = figurePicture({ data: [{ mode: 'lines', x: [0, 1, 2, 3], y: [0, 1, null, 1] }] }) ?? '';
    const [, path = ''] = /<path d="(M[^"]*)" fill="none" stroke="#1f77b4"/.exec(picture) ?? [];
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path.match(/L/g)).toHaveLength(1);
  });

  it.each<[string, readonly unknown[], RegExp, number]>([
    ['points', [{ type: 'scatter', mode: 'markers', x: ['a', 'b'], y: [1, 2] }], /<circle/g, 2],
    ['bars', [{ type: 'bar', x: ['a', 'b', 'c'], y: [1, 2, -3] }], /<rect [^>]*fill="#1f77b4"/g, 3],
    ['what JSON makes of typed arrays', [{ y: { 0: 1, 1: 2 } }], /<circle/g, 2],
  ])('has a mark for each of its %s', (_, data, mark, count) => {
    expect(figurePicture({ data })?.match(mark)).toHaveLength(count);
  });

  it('is harmless, whatever its names', () => {
    const hostile = '"><script>alert(1)</script>';
    const data = [
      { name: hostile, y: [1, 2], line: { color: hostile } },
      { name: 'b', y: [1] },
    ];
    const picture = figurePicture({ data, layout: { title: { text: hostile }, xaxis: { title: hostile } } });
    expect(picture).toBeDefined();
    expect(picture).not.toContain('<script');
    expect(picture).not.toContain(`"${hostile}`);
  });
});

describe('names on an axis', () => {
  const names = Array.from({ length: 60 }, (_, i) => `a name that is rather long, number ${i}`);
  const values = names.map((_, i) => i);
  const texts = (picture = '', anchor: string) =>
    [...picture.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]*)</g)]
      .filter(([, , , where, text]) => where === anchor && text.startsWith('a '))
      .map(([, x, y, , text]) => ({ x: Number(x), y: Number(y), text }));

  it('below do not stand on each other', () => {
    const below = texts(figurePicture({ data: [{ type: 'bar', x: names, y: values }] }), 'middle');
    expect(below.length).toBeGreaterThan(5);
    for (const [i, { x, text }] of below.entries())
      expect(x + text.length * 3.2).toBeLessThan((below[i + 1]?.x ?? 1e9) - (below[i + 1]?.text.length ?? 0) * 3.2);
  });

  it('beside have their room, and do not stand on each other', () => {
    const beside = texts(figurePicture({ data: [{ mode: 'markers', x: values, y: names }] }), 'end');
    expect(beside.length).toBeGreaterThan(5);
    for (const [i, { x, y, text }] of beside.entries()) {
      expect(x - text.length * 6.4).toBeGreaterThan(-4);
      if (i > 0) expect(Math.abs(beside[i - 1].y - y)).toBeGreaterThan(11);
    }
  });
});
