import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { element, fragment } from '../../../../kernel/user-process/environment/element.ts';
import { bundleOf, isBundle } from '../../../../kernel/user-process/values/bundle.ts';
import { pictureBundle } from '../../../../kernel/user-process/values/picture.ts';
import { dataTableBundle } from '../../../../kernel/user-process/values/table.ts';
import { consoleTable, tableOf } from '../../../../kernel/user-process/values/tabular.ts';
import { describeVariable } from '../../../../kernel/user-process/values/variables.ts';

const thrower = () => {
  throw new Error('boom');
};

/** A list whose middle was never written. */
function withHole(first: unknown, last: unknown): unknown[] {
  const list = [first];
  list[2] = last;
  return list;
}

describe('what is a table', () => {
  test.each([
    [[{ a: 1 }], true],
    [[{ a: 1 }, { b: 2 }], true],
    [[], false],
    [[1, 2], false],
    [[[1], [2]], false],
    [[{ a: 1 }, null], false],
    [[{}], false],
    [[new Date(0)], false],
    [[new Map()], false],
    [[new Proxy({ a: 1 }, {})], false],
    [new Array(3), false],
    [withHole({ a: 1 }, { a: 2 }), false],
    [[Object.defineProperty({ b: 1 }, 'a', { enumerable: true, get: () => 1 })], false],
    [{ a: 1 }, false],
    ['text', false],
  ])('%j: %s', (value, is) => {
    expect(tableOf(value) !== undefined).toBe(is);
  });
});

describe('cells of a table are text', () => {
  test.each([
    [1.5, '1.5'],
    ['<i>"&\'', '<i>"&\''],
    [null, ''],
    [undefined, ''],
    [true, 'true'],
    [10n, '10'],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [{ x: 1 }, '{ x: 1 }'],
    [[1, 2], '[ 1, 2 ]'],
    [Symbol('s'), 'Symbol(s)'],
    ['two\n  lines', 'two lines'],
    ['x'.repeat(300), `${'x'.repeat(199)}…`],
    [{ toString: () => 'own' }, 'own'],
    [Object.create(null), '[Object: null prototype] {}'],
    [{ toString: 5 }, '{ toString: 5 }'],
    [
      {
        toString() {
          throw new Error('no');
        },
      },
      '{ toString: [Function: toString] }',
    ],
    [new Proxy({}, {}), '{}'],
  ])('%o', (value, text) => {
    const bundle = dataTableBundle({ columns: ['c'], rows: [[value]], length: 1 });
    expect(bundle['text/plain']?.split('\n')[1]?.slice(1).trim()).toBe(text);
    expect(bundle['text/html']).not.toMatch(/<i>/);
  });

  test('numbers stand right, texts left, what is too much is counted', () => {
    const rows = Array.from({ length: 60 }, (_, i) => [i, 'x', ...new Array(40).fill(0)]);
    const { 'text/plain': text = '' } = dataTableBundle({
      columns: Array.from({ length: 42 }, (_, i) => `c${i}`),
      rows,
      length: 1_234,
    });
    const lines = text.split('\n');
    expect(lines[0]?.slice(0, 14)).toBe('    c0  c1  c2');
    expect(lines[1]?.slice(0, 14)).toBe('0    0  x    0');
    expect(lines.at(-1)).toBe('… 1,184 more rows, 12 more columns');
  });
});

