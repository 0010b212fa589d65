import { describe, expect, it } from 'vitest';
import type { GateLevel, Verdict } from '../../../../kernel/multitask/gate-report/report.ts';
import { judge } from '../../../../kernel/multitask/gate-report/verdict.ts';
import { plainText } from '../../../../kernel/text/index.ts';
import { collapsedGates, healthyGates, levelOf } from '../../../support/gate-reports.ts';

/** Headline, detail, and what can be copied; no-break spaces as plain ones. */
const words = ({ state, headline, detail, fix, more }: Verdict) => [
  state,
  plainText(headline).replaceAll('\u00a0', ' '),
  plainText(detail).replaceAll('\u00a0', ' '),
  ...(fix === undefined ? [] : [fix]),
  ...more.map((alarm) => `also: ${plainText(alarm.headline)}`),
];

const even = (serves: string) => ({ serves, mean: [0.25, 0.25, 0.25, 0.25], entropy: 0.99 });
const dead = { serves: 'income', mean: [0.5, 0.004, 0.496, 0, 0], entropy: 0.3 };
const cka = (i: number, j: number, value: number) =>
  Array.from({ length: 8 }, (_, a) =>
    Array.from({ length: 8 }, (_, b) => (a === b ? 1 : a === i && b === j ? value : 0.2)),
  );
const routed = { serves: 'income', mean: [0.3, 0.3, 0.4], entropy: 0.5 };

describe('verdicts', () => {
  it.each<readonly [string, readonly GateLevel[], 'raw' | 'standardised', readonly string[]]>([
    [
      'healthy',
      [levelOf(healthyGates)],
      'standardised',
      [
        'healthy',
        'No alarms. income leans on E0 (48 %), then E4 and E6. marital splits between E1 and E2 (83 %).',
        'The tasks share 23 % of their weight. marital routes sharply: 1.4 experts per row. E3 and E5 get under 6 % from both.',
      ],
    ],
    [
      'collapsed with raw inputs',
      [levelOf(collapsedGates)],
      'raw',
      [
        'alarm',
        'Both gates put 98 % of their weight on one expert: income on E2, marital on E5. Every row is routed alike.',
        'Inputs are not standardised: pass inputs: "standardised". Six of eight experts get under 3 % from either task.',
        'inputs: "standardised"',
      ],
    ],
    [
      'collapsed with standardised inputs',
      [levelOf(collapsedGates)],
      'standardised',
      [
        'alarm',
        'Both gates put 98 % of their weight on one expert: income on E2, marital on E5. Every row is routed alike.',
        'Lower the learning rate, or pass balance: 0.1. Six of eight experts get under 3 % from either task.',
        'balance: 0.1',
      ],
    ],
    [
      'one task of two collapsed',
      [levelOf([collapsedGates[0], healthyGates[1]])],
      'raw',
      [
        'alarm',
        'income puts 99 % of its weight on E2.',
        'Inputs are not standardised: pass inputs: "standardised". Two of eight experts get under 3 % from either task.',
        'inputs: "standardised"',
        'also: E4 gets no weight from either task.',
      ],
    ],
    [
      'a model of one task',
      [levelOf([{ serves: 'income', mean: [0.999, 0.001], entropy: 0.001 }])],
      'standardised',
      [
        'alarm',
        'income puts over 99 % of its weight on E0. Every row is routed alike.',
        'Lower the learning rate, or pass balance: 0.1. One of two experts gets under 3 % from income.',
        'balance: 0.1',
      ],
    ],
    [
      'experts without weight',
      [levelOf([dead, { ...dead, serves: 'marital', mean: [0.496, 0.001, 0.503, 0, 0] }])],
      'standardised',
      [
        'alarm',
        'E1, E3 and E4 get no weight from either task.',
        'Use fewer experts, or pass balance: 0.1.',
        'balance: 0.1',
      ],
    ],
    [
      'no routing',
      [levelOf([even('income'), even('marital')])],
      'raw',
      ['alarm', 'The gates hardly route: every row gets the same even mix.', 'Train longer, or use Shared-Bottom.'],
    ],
    [
      'one gate does not route',
      [levelOf([even('income'), { ...even('marital'), entropy: 0.5 }])],
      'raw',
      [
        'alarm',
        'The gate of income hardly routes: every row gets the same even mix.',
        'Train longer, or use Shared-Bottom.',
      ],
    ],
    [
      'twin experts',
      [levelOf(healthyGates, { cka: cka(2, 1, 0.97) })],
      'standardised',
      ['alarm', 'E1 and E2 compute nearly the same thing.', 'Use fewer experts.'],
    ],
    [
      'twins that nobody uses are no news',
      [levelOf([{ serves: 'income', mean: [0.5, 0.02, 0.02, 0.46], entropy: 0.4 }], { cka: cka(2, 1, 0.99) })],
      'standardised',
      ['healthy', 'No alarms. income splits between E0 and E3 (96 %).', 'E1 and E2 get under 6 % from income.'],
    ],
    [
      'the worst first, the others counted',
      [levelOf([{ serves: 'income', mean: [0.5, 0.49, 0.005, 0.005], entropy: 0.3 }], { cka: cka(1, 0, 0.99) })],
      'standardised',
      [
        'alarm',
        'E2 and E3 get no weight from income.',
        'Use fewer experts, or pass balance: 0.1.',
        'balance: 0.1',
        'also: E0 and E1 compute nearly the same thing.',
      ],
    ],
    [
      'a constant initialisation',
      [
        levelOf([routed], {
          experts: [0, 1, 2].map((e) => ({ name: `expert ${e}`, label: `E${e}`, units: 16, effectiveRank: 1 })),
        }),
      ],
      'standardised',
      [
        'alarm',
        'E0, E1 and E2 are one unit each, repeated: all units of an expert compute the same thing.',
        'Start from weights that differ: pass init: "glorot".',
        'init: "glorot"',
      ],
    ],
    [
      'levels are named when there are several',
      [levelOf([even('income'), even('marital'), even('shared')]), levelOf([routed], { level: 1 })],
      'standardised',
      [
        'alarm',
        'Level 0: The gates hardly route: every row gets the same even mix.',
        'Train longer, or use Shared-Bottom.',
      ],
    ],
    [
      'healthy levels tell of the highest; spread weight',
      [levelOf([routed]), levelOf([{ serves: 'income', mean: [0.2, 0.2, 0.2, 0.2, 0.2], entropy: 0.4 }], { level: 1 })],
      'standardised',
      ['healthy', 'No alarms. At level 1, the highest: income spreads over five experts, most on E0 (20 %).', ''],
    ],
    [
      'what a gate does not see has no weight from it',
      [
        levelOf([
          { serves: 'a', mean: [0.7, 0.3], entropy: 0.5, columns: [0, 1] },
          { serves: 'b', mean: [0.6, 0.4], entropy: 0.5, columns: [1, 2] },
          { serves: 'shared', mean: [0.1, 0.2, 0.7], entropy: 0.5 },
        ]),
      ],
      'standardised',
      [
        'healthy',
        'No alarms. a leans on E0 (70 %), then E1. b splits between E1 and E2 (100 %). shared leans on E2 (70 %), then E1 and E0.',
        'Any two gates share 30 % to 60 % of their weight.',
      ],
    ],
    ['nothing to route', [], 'raw', ['idle', 'One expert serves all tasks; there is nothing to route.', '']],
  ])('%s', (_, levels, inputs, expected) => expect(words(judge(levels, { model: 'mmoe', inputs }))).toEqual(expected));
});

