import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliceRows, spreadRows } from '../../../../kernel/multitask/data/some-rows.ts';
import {
  byCategory,
  byNumber,
  featureGroupings,
  outcomeGroupings,
} from '../../../../kernel/multitask/gate-report/groupings.ts';
import { segmentation } from '../../../../kernel/multitask/gate-report/segments.ts';
import { smallFeatures, smallRows } from '../../../support/plain-model.ts';

describe('numbers fall into groups', () => {
  const hundred = Array.from({ length: 100 }, (_, i) => i + 1);
  it.each<readonly [string, readonly number[], readonly string[]]>([
    ['few values stay themselves', [2, 0, 2, 1], ['0', '1', '2']],
    ['many become fifths', hundred, ['1–20', '21–40', '41–60', '61–80', '81–100']],
    [
      'a value that fills four fifths is one group',
      [...new Array<number>(80).fill(0), ...hundred.slice(0, 20)],
      ['0', '1–20'],
    ],
    [
      'negative ranges',
      hundred.map((value) => value - 101),
      ['−100 to −81', '−80 to −61', '−60 to −41', '−40 to −21', '−20 to −1'],
    ],
    [
      'probabilities',
      hundred.map((value) => value / 8000),
      ['.000125–.0025', '.00263–.005', '.00513–.0075', '.00763–.01', '.0101–.0125'],
    ],
    [
      'thousands',
      hundred.map((value) => value * 1000),
      ['1,000–20,000', '21,000–40,000', '41,000–60,000', '61,000–80,000', '81,000–100,000'],
    ],
    ['what is not a number is in none', [1, Number.NaN], ['1']],
    ['one value is one group', [3, 3], ['3']],
    ['no rows, no groups', [], []],
  ])('%s', (_, values, labels) => expect(byNumber(values).labels).toEqual(labels));

  it('every number is in exactly the group its label names', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 200 }), (values) => {
        const { labels, groups } = byNumber(values);
        values.forEach((value, row) => {
          const [low, high = low] = labels[groups[row]].replaceAll(',', '').split('–').map(Number);
          expect(value).toBeGreaterThanOrEqual(low);
          expect(value).toBeLessThanOrEqual(high);
        });
      }),
    ));
});

describe('categories fall into groups', () => {
  it.each<readonly [string, readonly number[], readonly string[], readonly string[]]>([
    ['by rows, spaces of raw files trimmed', [0, 1, 1], [' a', ' b '], ['b', 'a']],
    ['never seen in training', [0, 0, -1], ['a'], ['a', 'unseen']],
    ['an empty name', [0, 1], ['a', ''], ['a', 'code 1']],
    [
      'the rare ones together',
      [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8],
      [...'abcdefghi'],
      [...'abcdefg', '2 others'],
    ],
  ])('%s', (_, codes, values, labels) => expect(byCategory(codes, values).labels).toEqual(labels));
});

it('columns in which all rows agree and list columns divide nothing', () => {
  const rows = smallRows(40);
  const constant = { ...rows, numeric: [rows.numeric[0].fill(3), rows.numeric[1]] };
  const features = { columns: [...smallFeatures.columns, { kind: 'list', name: 'tags', values: ['x'] } as const] };
  expect(featureGroupings(features, constant).map(({ by, labels }) => `${by}: ${labels.length}`)).toEqual([
    'city: 3',
    'visits: 5',
  ]);
});

it('labels and predictions divide rows too; unlabelled rows are in no group', () => {
  const [label, prediction] = outcomeGroupings({ click: [0, 1, Number.NaN, 1] }, { click: [0.1, 0.2, 0.1, 0.9] });
  expect([label.of, label.labels, [...label.groups]]).toEqual(['label', ['0', '1'], [0, 1, -1, 1]]);
  expect([prediction.of, prediction.labels]).toEqual(['prediction', ['.1', '.2', '.9']]);
});

describe('mean weights within groups', () => {
  const grouping = {
    by: 'city',
    of: 'feature',
    labels: ['a', 'b', 'empty'],
    groups: Int8Array.of(0, 0, 1, -1),
  } as const;
  const of = segmentation(grouping, [[1, 0, 0.5, 0.5, 0, 1, 1, 0]], [2]);

  it('by hand', () =>
    expect(of.segments).toEqual([
      { label: 'a', rows: 2, means: [[0.75, 0.25]] },
      { label: 'b', rows: 1, means: [[0, 1]] },
    ]));

  // Overall (½, ½) of the three rows: ⅔ (¾ ln 1.5 + ¼ ln ½) + ⅓ ln 2
  it('information by hand', () =>
    expect(of.information).toBeCloseTo((2 / 3) * (0.75 * Math.log(1.5) + 0.25 * Math.log(0.5)) + Math.log(2) / 3, 12));

  it('average to the mean of all rows; information is not negative and at most ln n', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(2)), { minLength: 2, maxLength: 50 }),
        (rows) => {
          const weights = rows.flatMap(([g]) => [g, 1 - g]);
          const groups = Int8Array.from(rows, ([, group]) => group);
          const { segments, information } = segmentation(
            { by: 'x', of: 'feature', labels: ['0', '1', '2'], groups },
            [weights],
            [2],
          );
          const mean = segments.reduce((sum, segment) => sum + (segment.rows / rows.length) * segment.means[0][0], 0);
          expect(mean).toBeCloseTo(rows.reduce((sum, [g]) => sum + g, 0) / rows.length, 9);
          expect(information).toBeGreaterThanOrEqual(0);
          expect(information).toBeLessThanOrEqual(Math.log(2) + 1e-9);
        },
      ),
    ));
});

describe('some of the rows', () => {
  const rows = {
    ...smallRows(10),
    lists: [
      {
        offsets: Uint32Array.from({ length: 11 }, (_, i) => i * 2),
        codes: Int32Array.from({ length: 20 }, (_, i) => i),
      },
    ],
  };
  it('a slice sees the same values', () => {
    const part = sliceRows(rows, 3, 5);
    expect([...part.numeric[0]]).toEqual([...rows.numeric[0].slice(3, 5)]);
    expect([...part.labels.click]).toEqual([...rows.labels.click.slice(3, 5)]);
    expect([...part.lists[0].codes.subarray(part.lists[0].offsets[1], part.lists[0].offsets[2])]).toEqual([8, 9]);
  });
  it('a spread takes evenly, lists included', () => {
    const part = spreadRows(rows, 3);
    expect([...part.categorical[0]]).toEqual([0, 3, 6].map((row) => rows.categorical[0][row]));
    expect([...part.lists[0].codes]).toEqual([0, 1, 6, 7, 12, 13]);
    expect(spreadRows(rows, 10)).toBe(rows);
  });
});
