import { describe, expect, it } from 'vitest';
import { readOptions, seen, type Table } from '../../../../kernel/multitask/options/index.ts';
import { optionSets, tablesOf } from '../../../support/option-sets.ts';

type AnyType = Table[string]['type'];

const sets = optionSets();
const tables = await tablesOf(sets);

describe.each(sets.map(({ name, file }, i) => ({ name, file, table: tables[i] })))('$file: $name', ({ table }) => {
  const needed = Object.fromEntries(
    Object.entries(table).flatMap(([name, { needed, type }]) => (needed ? [[name, right(type)]] : [])),
  );
  const read = (options: object) => readOptions('set', table, { ...needed, ...options });

  it('an unknown name is refused with the nearest', () => {
    for (const name of Object.keys(table)) {
      const slip = `${name}${name.at(-1)}`;
      expect(() => read({ [slip]: 1 })).toThrow(`set: there is no option "${slip}"; did you mean `);
      expect(() => read({ [slip]: 1 })).toThrow(JSON.stringify(name));
    }
  });

  it.each(Object.entries(table))('%s', (name, { type, default: value, about }) => {
    expect(about).toMatch(/[^.]$/);
    for (const wrong of wrongOnes(type)) {
      const set = () => read({ [name]: wrong });
      expect(set, `${name}: ${seen(wrong)}`).toThrow(new RegExp(`^set: ${name}.*(was expected|no option)`));
    }
    expect(() => read({ [name]: right(type) })).not.toThrow();
    if (value === undefined) return;
    // What is told of the option is what it is without being given.
    expect(readOptions('set', table, needed)).toMatchObject({ [name]: value });
  });
});

/** Values that are no such thing, on every side of its range. */
function wrongOnes(type: AnyType): readonly unknown[] {
  const never = [null, Symbol('none'), 5n, Promise.resolve(1)];
  switch (type.kind) {
    case 'number': {
      const { whole, from, to, above, below } = type;
      const beyond = [
        ...(from === undefined ? [] : [from - 1, from - 1e-9]),
        ...(to === undefined ? [] : [to + 1, to + 1e-9]),
        ...(above === undefined ? [] : [above, above - 1]),
        ...(below === undefined ? [] : [below, below + 1]),
        ...(whole ? [1.5, 2 ** 53] : []),
      ];
      return [...never, ...beyond, Number.NaN, Number.NEGATIVE_INFINITY, '1', true, [1], {}];
    }
    case 'boolean':
      return [...never, 'true', 0, 1, [], {}];
    case 'text':
      return [...never, 5, true, ['a'], {}, ...(type.empty === 'refused' ? [''] : [])];
    case 'word':
      return [...never, '', `${type.words[0]}x`, 5, [], {}];
    case 'list':
      return [...never, 5, 'a', {}, ...wrongOnes(type.of).map((wrong) => [wrong]), ...(type.atLeast > 0 ? [[]] : [])];
    case 'numbers':
      return [...never, 5, {}, ['1'], [Number.NaN], new Float32Array([Number.NaN])];
    case 'record':
      return [...never, 5, [], ...wrongOnes(type.of).map((wrong) => ({ key: wrong }))];
    case 'function':
      return [...never, 5, 'a', {}];
    case 'object':
      return [...never, 5, true, [], { noSuchOption: 1 }];
    case 'variants':
      return [...never, 5, [], {}, { kind: 'none' }, { kind: Object.keys(type.of)[0], noSuchOption: 1 }];
    case 'instance':
      // What a thing is known by may be little, e.g. that it is an object.
      return [...never, 5, 'a', {}, []].filter((one) => !type.is(one));
    case 'either':
      // What is wrong for all of them.
      return wrongOnes(type.of[0]).filter((wrong) =>
        type.of.every((one) => wrongOnes(one).some((other) => same(other, wrong))),
      );
  }
}

function same(a: unknown, b: unknown): boolean {
  return typeof a === 'symbol' ? typeof b === 'symbol' : a instanceof Promise ? b instanceof Promise : Object.is(a, b);
}

/** A value that is right. */
function right(type: AnyType): unknown {
  switch (type.kind) {
    case 'number': {
      const { whole, from, to, above, below } = type;
      if (whole) return from ?? 1;
      return from ?? (above === undefined ? (to ?? 0) : below === undefined ? above + 1 : (above + below) / 2);
    }
    case 'boolean':
      return true;
    case 'text':
      return 'a';
    case 'word':
      return type.words[0];
    case 'list':
      return Array.from({ length: type.atLeast }, () => right(type.of));
    case 'numbers':
      return new Float32Array(1);
    case 'record':
      return { key: right(type.of) };
    case 'function':
      return () => 1;
    case 'object':
      return required(type.options);
    case 'variants': {
      const [[kind, table]] = Object.entries(type.of);
      return { kind, ...required(table) };
    }
    case 'instance':
      return instances.find((one) => type.is(one));
    case 'either':
      return right(type.of[0]);
  }
}

function required(table: Table): object {
  return Object.fromEntries(
    Object.entries(table).flatMap(([name, { needed, type }]) => (needed ? [[name, right(type)]] : [])),
  );
}

/** One of everything that options may be an instance of. */
const instances: readonly unknown[] = [
  new AbortController().signal,
  { length: 0, numeric: [], categorical: [], lists: [], labels: {} },
  { kind: 'dense', name: 'a', width: 1 },
  { kind: 'probability', name: 'p' },
  { kind: 'binary', name: 'p', task: undefined },
  { columns: [] },
  new Float32Array(1),
  new Uint8Array(1),
];