test.each<readonly [data: unknown, columns: readonly string[] | undefined, table: unknown]>([
  [
    [[1, 2], [3]],
    undefined,
    {
      columns: ['0', '1'],
      rows: [
        [1, 2],
        [3, undefined],
      ],
      length: 2,
      index: ['0', '1'],
    },
  ],
  [
    { r: { a: 1 }, s: 5 },
    undefined,
    {
      columns: ['a', 'Values'],
      rows: [
        [1, undefined],
        [undefined, 5],
      ],
      length: 2,
      index: ['r', 's'],
    },
  ],
  [[{ a: 1, b: 2 }], ['b'], { columns: ['b'], rows: [[2]], length: 1, index: ['0'] }],
  [new Map([['k', { v: 1 }]]), undefined, { columns: ['v'], rows: [[1]], length: 1, index: ['k'] }],
  [new Set(['x']), undefined, { columns: ['Values'], rows: [['x']], length: 1, index: ['0'] }],
  [[{ '(index)': 1 }], undefined, { columns: ['(index)'], rows: [[1]], length: 1, index: ['0'] }],
  [
    [{ constructor: 1 }, { a: 2 }],
    undefined,
    {
      columns: ['constructor', 'a'],
      rows: [
        [1, undefined],
        [undefined, 2],
      ],
      length: 2,
      index: ['0', '1'],
    },
  ],
  [
    [JSON.parse('{"__proto__": 1}'), {}],
    undefined,
    { columns: ['__proto__'], rows: [[1], [undefined]], length: 2, index: ['0', '1'] },
  ],
  [
    [{ toString: 1 }, 5],
    undefined,
    {
      columns: ['toString', 'Values'],
      rows: [
        [1, undefined],
        [undefined, 5],
      ],
      length: 2,
      index: ['0', '1'],
    },
  ],
  [
    [{ Values: 1 }, 5],
    undefined,
    {
      columns: ['Values', 'Values'],
      rows: [
        [1, undefined],
        [undefined, 5],
      ],
      length: 2,
      index: ['0', '1'],
    },
  ],
  [
    [{ a: 1 }],
    ['constructor', 'a', 'hasOwnProperty'],
    { columns: ['constructor', 'a', 'hasOwnProperty'], rows: [[undefined, 1, undefined]], length: 1, index: ['0'] },
  ],
  [new Float32Array([1, 2]), undefined, { columns: ['Values'], rows: [[1], [2]], length: 2, index: ['0', '1'] }],
  [[], undefined, { columns: [], rows: [], length: 0, index: [] }],
  [{}, undefined, { columns: [], rows: [], length: 0, index: [] }],
  [
    new Map<unknown, unknown>([
      [{ k: 1 }, 2],
      [Symbol('s'), 3],
    ]),
    undefined,
    { columns: ['Values'], rows: [[2], [3]], length: 2, index: ['{ k: 1 }', 'Symbol(s)'] },
  ],
  [new Map([[1, 2]]).entries(), undefined, undefined],
  ['text', undefined, undefined],
])('console.table, case %#', (data, columns, table) => {
  expect(consoleTable(data, columns)).toEqual(table);
});

test('console.table goes on where a getter throws, and refuses columns that are no list', () => {
  const row = Object.defineProperty({ b: 1 }, 'a', { enumerable: true, get: thrower });
  expect(consoleTable([row])?.rows).toEqual([[1, '[Getter that throws]']]);
  expect(() => consoleTable([row], 'ab' as unknown as string[])).toThrow('as a list of names, not as string');
});

test.each([
  ['\x89PNG\r\n\x1a\n0000', 'image/png'],
  ['\xff\xd8\xff\xe0000000000', 'image/jpeg'],
  ['GIF89a000000', 'image/gif'],
  ['RIFF1234WEBPxx', 'image/webp'],
  ['<svg xmlns="x"></svg>', 'image/svg+xml'],
  ['<?xml version="1.0"?>\n<!-- c -->\n<svg/>   ', 'image/svg+xml'],
  ['<html><svg/></html>', undefined],
  ['\x89PNG', undefined],
  ['just some text here', undefined],
])('bytes %j are %s', (bytes, mime) => {
  const [found] = Object.keys(pictureBundle(Buffer.from(bytes, 'latin1')) ?? {});
  expect(found).toBe(mime);
});

test.each([
  [{ 'text/plain': 'x' }, true],
  [{ 'application/vnd.plotly.v1+json': {}, 'image/svg+xml': '' }, true],
  [{}, false],
  [{ a: 1, 'text/plain': '' }, false],
  [['text/plain'], false],
  [
    new (class {
      'text/plain' = 1;
    })(),
    false,
  ],
  [null, false],
])('%j is a bundle: %s', (value, is) => {
  expect(isBundle(value)).toBe(is);
});

