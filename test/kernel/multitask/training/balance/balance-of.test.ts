import { describe, expect, it } from 'vitest';
import {
  either,
  number,
  type OptionTable,
  oneOf,
  optionsInCode,
  readOptions,
  record,
} from '../../../../../kernel/multitask/options/index.ts';
import {
  balanceOf,
  type GradientsOption,
  gradientsOption,
  type WeightsOption,
  weightsOption,
} from '../../../../../kernel/multitask/training/balance/index.ts';

type Options = {
  readonly taskWeights?: Readonly<Record<string, number>> | 'uncertainty' | WeightsOption;
  readonly gradients?: GradientsOption;
};

const table = {
  taskWeights: { type: either(oneOf('uncertainty'), weightsOption, record('task', number({ from: 0 }))), about: '' },
  gradients: { type: gradientsOption, about: '' },
} as const satisfies OptionTable<Options>;

function balance(options: unknown, tasks = 2) {
  const { taskWeights, gradients } = readOptions('fit', table, options);
  return balanceOf(taskWeights, gradients, tasks);
}

describe('what a person writes becomes a method with all its numbers', () => {
  const check = (options: Options, expected: unknown) =>
    it(JSON.stringify(options), () => expect(balance(options)).toEqual(expected));
  check({}, undefined);
  check({ taskWeights: 'uncertainty' }, undefined);
  check({ taskWeights: { click: 2, buy: 0 } }, undefined);
  check({ taskWeights: 'dwa' }, { weights: { kind: 'dwa', temperature: 2 } });
  check(
    { taskWeights: { kind: 'gradnorm', alpha: 0.12 } },
    { weights: { kind: 'gradnorm', alpha: 0.12, learningRate: 0.025 } },
  );
  check({ taskWeights: 'rlw' }, { weights: { kind: 'rlw' } });
  check({ taskWeights: 'gls' }, { weights: { kind: 'gls' } });
  check({ taskWeights: 'famo' }, { weights: { kind: 'famo', learningRate: 0.025, gamma: 0.001 } });
  check({ gradients: 'pcgrad' }, { gradients: { kind: 'pcgrad' } });
  check({ gradients: 'cagrad' }, { gradients: { kind: 'cagrad', c: 0.5 } });
  check({ gradients: { kind: 'mgda', normalise: 'loss+' } }, { gradients: { kind: 'mgda', normalise: 'loss+' } });
  check({ gradients: 'nash' }, { gradients: { kind: 'nash' } });
  check({ gradients: 'aligned' }, { gradients: { kind: 'aligned', scale: 'min' } });
  check({ taskWeights: { click: 2 }, gradients: 'pcgrad' }, { gradients: { kind: 'pcgrad' } });
  check(
    { taskWeights: 'gls', gradients: 'cagrad' },
    { weights: { kind: 'gls' }, gradients: { kind: 'cagrad', c: 0.5 } },
  );
});

describe('what cannot be is said', () => {
  const check = (options: unknown, message: string | RegExp, tasks = 2) =>
    it(JSON.stringify(options), () => expect(() => balance(options, tasks)).toThrow(message));
  check(
    { taskWeights: 'gradnorn' },
    /taskWeights is "gradnorn"; "uncertainty", "dwa", "gradnorm", "rlw", "gls", "famo"/,
  );
  check(
    { taskWeights: { kind: 'dwa', temprature: 2 } },
    /taskWeights has no option "temprature"; did you mean "temperature"/,
  );
  check(
    { taskWeights: { kind: 'dwa', temperature: 0 } },
    'taskWeights.temperature is 0; a number above 0 was expected',
  );
  check({ taskWeights: { kind: 'mgda' } }, /taskWeights.kind is "mgda"; "dwa", "gradnorm"/);
  check({ taskWeights: { click: -1 } }, 'taskWeights.click is -1; a number from 0 on was expected');
  check({ gradients: 'gradnorm' }, /gradients is "gradnorm"; "pcgrad", "cagrad", "mgda", "nash", "aligned"/);
  check({ gradients: { c: 1 } }, /gradients.kind is missing; "pcgrad"/);
  check({ gradients: { kind: 'cagrad', C: 1 } }, /has no option "C"; did you mean "c"/);
  check({ gradients: { kind: 'cagrad', c: -1 } }, 'gradients.c is -1');
  check({ gradients: { kind: 'cagrad', c: Number.NaN } }, 'gradients.c is NaN');
  check({ gradients: { kind: 'mgda', normalise: 'norm' } }, /normalise is "norm"; "none", "l2", "loss" or "loss\+"/);
  check({ gradients: { kind: 'aligned', scale: 2 } }, /scale is 2; "min", "median" or "rmse"/);
  check({ gradients: { kind: 'nash', c: 1 } }, 'gradients has no option "c"');
  check(
    { taskWeights: 'uncertainty', gradients: 'pcgrad' },
    /"uncertainty" are a part of the loss .* use taskWeights "dwa"/,
  );
  check({ taskWeights: 'gls', gradients: 'nash' }, /gradients "nash" find the weights .* use gradients "pcgrad"/);
  check({ taskWeights: { click: 2 }, gradients: 'mgda' }, /gradients "mgda" find the weights/);
  check(
    { taskWeights: 'dwa' },
    'fit: taskWeights "dwa" weigh several tasks, and the model has one; leave the option out.',
    1,
  );
  check({ gradients: 'aligned' }, 'fit: gradients "aligned" combine several tasks, and the model has one', 1);
});

it('is written as it was given, without what is usual', () => {
  const written = (options: Options) => optionsInCode(table, readOptions('fit', table, options));
  expect(written({ taskWeights: { kind: 'gradnorm', alpha: 0.12 }, gradients: 'pcgrad' })).toEqual({
    taskWeights: "{ kind: 'gradnorm', alpha: 0.12 }",
    gradients: "'pcgrad'",
  });
  expect(written({ taskWeights: { click: 2, kind: 1 } })).toEqual({ taskWeights: '{ click: 2, kind: 1 }' });
  expect(written({ taskWeights: { kind: 'dwa', temperature: 2 } })).toEqual({ taskWeights: "'dwa'" });
});
