// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';

// Plotly itself needs a real browser; what a figure is has nothing to do with it.
vi.mock('plotly.js-cartesian-dist-min', () => ({ react: vi.fn(), purge: vi.fn() }));
const { parseFigure } = await import('../../../../extension/renderers/plotly/figure.ts');

it.each([
  [
    { data: [{ y: [1] }], layout: { height: 200 } },
    { ok: true, value: { data: [{ y: [1] }], layout: { height: 200 } } },
  ],
  [{ data: [] }, { ok: true, value: { data: [], layout: {} } }],
  ['figure', { ok: false, reason: 'A Plotly figure is an object with "data" and "layout".' }],
  [{ data: { y: [1] } }, { ok: false, reason: '"data" of a Plotly figure is a list of traces.' }],
  [{ data: [3] }, { ok: false, reason: '"data" of a Plotly figure is a list of traces.' }],
  [
    { data: [], layout: [] },
    { ok: false, reason: '"layout" of a Plotly figure is an object.' },
  ],
])('%j', (value, expected) => expect(parseFigure(value)).toEqual(expected));
