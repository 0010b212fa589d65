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
    '<div style="overflow-x:auto"><table><caption style="text-align:left;white-space:nowrap">MMoE</caption>' +
      '<thead><tr><th style="text-align:left;white-space:nowrap"></th><th style="text-align:right;white-space:nowrap">AUC</th>' +
      '<th style="text-align:right;white-space:nowrap">rows</th><th style="text-align:left;white-space:nowrap">verdict</th></tr></thead>' +
      '<tbody><tr><th style="text-align:left;white-space:nowrap">click</th><td style="text-align:right;white-space:nowrap">.8523 ± .0012</td>' +
      '<td style="text-align:right;white-space:nowrap">1,204</td><td style="text-align:left">better</td></tr>' +
      '<tr><th style="text-align:left;white-space:nowrap">buy</th><td style="text-align:right;white-space:nowrap">–</td>' +
      '<td style="text-align:right;white-space:nowrap">98</td><td style="text-align:left"></td></tr></tbody></table></div>' +
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

test('a long name is cut with all of it in a tip, and the table scrolls', () => {
  const name = `${'very '.repeat(10)}"long"`;
  const html = tableBundle({ header: ['', 'AUC'], rows: [[name, '.5']] })['text/html'];
  const escaped = name.replaceAll('"', '&#34;');
  expect(html).toContain(`text-overflow:ellipsis" title="${escaped}">${escaped}</th>`);
  expect(html).toMatch(/^<div style="overflow-x:auto"><table>.*<\/table><\/div>$/);
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