describe('a value that cannot be read is shown as Node shows it', () => {
  test.each<readonly [name: string, value: unknown, text: string]>([
    ['a list of holes', new Array(3), '[ <3 empty items> ]'],
    ['a list with a hole', withHole(1, 3), '[ 1, <1 empty item>, 3 ]'],
    ['records with a hole', withHole({ a: 1 }, { a: 2 }), '[ { a: 1 }, <1 empty item>, { a: 2 } ]'],
    ['a getter', Object.defineProperty({}, 'a', { enumerable: true, get: thrower }), '{ a: [Getter] }'],
    ['a getter in a list', [Object.defineProperty({}, 'a', { enumerable: true, get: thrower })], '[ { a: [Getter] } ]'],
    [
      'a proxy',
      new Proxy({ a: 1 }, { get: thrower, ownKeys: thrower, has: thrower, getPrototypeOf: thrower }),
      '{ a: 1 }',
    ],
    ['a proxy in a list', [new Proxy({ a: 1 }, { get: thrower, getOwnPropertyDescriptor: thrower })], '[ { a: 1 } ]'],
    ['its own inspection', { a: 1, [inspect.custom]: thrower }, expect.stringContaining('a: 1')],
    [
      'its tag',
      {
        a: 1,
        get [Symbol.toStringTag]() {
          return thrower();
        },
      },
      expect.any(String),
    ],
    [
      'its way to show itself',
      {
        a: 1,
        get [Symbol.for('Jupyter.display')]() {
          return thrower();
        },
      },
      expect.stringContaining('a: 1'),
    ],
    ['its constructor', [{ a: Object.defineProperty({}, 'constructor', { get: thrower }) }], expect.any(String)],
    ['a prototype', Object.create(new Proxy({}, { get: thrower, has: thrower })), expect.any(String)],
  ])('%s', async (_, value, text) => {
    expect((await bundleOf(value)).data['text/plain']).toEqual(text);
  });
});

test('a value that shows itself later is a promise of a bundle', async () => {
  const value = { [Symbol.for('Jupyter.display')]: async () => ({ 'text/plain': 'later' }) };
  expect(await bundleOf(value)).toEqual({ data: { 'text/plain': 'later' }, metadata: {} });
});

test('what shows itself as no bundle is shown as any value', () => {
  const value = { a: 1, [Symbol.for('Jupyter.display')]: () => 'no bundle' };
  expect(bundleOf(value)).toEqual({ data: { 'text/plain': expect.stringContaining('a: 1') }, metadata: {} });
});

describe('JSX without React', () => {
  const html = (value: unknown) => String(value);
  test.each([
    [element('b', null, 'a<b'), '<b>a&lt;b</b>'],
    [
      element('a', { href: '"x"', className: 'c', onClick: () => {}, hidden: true, title: null }),
      '<a href="&#34;x&#34;" class="c" hidden></a>',
    ],
    [element('p', { style: { fontWeight: 'bold', color: 'red' } }), '<p style="font-weight: bold; color: red"></p>'],
    [element('br', null), '<br>'],
    [
      element(
        'ul',
        null,
        [1, 2].map((n) => element('li', null, n)),
        null,
        false,
      ),
      '<ul><li>1</li><li>2</li></ul>',
    ],
    [element(({ name }) => element('i', null, name), { name: 'n' }), '<i>n</i>'],
    [fragment({ children: ['a', element('b', null)] }), 'a<b></b>'],
    [element('b', { 'x onload=alert(1)': '1' }), '<b></b>'],
  ])('%#', (value, expected) => {
    expect(html(value)).toBe(expected);
  });
});

describe('variables on one line', () => {
  test.each([
    [1, 'number', '1', false],
    ['text', 'string', "'text'", false],
    [[1, 2, 3], 'Array(3)', '[ 1, 2, 3 ]', true],
    [new Float32Array(1000), 'Float32Array(1000)', expect.stringMatching(/^Float32Array\(1000\) \[ 0, 0/), true],
    [new Map([[1, 2]]), 'Map(1)', 'Map(1) { 1 => 2 }', true],
    [{}, 'Object', '{}', false],
    [null, 'null', 'null', false],
    [() => 1, 'function', '[Function (anonymous)]', false],
    [Object.create(null), 'Object', '[Object: null prototype] {}', false],
    [new Proxy({ a: 1 }, {}), 'Proxy', 'Proxy', false],
    ['x'.repeat(500), 'string', expect.stringMatching(/^.{1,200}$/), false],
    [
      Object.defineProperty({}, 'a', { enumerable: true, get: () => expect.unreachable('a getter ran') }),
      'Object',
      '{ a: [Getter] }',
      false,
    ],
  ])('%#', (value, type, text, hasInside) => {
    let referred = 0;
    const variable = describeVariable('v', value, () => ++referred);
    expect(variable).toEqual({ name: 'v', value: text, type, reference: hasInside ? 1 : 0 });
  });
});
