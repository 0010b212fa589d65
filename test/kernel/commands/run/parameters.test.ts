import { describe, expect, it } from 'vitest';
import { injectParameters, readParameter } from '../../../../kernel/commands/run/parameters.ts';

describe('--param', () => {
  const cases: readonly (readonly [text: string, name: string, value: unknown])[] = [
    ['epochs=3', 'epochs', 3],
    ['rate=1e-3', 'rate', 0.001],
    ['plot=false', 'plot', false],
    ['name=mmoe', 'name', 'mmoe'],
    ['name="3"', 'name', '3'],
    ['units=[16, 8]', 'units', [16, 8]],
    ['empty=', 'empty', ''],
    ['query=a=b', 'query', 'a=b'],
    ['_$1=null', '_$1', null],
  ];
  it.each(cases)('%s', (text, name, value) => {
    expect(readParameter(text)).toEqual([name, value]);
  });

  it.each(['epochs', '=3', '1st=2', 'a b=3', 'a;evil()=1'])('%s is refused', (text) => {
    expect(() => readParameter(text)).toThrow(
      `--param must be NAME=VALUE with the name of a variable; it is "${text}"`,
    );
  });
});

describe('the injected cell', () => {
  const code = (source: string, ...tags: string[]) => ({ id: source, cell_type: 'code', source, metadata: { tags } });
  const notebook = (...cells: ReturnType<typeof code>[]) =>
    ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells }) as const;
  const sources = (...cells: ReturnType<typeof code>[]) =>
    injectParameters(notebook(...cells), [['epochs', 1]]).cells.map(({ source }) => source);
  const injected = '// Parameters\nlet epochs = 1;';

  it('stands behind the tagged one', () => {
    expect(sources(code('a'), code('b', 'parameters'), code('c'))).toEqual(['a', 'b', injected, 'c']);
  });
  it('stands first where none is tagged', () => {
    expect(sources(code('a'))).toEqual([injected, 'a']);
  });
  it('replaces an earlier one', () => {
    expect(sources(code('a', 'parameters'), code('old', 'injected-parameters'), code('b'))).toEqual([
      'a',
      injected,
      'b',
    ]);
  });
  it('is absent without parameters', () => {
    const before = notebook(code('a'));
    expect(injectParameters(before, [])).toBe(before);
  });
});
