import { describe, expect, test } from 'vitest';
import { encodeBundle } from '../../../../kernel/user-process/values/bundle.ts';
import { jsonValue } from '../../../../kernel/user-process/values/json-value.ts';

const crosses = (value: unknown): unknown => JSON.parse(JSON.stringify({ value: jsonValue(value) })).value;

const thrower = () => {
  throw new Error('boom');
};
class Column {
  readonly values = new Float32Array([1]);
}

test.each<readonly [name: string, value: unknown, json: unknown]>([
  ['Float32Array', new Float32Array([1, 2]), [1, 2]],
  ['Float64Array with gaps', new Float64Array([Number.NaN, 0.5, Number.POSITIVE_INFINITY]), [null, 0.5, null]],
  ['Int8Array', new Int8Array([-1, 1]), [-1, 1]],
  ['Uint8ClampedArray', new Uint8ClampedArray([255]), [255]],
  ['BigInt64Array', new BigInt64Array([-3n, 4n]), [-3, 4]],
  ['BigUint64Array beyond doubles', new BigUint64Array([9007199254740993n]), ['9007199254740993']],
  ['an empty one', new Int16Array(0), []],
  ['Buffer', Buffer.from([1, 2]), [1, 2]],
  ['ArrayBuffer', Uint8Array.of(7).buffer, [7]],
  ['SharedArrayBuffer', new SharedArrayBuffer(2), [0, 0]],
  ['DataView', new DataView(Uint8Array.of(1, 2, 3).buffer, 1), [2, 3]],
  ['a view of a part', new Float32Array([1, 2, 3]).subarray(1), [2, 3]],
  ['in depth', { a: [{ z: [new Float32Array([1]), new Uint8Array([2])] }] }, { a: [{ z: [[1], [2]] }] }],
  ['in a class', new Column(), { values: [1] }],
  ['in what toJSON gives', { toJSON: () => ({ x: new Float32Array([1]) }) }, { x: [1] }],
  ['a date', new Date(0), '1970-01-01T00:00:00.000Z'],
  ['no date', new Date(Number.NaN), null],
  ['a big integer', { id: 10n, large: 2n ** 60n }, { id: 10, large: '1152921504606846976' }],
  ['a set', new Set([1, new Float32Array([2])]), [1, [2]]],
  ['a map by name', new Map([['a', new Float32Array([2])]]), { a: [2] }],
  ['a map of anything', new Map<unknown, unknown>([[1, 'x']]), [[1, 'x']]],
  ['holes', Object.assign([1], { 2: 3 }), [1, null, 3]],
  ['a tensor', { shape: [1, 2], dtype: 'float32', arraySync: () => [[1, 2]] }, [[1, 2]]],
  ['a getter', Object.defineProperty({}, 'a', { enumerable: true, get: () => new Float32Array([1]) }), { a: [1] }],
  [
    'a getter that throws',
    Object.defineProperty({ b: 1 }, 'a', { enumerable: true, get: thrower }),
    { b: 1, a: '[thrown: boom]' },
  ],
  ['toJSON that throws', { toJSON: thrower }, '[thrown: boom]'],
  ['a proxy that throws', { p: new Proxy({}, { get: thrower, ownKeys: thrower }) }, { p: '[thrown: boom]' }],
  ['a key __proto__', JSON.parse('{"__proto__": {"a": 1}, "x": 1}'), JSON.parse('{"__proto__": {"a": 1}, "x": 1}')],
  ['undefined', { a: undefined, b: [undefined] }, { b: [null] }],
])('%s', (_, value, json) => {
  expect(crosses(value)).toEqual(json);
});

test('what needs no change is not copied', () => {
  const plain = { a: [1, { b: 'x' }], c: null };
  expect(jsonValue(plain)).toBe(plain);
});

test('the same value in two places is no circle', () => {
  const shared = { x: new Float32Array([1]) };
  expect(crosses([shared, shared])).toEqual([{ x: [1] }, { x: [1] }]);
});

test('a circle is named', () => {
  const circle: Record<string, unknown> = { name: 'me' };
  circle.self = circle;
  expect(() => jsonValue(circle)).toThrow('what is at “self” contains itself');
});

describe('a bundle crosses by its types', () => {
  test.each<readonly [mime: string, value: unknown, crossed: unknown]>([
    ['image/png', Uint8Array.of(1, 2), 'AQI='],
    ['image/png', Uint8Array.of(1, 2).buffer, 'AQI='],
    ['image/png', new Uint16Array([0x0201]), 'AQI='],
    ['application/pdf', Buffer.from([1, 2]), 'AQI='],
    ['text/plain', Buffer.from('é'), 'é'],
    ['image/svg+xml', Buffer.from('<svg/>'), '<svg/>'],
    ['text/plain', 5, '5'],
    ['text/plain', ['a\n', 'b'], ['a\n', 'b']],
    ['text/html', { html: 'x', [Symbol.toPrimitive]: () => '<b>x</b>' }, '<b>x</b>'],
    ['application/json', new Uint8Array([1, 2]), [1, 2]],
    ['application/geo+json', { c: new Float64Array([1.5]) }, { c: [1.5] }],
    ['application/vnd.plotly.v1+json', { data: [{ x: new Int32Array([1]) }] }, { data: [{ x: [1] }] }],
  ])('%s from %o', (mime, value, crossed) => {
    expect(encodeBundle({ [mime]: value })).toEqual({ [mime]: crossed });
  });
});
