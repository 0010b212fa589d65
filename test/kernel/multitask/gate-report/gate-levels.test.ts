import { describe, expect, it } from 'vitest';
import { gateLevels, shortNames } from '../../../../kernel/multitask/gate-report/gate-levels.ts';
import { catalog } from '../../../../kernel/multitask/models/catalog.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import { smallFeatures, smallTasks } from '../../../support/plain-model.ts';

/** Per level: the experts' short names, then "gate: the experts it sees". */
const seen = (name: keyof typeof catalog) =>
  gateLevels(buildNetwork(name, smallFeatures, smallTasks, catalog[name].build(smallFeatures, { embedding: 4 }))).map(
    ({ labels, gates }) => [
      labels.join(' · '),
      ...gates.map(
        ({ identity, columns }) => `${identity.serves}: ${columns.map((column) => labels[column]).join(' · ')}`,
      ),
    ],
  );

describe('which gate sees which expert', () => {
  it.each<readonly [keyof typeof catalog, readonly (readonly string[])[]]>([
    [
      'mmoe',
      [
        [
          'E0 · E1 · E2 · E3 · E4 · E5 · E6 · E7',
          'click: E0 · E1 · E2 · E3 · E4 · E5 · E6 · E7',
          'purchase: E0 · E1 · E2 · E3 · E4 · E5 · E6 · E7',
        ],
      ],
    ],
    ['omoe', [['E0 · E1 · E2 · E3 · E4 · E5 · E6 · E7', 'shared: E0 · E1 · E2 · E3 · E4 · E5 · E6 · E7']]],
    [
      'ple',
      [
        [
          'click 0.0 · click 0.1 · click 0.2 · shared 0.0 · shared 0.1 · purchase 0.0 · purchase 0.1 · purchase 0.2',
          'click: click 0.0 · click 0.1 · click 0.2 · shared 0.0 · shared 0.1',
          'purchase: purchase 0.0 · purchase 0.1 · purchase 0.2 · shared 0.0 · shared 0.1',
          'shared: click 0.0 · click 0.1 · click 0.2 · purchase 0.0 · purchase 0.1 · purchase 0.2 · shared 0.0 · shared 0.1',
        ],
        [
          'click 1.0 · click 1.1 · click 1.2 · shared 1.0 · shared 1.1 · purchase 1.0 · purchase 1.1 · purchase 1.2',
          'click: click 1.0 · click 1.1 · click 1.2 · shared 1.0 · shared 1.1',
          'purchase: purchase 1.0 · purchase 1.1 · purchase 1.2 · shared 1.0 · shared 1.1',
        ],
      ],
    ],
    [
      'aitm',
      [
        [
          'purchase value of info · purchase value of tower',
          'purchase: purchase value of info · purchase value of tower',
        ],
      ],
    ],
    ['shared-bottom', []],
    ['esmm', []],
  ])('%s', (name, expected) => expect(seen(name)).toEqual(expected));
});

describe('short names of experts', () => {
  it.each<readonly [readonly string[], readonly string[]]>([
    [
      ['expert 0', 'expert 12'],
      ['E0', 'E12'],
    ],
    [
      ['income expert 0', 'shared expert 0'],
      ['income 0', 'shared 0'],
    ],
    [
      ['expert', 'bottom'],
      ['expert', 'bottom'],
    ],
    [
      ['expert a', 'a'],
      ['expert a', 'a'],
    ],
    [['<b>expert</b> 1'], ['<b></b> 1']],
  ])('%j are %j', (names, expected) => expect(shortNames(names)).toEqual(expected));
});
