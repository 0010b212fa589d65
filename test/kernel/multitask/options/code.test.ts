import { expect, test } from 'vitest';
import { type OptionTable, optionsInCode, readOptions } from '../../../../kernel/multitask/options/index.ts';
import { type FitOptions, fitOptions } from '../../../../kernel/multitask/training/fit-options.ts';

/** What `fit` was given, as code; what it was not given left out. */
function code(options: FitOptions): Readonly<Record<string, string>> {
  const written = optionsInCode(fitOptions as OptionTable<FitOptions>, readOptions('fit', fitOptions, options));
  return Object.fromEntries(Object.keys(options).map((name) => [name, written[name] ?? '']));
}

test.each<[FitOptions, Readonly<Record<string, string>>]>([
  [
    { epochs: 3, l2: 1e-5, shuffle: false },
    { epochs: '3', l2: '0.00001', shuffle: 'false' },
  ],
  [
    { average: 'observed', taskWeights: 'uncertainty' },
    { average: "'observed'", taskWeights: "'uncertainty'" },
  ],
  [{ taskWeights: { click: 2, "it's paid": 0.5 } }, { taskWeights: "{ click: 2, 'it\\'s paid': 0.5 }" }],
  // What is the default within an option says nothing.
  [{ optimizer: { kind: 'adam' } }, { optimizer: "'adam'" }],
  [{ optimizer: 'sgd' }, { optimizer: "'sgd'" }],
  [{ optimizer: { kind: 'adam', beta1: 0.8 } }, { optimizer: "{ kind: 'adam', beta1: 0.8 }" }],
  [{ learningRate: 0.003 }, { learningRate: '0.003' }],
  [
    { learningRate: { initial: 0.01, decay: { kind: 'cosine', steps: 100 } } },
    { learningRate: "{ initial: 0.01, decay: { kind: 'cosine', steps: 100 } }" },
  ],
  [{ learningRate: (step) => 1 / (step + 1) }, { learningRate: '(step) => 1 / (step + 1)' }],
  [{ rowWeights: { click: new Float32Array([1, 0.5, 2]) } }, { rowWeights: '{ click: [3 numbers, sum 3.5] }' }],
  [{ earlyStopping: { patience: 2 } }, { earlyStopping: '{ patience: 2 }' }],
])('%j', (options, expected) => {
  expect(code(options)).toEqual(expected);
});

test('what would fill a line is cut', () => {
  const { taskWeights = '' } = code({
    taskWeights: Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`t${i}`, 1])),
  });
  expect(taskWeights).toHaveLength(200);
  expect(taskWeights.endsWith('…')).toBe(true);
});