it('bold, code and names are phrases, never markup', () => {
  const { headline, detail } = judge([levelOf([{ serves: '<b>*x*`', mean: [1, 0], entropy: 0 }])], {
    model: 'mmoe',
    inputs: 'raw',
  });
  expect(headline[0]).toEqual({ text: '<b>*x*` puts 100\u00a0% of its weight on E0.', style: 'strong' });
  expect(detail[1]).toEqual({ text: 'inputs: "standardised"', style: 'code' });
});

describe('the remedy is one that the model has', () => {
  const collapsed = levelOf([{ serves: 'purchase', mean: [0.99, 0.01], entropy: 0.01 }]);
  it.each([
    [
      'ple',
      'Lower the learning rate, or pass balance: 0.1. One of two experts gets under 3 % from purchase.',
      'balance: 0.1',
    ],
    ['aitm', 'Lower the learning rate. One of two experts gets under 3 % from purchase.', undefined],
    [
      'my-model',
      'Lower the learning rate, or pass blocks.balance(gate, { weight: 0.1 }) among the penalties. One of two experts gets under 3 % from purchase.',
      'blocks.balance(gate, { weight: 0.1 })',
    ],
  ])('%s', (model, detail, fix) => {
    const verdict = judge([collapsed], { model, inputs: 'standardised' });
    expect([plainText(verdict.detail).replaceAll('\u00a0', ' '), verdict.fix]).toEqual([detail, fix]);
  });
});

it('an expert of one task that gets nothing is told of that task', () => {
  const own = { entropy: 0.4, mean: [0.495, 0.005, 0.5] };
  const level = levelOf([
    { serves: 'income', columns: [0, 1, 4], ...own },
    { serves: 'marital', columns: [2, 3, 4], entropy: 0.4, mean: [0.3, 0.3, 0.4] },
  ]);
  const { headline } = judge([level], { model: 'ple', inputs: 'standardised' });
  expect(plainText(headline)).toBe('E1 gets no weight from income.');
});

describe('remedies are those of the model', () => {
  const evenLevels = [
    levelOf([even('income'), even('marital')]),
    levelOf([even('income'), even('marital')], { level: 1 }),
  ];
  const twins = levelOf(healthyGates, { cka: cka(2, 1, 0.97) });
  it.each<readonly [string, string, readonly GateLevel[], string, string | undefined]>([
    ['gates that do not route', 'ple', evenLevels, 'Train longer, or do without a level: pass levels: 1.', 'levels: 1'],
    [
      'one level',
      'ple',
      evenLevels.slice(1),
      'Train longer, or use fewer experts: pass taskExperts: 1.',
      'taskExperts: 1',
    ],
    ['gates that do not route', 'omoe', evenLevels.slice(1), 'Train longer, or use Shared-Bottom.', undefined],
    [
      'gates that do not route',
      'aitm',
      evenLevels.slice(1),
      'Train longer, or compare with models.singleTask.',
      undefined,
    ],
    ['twins', 'ple', [twins], 'Use fewer experts: taskExperts or sharedExperts.', undefined],
    [
      'twins',
      'aitm',
      [twins],
      'One step of the funnel hardly uses the other: compare with models.singleTask.',
      undefined,
    ],
  ])('%s of %s', (_, model, levels, detail, fix) => {
    const verdict = judge(levels, { model, inputs: 'standardised' });
    expect([plainText(verdict.detail), verdict.fix]).toEqual([detail, fix]);
    expect(verdict.level).toBe(levels[0].level);
  });
});
