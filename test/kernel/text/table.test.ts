import { describe, expect, test } from 'vitest';
import { type Table, tableBundle, tableText } from '../../../kernel/text/index.ts';

const metrics: Table = {
  title: 'MMoE',
  header: ['', 'AUC', 'rows', 'verdict'],
  rows: [
    ['click', '.8523 ± .0012', '1,204', 'better'],
    ['buy', '–', '98', ''],
  ],
  notes: ['buy: one class only'],
};

test('words keep to the left, numbers to the right, and the first column names the rows', () => {
  expect(tableText(metrics)).toBe(
    [
      'MMoE',
      '                 AUC   rows  verdict',
      'click  .8523 ± .0012  1,204  better',
      'buy                –     98',
      'buy: one class only',
    ].join('\n'),
  );
  expect(tableBundle(metrics)['text/html']).toBe(
    '<table><caption style="text-align:left;white-space:nowrap">MMoE</caption>' +
      '<thead><tr><th style="text-align:left"></th><th style="text-align:right">AUC</th>' +
      '<th style="text-align:right">rows</th><th style="text-align:left">verdict</th></tr></thead>' +
      '<tbody><tr><th style="text-align:left">click</th><td style="text-align:right">.8523 ± .0012</td>' +
      '<td style="text-align:right">1,204</td><td style="text-align:left">better</td></tr>' +
      '<tr><th style="text-align:left">buy</th><td style="text-align:right">–</td>' +
      '<td style="text-align:right">98</td><td style="text-align:left"></td></tr></tbody></table>' +
      '<p>buy: one class only</p>',
  );
});

describe('a cell is text on one line, whatever it holds', () => {
  const hostile = '<img src=x onerror="a(\'b\')"> & co';
  const table: Table = { title: hostile, header: ['a', hostile], rows: [['1\r\n  2', hostile]], notes: [hostile] };

  test('as HTML: no tag of its own', () => {
    const html = tableBundle(table)['text/html'];
    expect(html).not.toContain('<img');
    expect(html.split('&lt;img src=x onerror=&#34;a(&#39;b&#39;)&#34;&gt; &amp; co')).toHaveLength(5);
  });

  test('as text', () => expect(tableText(table).split('\n')[2]).toBe(`1 2  ${hostile}`));
});

test('a caller that knows its values says the side', () => {
  expect(
    tableText({
      header: ['', 'id'],
      rows: [
        ['0', '7'],
        ['1', '12'],
      ],
      align: () => 'left',
    }),
  ).toBe('   id\n0  7\n1  12');
});

test('without rows there is the title, or else the header', () => {
  expect(tableBundle({ title: 'none <yet>', header: ['a'], rows: [] })).toEqual({
    'text/plain': 'none <yet>',
    'text/html': '<p>none &lt;yet&gt;</p>',
  });
  expect(tableText({ header: ['a', 'b'], rows: [] })).toBe('a  b');
});

test('rows with fewer cells than the header leave the others empty', () => {
  expect(tableText({ header: ['a', 'b', 'c'], rows: [['1'], ['2', '30', '4']] })).toBe('a   b  c\n1\n2  30  4');
});
