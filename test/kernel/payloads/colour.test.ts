import fc from 'fast-check';
import { expect, it } from 'vitest';
import { blend, contrast, inkOn, markColour, mix, parseColour, parseOpaque } from '../../../kernel/payloads/colour.ts';

it.each([
  ['#fff', '#ffffff'],
  ['#1F1F1F', '#1f1f1f'],
  ['rgb(204, 204, 204)', '#cccccc'],
  ['rgba(255, 255, 255, 0.5)', '#808080'],
  ['rgb(100% 0% 0% / 50%)', '#800000'],
  ['#ffffff80', '#808080'],
  ['#12345', undefined],
  ['transparent', undefined],
  ['red', undefined],
  ['', undefined],
])('%s over black is %s', (css, expected) => expect(parseColour(css, '#000000')).toBe(expected));

it('contrast is the ratio of WCAG 2', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6);
  // Grey 0x76: ((0x76/255 + .055)/1.055)^2.4 = .1812; 1.05 / .2312 = 4.54.
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

it('mixes end where they should', () => {
  expect(mix('#d18616', '#3b3b3b', 0)).toBe('#d18616');
  expect(mix('#d18616', '#3b3b3b', 1)).toBe('#3b3b3b');
  expect(blend('#000000', '#ffffff', 0.5)).toBe('#808080');
});

it('orange of Light Modern is darkened until a mark has 3:1', () => {
  expect(contrast('#d18616', '#ffffff')).toBeLessThan(3);
  expect(contrast(markColour('#d18616', '#3b3b3b', '#ffffff'), '#ffffff')).toBeGreaterThanOrEqual(3);
});

const anyColour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
it('ink on any tint has at least 4.5:1', () => {
  fc.assert(
    fc.property(anyColour, anyColour, anyColour, (tint, foreground, background) => {
      expect(contrast(tint, inkOn(tint, foreground, background))).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

it('a translucent chart colour is a hue, not the brown it makes on a dark ground', () => {
  expect(parseOpaque('#EA5C0055')).toBe('#ea5c00');
  expect(parseOpaque('rgba(209, 134, 22, 0.4)')).toBe('#d18616');
  expect(parseOpaque('orange')).toBeUndefined();
});
