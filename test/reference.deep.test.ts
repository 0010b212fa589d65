import { beforeAll, describe, expect, it } from 'vitest';
import { makeReference, type Name } from './support/reference.ts';

/** What a doc comment of the library must say. Each rule gives the names that break it, with their files. */

let names: readonly Name[];

// It throws where typedoc warns: a broken link, or a type that is used but not exported.
beforeAll(async () => {
  names = await makeReference();
}, 600_000);

const places = (found: readonly Name[]) => found.map(({ path, file }) => `${path} (${file})`);

describe('every public name', () => {
  it('is there', () => expect(names.length).toBeGreaterThan(1000));

  it('has a doc comment, unless it is a discriminant or told of elsewhere', () => {
    expect(places(names.filter((name) => name.comment === '' && !isTold(name)))).toEqual([]);
  });
});

describe('every function that a cell calls', () => {
  const called = () =>
    names.filter(
      ({ is, path }) =>
        is === 'function' &&
        /^(models|datasets|metrics|gateReport|importance|calibration|compare|search|Model)\b/.test(path),
    );

  it('is looked at', () => {
    const paths = called().map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['compare()', 'metrics.auc()', 'models.load()', 'Model.fit()']));
  });

  it('says what it returns', () => {
    expect(places(called().filter(({ gives, returns }) => gives !== 'void' && returns === ''))).toEqual([]);
  });

  it('says the shape, the unit or the range of numbers that it returns', () => {
    const numbers = called().filter(({ path, gives }) => gives !== 'void' && !/^models\./.test(path));
    expect(places(numbers.filter(({ returns }) => !measured.test(returns)))).toEqual([]);
  });

  it('says what it throws', () => {
    expect(places(called().filter(({ throws }) => throws === ''))).toEqual([]);
  });
});

it('every option that may be left out says what happens then: "…; 8 without this"', () => {
  const options = names.filter(
    ({ path, isOptional }) => isOptional && /^(\w+Options|EarlyStopping|LearningRateSchedule)\./.test(path),
  );
  expect(options.length).toBeGreaterThan(100);
  expect(places(options.filter(({ comment }) => !/\bwithout\s+this\b/.test(comment)))).toEqual([]);
});

it('every model names its source, with the year: "(Ma et al., KDD 2018)"', () => {
  const models = names.filter(({ path, is }) => /^models\./.test(path) && is === 'property');
  expect(models.length).toBeGreaterThan(10);
  expect(places(models.filter(({ comment }) => !/\([^)]*\b(19|20)\d\d\b/.test(comment)))).toEqual([]);
});

/** A shape such as [row] or [batch, units], a unit, or a range. */
const measured =
  /\[[^\]]+\]|\bnats\b|\bseconds\b|label units|units of the metric|probabilit|from [−0-9]|by output, with units/;

/** `Datasets.table` is `datasets.table`, which has the comment. */
function isTold({ isLiteral, path }: Name): boolean {
  return isLiteral || /^(Clusters|Datasets|Models)\./.test(path);
}
