import { describe, expect, it } from 'vitest';
import { diagnosticsOf } from '../../../../../kernel/cell/language/diagnostics.ts';
import { unknownOptions } from '../../../../../kernel/cell/language/options/unknown-options.ts';
import { fiftyCellNotebook } from '../../../../support/notebook-language.ts';

const { language, write, cells } = fiftyCellNotebook();

/** "learningrate: learningRate" for each name that is underlined, with what is meant. */
function underlined(text: string, cell = 'filler3'): readonly string[] {
  write(cell, text);
  const found = unknownOptions(language, cell);
  const written = cells().find(({ id }) => id === cell)?.text ?? '';
  return found.map(({ start, end, instead }) => `${written.slice(start, end)}: ${instead.join(', ')}`);
}

describe('no options', () => {
  it.each([
    ['await model.fit(data.train, { learningrate: 1 })', ['learningrate: learningRate']],
    [
      'await model.fit(data.train, { stepSize: 1, epoch: 2, batch: 5 })',
      ['stepSize: learningRate', 'epoch: epochs', 'batch: batchSize'],
    ],
    // Within others, of kinds, and where the name belongs within another.
    ['model.fit(data.train, { earlyStopping: { patiance: 2 } })', ['patiance: patience']],
    [
      'model.fit(data.train, { learningRate: { initial: 1, decay: { kind: "cosine", step: 2, steps: 9 } } })',
      ['step: steps'],
    ],
    ['model.fit(data.train, { patience: 2 })', ['patience: earlyStopping.patience']],
    ['model.fit(data.train, { qqqqqq: 2 })', ['qqqqqq: ']],
    ['models.mmoe(data.features, data.tasks, { expert: 4 })', ['expert: experts']],
    [
      'datasets.table("a.csv", { tasks: { click: "binary" }, numerics: ["age"], csv: { sep: ";" } })',
      ['numerics: numeric', 'sep: delimiter'],
    ],
    ['datasets.correlatedTasks({ "correlatio": 0.5 })', ['"correlatio": correlation']],
    ['gateReport(model, data.test, { segment: "age" })', ['segment: segments']],
    [
      'compare({ a: (seed) => models.mmoe(data.features, data.tasks, { sed: 1, seed }) }, data, { seed: 3, fit: { epoch: 1 } })',
      ['sed: seed', 'seed: seeds', 'epoch: epochs'],
    ],
    ['display(1, { updates: true })', ['updates: update']],
    // Beside a spread, in one that is written out, by a constant, in a condition, shorthand, as a method.
    ['const base = { epochs: 3 }; model.fit(data.train, { ...base, batchsize: 9 })', ['batchsize: batchSize']],
    ['model.fit(data.train, { ...{ epoch: 3 }, ...(best > 0 && { sed: 1 }) })', ['epoch: epochs', 'sed: seed']],
    ['const options = { epoch: 3 };\nmodel.fit(data.train, options)', ['epoch: epochs']],
    ['const stop = { patiance: 3 };\nmodel.fit(data.train, { earlyStopping: stop })', ['patiance: patience']],
    ['model.fit(data.train, best > 0 ? { epoch: 3 } : {})', ['epoch: epochs']],
    ['const epoch = 3; model.fit(data.train, { epoch })', ['epoch: epochs']],
    // While it is being written.
    ['model.fit(data.train, { learningrate: 1, ', ['learningrate: learningRate']],
  ])('%s: %j', (text, expected) => expect(underlined(text)).toEqual(expected));

  it('in a cell of JavaScript, too', () => {
    expect(underlined('model.fit(data.train, { learningrate: 1 })', 'javascript')).toEqual([
      'learningrate: learningRate',
    ]);
  });

  it('and of a constant of another cell where it is used', () => {
    write('filler4', 'const wrong = { epoch: 3 };');
    expect(underlined('model.fit(data.train, wrong)')).toEqual(['wrong: ']);
  });

  it('are said once, as the kernel says it', () => {
    write('filler3', 'await model.fit(data.train, { learningrate: 1 })');
    const found = diagnosticsOf(language, 'filler3');
    expect(found).toMatchObject([{ severity: 'error', code: 'unknown-option' }]);
    expect(found[0]?.message).toMatch(
      /^There is no option "learningrate"; did you mean "learningRate"\? The options are epochs, /,
    );
  });
});

describe('nothing is said of', () => {
  it.each([
    'await model.fit(data.train, { epochs: 3, learningRate: { initial: 1, decay: { kind: "cosine", steps: 9 } }, earlyStopping: { patience: 2 } })',
    'const base = { epochs: 3, note: "mine" }; const { note, ...rest } = base; model.fit(data.train, { ...rest, batchSize: 9 }); note',
    'const shared = { experts: 4, epoch: 1 }; ({ ...shared })',
    'model.fit(data.train, { ...JSON.parse("{}"), epochs: 1 })',
    'model.fit(data.train, { taskWeights: { "a b": 1, ctr: 2 } })',
    'datasets.table("a.csv", { tasks: { epoch: "binary" }, missing: { sep: "-1" }, labels: { epoch: { positive: "yes" } } })',
    'compare({ epoch: (seed) => models.mmoe(data.features, data.tasks, { seed }) }, data)',
    'search(({ pick }) => ({ model: models.mmoe(data.features, data.tasks, { experts: pick("epoch", [1, 2]) }) }), data)',
    'const learningrate = { epoch: 1 }; learningrate',
    'let options = { epoch: 1 } as object; model.fit(data.train, options)',
    'const any: any = {}; any.fit({ learningrate: 1 }); fetch("a", { method: "POST" })',
    'plot([{ learningrate: [1] }], { epoch: 2 })',
    'display({ "text/plain": "a" }, { metadata: { epoch: 1 } })',
    'function fit(x: { learningrate: number }) { return x } fit({ learningrate: 1 })',
    'const key = "epochs"; model.fit(data.train, { [key]: 1 })',
    '',
    'model.fit(data.train, {',
  ])('%s', (text) => expect(underlined(text)).toEqual([]));
});
