import { describe, expect, it } from 'vitest';
import {
  abortSignal,
  boolean,
  callable,
  count,
  either,
  list,
  number,
  numbers,
  type OptionTable,
  object,
  oneOf,
  positive,
  readOptions,
  readValue,
  record,
  share,
  type Type,
  text,
  variants,
} from '../../../../kernel/multitask/options/index.ts';

type Options = {
  readonly size?: number;
  readonly rate?: number | ((step: number) => number) | { readonly initial: number; readonly warmup?: number };
  readonly layers?: readonly number[];
  readonly mode?: 'fast' | 'exact';
  readonly how?: { readonly kind: 'a'; readonly beta?: number } | { readonly kind: 'b' };
  readonly quiet?: boolean;
  readonly title?: string;
  readonly weights?: Readonly<Record<string, number>>;
  readonly of?: ArrayLike<number>;
  readonly signal?: AbortSignal;
  readonly stop?: { readonly patience: number };
};

const table = {
  size: { type: count, default: 8, about: 'How many' },
  rate: {
    type: either(
      positive,
      object({
        initial: { type: positive, needed: true, about: 'First' },
        warmup: { type: number({ whole: true, from: 0 }), default: 0, about: 'Steps' },
      }),
      callable<(step: number) => number>('of the step'),
    ),
    without: 'as the paper has it',
    about: 'Rate',
    also: ['lr'],
  },
  layers: { type: list(count, 1), default: [16], about: 'Layers' },
  mode: { type: oneOf('fast', 'exact'), default: 'fast', about: 'Mode' },
  how: { type: variants({ a: { beta: { type: share, default: 0.5, about: 'Beta' } }, b: {} }), about: 'How' },
  quiet: { type: boolean, default: false, about: 'Quiet' },
  title: { type: text, about: 'Title' },
  weights: { type: record('task', number({ from: 0 })), about: 'Weights' },
  of: { type: numbers(number()), about: 'Of' },
  signal: { type: abortSignal, about: 'Signal' },
  stop: { type: object({ patience: { type: count, needed: true, about: 'Patience' } }), about: 'Stop' },
} as const satisfies OptionTable<Options>;

const names = 'size, rate, layers, mode, how, quiet, title, weights, of, signal, stop';

describe('what is wrong is said in words', () => {
  const check = (given: unknown, message: string) =>
    it(message, () => expect(() => readOptions('make', table, given)).toThrow(new Error(`make: ${message}`)));

  check({ sise: 1 }, `there is no option "sise"; did you mean "size"? The options are ${names}.`);
  check({ lr: 1 }, `there is no option "lr"; did you mean "rate"? The options are ${names}.`);
  check({ sise: undefined }, `there is no option "sise"; did you mean "size"? The options are ${names}.`);
  check({ xylophone: 1 }, `there is no option "xylophone". The options are ${names}.`);
  check({ patience: 2 }, `there is no option "patience"; did you mean "stop.patience"? The options are ${names}.`);
  check({ size: 0 }, 'size is 0; a whole number from 1 on was expected.');
  check({ size: 1.5 }, 'size is 1.5; a whole number from 1 on was expected.');
  check({ size: '8' }, 'size is "8"; a whole number from 1 on was expected.');
  check({ size: Number.NaN }, 'size is NaN; a whole number from 1 on was expected.');
  check({ size: 8n }, 'size is 8n; a whole number from 1 on was expected.');
  check({ size: 2 ** 53 }, 'size is 9007199254740992; a whole number from 1 on was expected.');
  check({ size: null }, 'size is null; a whole number from 1 on was expected; leave it out for the default, 8.');
  check({ title: null }, 'title is null; a text that is not empty was expected; leave it out for none.');
  check({ title: '' }, 'title is ""; a text that is not empty was expected.');
  check({ quiet: 'no' }, 'quiet is "no"; true or false was expected.');
  check({ mode: 'Fast' }, 'mode is "Fast"; "fast" or "exact" was expected.');
  check({ layers: 8 }, 'layers is 8; a list of whole numbers from 1 on, not empty, was expected.');
  check({ layers: [] }, 'layers is an empty list; a list of whole numbers from 1 on, not empty, was expected.');
  check({ layers: [8, 0] }, 'layers[1] is 0; a whole number from 1 on was expected.');
  check({ layers: new Array(2) }, 'layers[0] is undefined; a whole number from 1 on was expected.');
  check({ weights: { click: -1 } }, 'weights.click is -1; a number from 0 on was expected.');
  check({ weights: { 'a b': '1' } }, 'weights["a b"] is "1"; a number from 0 on was expected.');
  check({ weights: [1] }, 'weights is [1]; an object with a number from 0 on for each task was expected.');
  check({ of: [1, null] }, 'of[1] is null; a number was expected.');
  check({ of: 5 }, 'of is 5; an array of numbers was expected.');
  check({ of: new Float32Array([1, Number.NaN]) }, 'of[1] is NaN; a number was expected.');
  check({ stop: {} }, 'stop.patience is missing; a whole number from 1 on was expected.');
  check(
    { stop: { patience: 2, pateince: 2 } },
    'stop has no option "pateince"; did you mean "patience"? The options are patience.',
  );
  check({ stop: true }, 'stop is true; an object { patience } was expected.');
  check({ how: { kind: 'c' } }, 'how.kind is "c"; "a" or "b" was expected.');
  check({ how: {} }, 'how.kind is missing; "a" or "b" was expected.');
  check({ how: { kind: 'a', beta: 1 } }, 'how.beta is 1; a number from 0 to below 1 was expected.');
  check({ how: { kind: 'b', beta: 0 } }, 'how has no option "beta". There are no options here.');
  check(
    { rate: 'fast' },
    'rate is "fast"; a number above 0, an object { initial, warmup } or a function of the step was expected.',
  );
  check({ rate: { initial: 0 } }, 'rate.initial is 0; a number above 0 was expected.');
  check(
    { signal: new AbortController() },
    'signal is an AbortController; an AbortSignal was expected: give the signal of the controller: controller.signal.',
  );
  check(null, `its options are null; an object was expected, e.g. { size: … }. The options are ${names}.`);
  check([1], `its options are [1]; an object was expected, e.g. { size: … }. The options are ${names}.`);
  check({ length: 3, numeric: [], labels: {} }, `its options are rows. The options are ${names}.`);
  check({ train: {}, features: {} }, `its options are a whole dataset. The options are ${names}.`);
  check(
    Promise.resolve({}),
    `its options are a promise (is an await missing?); an object was expected, e.g. { size: … }. The options are ${names}.`,
  );

  it('options behind the options', () => {
    expect(() => readOptions('make', table, { size: 1 }, [{ mode: 'fast' }])).toThrow(
      new Error('make: there is something behind its options: an object with mode. Put all options into one object.'),
    );
  });

  it('and a value whose parts throw is named without them', () => {
    const hostile = new Proxy(
      {},
      {
        getPrototypeOf: () => {
          throw new Error('no');
        },
        ownKeys: () => {
          throw new Error('no');
        },
      },
    );
    expect(() => readOptions('make', table, { size: hostile })).toThrow('make: size is an object; a whole number');
  });
});

describe('what is right is read', () => {
  const defaults = {
    size: 8,
    layers: [16],
    mode: 'fast',
    quiet: false,
  };

  it('without options: the defaults', () => {
    expect(readOptions('make', table, undefined)).toEqual(defaults);
    expect(readOptions('make', table, {})).toEqual(defaults);
    expect(readOptions('make', table, { size: undefined, title: undefined })).toEqual(defaults);
  });

  it('what was not given is not there', () => {
    expect(Object.keys(readOptions('make', table, { title: undefined }))).toEqual(Object.keys(defaults));
  });

  it('with the defaults of what is within', () => {
    expect(readOptions('make', table, { how: { kind: 'a' }, rate: { initial: 1 } })).toEqual({
      ...defaults,
      how: { kind: 'a', beta: 0.5 },
      rate: { initial: 1, warmup: 0 },
    });
  });

  it('also when it was read before', () => {
    const read = readOptions('make', table, { size: 3, stop: { patience: 1 } });
    expect(readOptions('make', table, read)).toEqual(read);
  });

  it('a typed array is not copied', () => {
    const of = new Float32Array(3);
    expect(readOptions('make', table, { of }).of).toBe(of);
  });

  it('Infinity only where it is told', () => {
    expect(readValue('', 'n', number({ from: 1, infinite: true }), Number.POSITIVE_INFINITY)).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(() => readValue('', 'n', number({ from: 1 }), Number.POSITIVE_INFINITY)).toThrow(
      new Error('n is Infinity; a number from 1 on was expected.'),
    );
  });
});

describe('ranges in words', () => {
  const check = (type: Type<number>, words: string) =>
    it(words, () =>
      expect(() => readValue('', 'n', type, Number.NaN)).toThrow(new Error(`n is NaN; ${words} was expected.`)),
    );
  check(number(), 'a number');
  check(number({ whole: true }), 'a whole number');
  check(number({ from: 2 }), 'a number from 2 on');
  check(number({ above: 0 }), 'a number above 0');
  check(number({ from: -1, to: 1 }), 'a number from -1 to 1');
  check(number({ above: 0, below: 1 }), 'a number above 0 and below 1');
  check(number({ above: 0, to: 1 }), 'a number above 0 up to 1');
  check(number({ to: 1 }), 'a number up to 1');
  check(number({ below: 1 }), 'a number below 1');
  check(number({ from: 1, infinite: true }), 'a number from 1 on or Infinity');
});

// These lines are tests of the compiler: each must be an error.
({
  size: { type: count, about: 'a' },
  // @ts-expect-error an option is forgotten
}) satisfies OptionTable<{ readonly size?: number; readonly mode?: string }>;
({
  size: { type: count, about: 'a' },
  // @ts-expect-error there is no such option
  mode: { type: text, about: 'a' },
}) satisfies OptionTable<{ readonly size?: number }>;
({
  // @ts-expect-error the table takes less than the type
  mode: { type: oneOf('fast'), about: 'a' },
}) satisfies OptionTable<{ readonly mode?: 'fast' | 'exact' }>;
({
  // @ts-expect-error the table takes more than the type
  mode: { type: oneOf('fast', 'exact', 'other'), about: 'a' },
}) satisfies OptionTable<{ readonly mode?: 'fast' | 'exact' }>;
({
  // @ts-expect-error the default is of another type
  size: { type: count, default: 'many', about: 'a' },
}) satisfies OptionTable<{ readonly size?: number }>;
({
  // @ts-expect-error an option that must be given is not marked so
  size: { type: count, about: 'a' },
}) satisfies OptionTable<{ readonly size: number }>;
