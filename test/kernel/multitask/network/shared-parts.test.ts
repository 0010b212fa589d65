import { describe, expect, test } from 'vitest';
import { type CatalogName, catalog } from '../../../../kernel/multitask/models/catalog.ts';
import type { Blocks, BuildModel } from '../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import type { Network, NetworkNode } from '../../../../kernel/multitask/network/network.ts';
import { sharedParts, tasksReaching } from '../../../../kernel/multitask/network/shared-parts.ts';
import { built } from '../../../support/parity.ts';
import { clickAndBuy, mixedFeatures } from '../../../support/random-rows.ts';

const networkOf = (build: BuildModel): Network => buildNetwork('mine', mixedFeatures, clickAndBuy, build);
const ofCatalog = (name: CatalogName): Network => networkOf(built(name, mixedFeatures, {}));
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);

describe('the shared parts of every model, as people name its blocks', () => {
  const entire = ['embedding', 'pCTR tower', 'pCTR logit'];
  const atLevel = (level: number) => numbered(`shared expert ${level}.`, 2);
  const found: Readonly<Record<CatalogName, readonly string[]>> = {
    'single-task': [],
    'shared-bottom': ['embedding', 'bottom'],
    omoe: ['embedding', ...numbered('expert ', 8), 'shared gate'],
    mmoe: ['embedding', ...numbered('expert ', 8)],
    // pCTCVR is pCTR · pCVR: the second task trains the first one's tower.
    esmm: entire,
    escm2: entire,
    dcmt: entire,
    // What the lower level's shared gate hands on reaches every expert of that level; the tasks' own above are not shared.
    ple: [
      'embedding',
      ...clickAndBuy.flatMap(({ name }) => numbered(`${name} expert 0.`, 3)),
      ...atLevel(0),
      'shared gate 0',
      ...atLevel(1),
    ],
    aitm: ['embedding', 'click tower'],
    dbmtl: ['embedding', 'bottom', 'click tower', 'click relation'],
    // A task reads the others' experts with a stopped gradient.
    stem: ['shared embedding', ...numbered('shared expert ', 2)],
    adatt: [
      'embedding',
      ...[0, 1].flatMap((level) => [
        ...clickAndBuy.flatMap(({ name }) => [
          ...(level === 0 ? [`${name} gate 0`, `${name} native 0`] : []),
          ...numbered(`${name} expert ${level}.`, 2),
        ]),
        ...(level === 0 ? ['shared gate 0'] : []),
        `shared expert ${level}.0`,
      ]),
    ],
    pepnet: ['all embedding', 'domain', 'domain gate', 'personal'],
    home: [
      'embedding',
      // The shared gate of the lower level sees the meta experts of all.
      ...['shared', 'click', 'buy'].flatMap((kind) => [
        `${kind} meta feature gate`,
        ...numbered(`${kind} meta expert `, 2),
      ]),
      'shared meta gate',
      'shared meta self-gate',
      'shared feature gate',
      ...numbered('shared expert ', 2),
    ],
    'dselect-k': ['embedding', ...numbered('expert ', 8)],
  };

  for (const name of Object.keys(catalog) as CatalogName[])
    test(name, () => {
      const network = ofCatalog(name);
      const parts = sharedParts(network);
      expect(parts.map((part) => part.name).sort()).toEqual([...found[name]].sort());
      const reaching = tasksReaching(network);
      const shared = network.parameters.filter((parameter) => (reaching.get(parameter)?.length ?? 0) > 1);
      expect(parts.flatMap(({ parameters }) => parameters.map((parameter) => parameter.name)).sort()).toEqual(
        shared.map((parameter) => parameter.name).sort(),
      );
    });
});

describe('parts', () => {
  const partsOf = (shared: (b: Blocks) => NetworkNode) =>
    sharedParts(
      networkOf((tasks, b) => {
        const below = shared(b);
        return {
          outputs: tasks.map((task) => {
            const logit = b.linear(below, 1, { name: `${task.name} logit` });
            return b.output(task, b.probability(logit, { name: task.name }));
          }),
        };
      }),
    ).map(({ name, parameters }) => [name, parameters.map((parameter) => parameter.name)]);

  test('the layers of an expert are its own, also behind dropout', () => {
    const parts = partsOf((b) => {
      const experts = [0, 1].map((i) =>
        b.dense(b.dropout(b.dense(b.numeric, 4, { name: `first of ${i}`, bias: false }), 0.5), 3, {
          name: `expert ${i}`,
          bias: false,
        }),
      );
      const gate = b.softmax(b.linear(b.numeric, 2, { name: 'choice', bias: false }));
      return b.dense(b.mix(gate, experts), 2, { name: 'above', bias: false });
    });
    expect(Object.fromEntries(parts)).toEqual({
      'expert 0': ['first of 0/weights', 'expert 0/weights'],
      'expert 1': ['first of 1/weights', 'expert 1/weights'],
      choice: ['choice/weights'],
      above: ['above/weights'],
    });
  });

  test('numbered layers are one stack only where one reads the other', () => {
    const plain = { bias: false } as const;
    expect(
      partsOf((b) =>
        b.dense(b.concat([b.dense(b.numeric, 2, plain), b.dense(b.numeric, 2, plain)]), 2, { ...plain, name: 'top 0' }),
      ),
    ).toEqual([
      ['dense 0', ['dense 0/weights']],
      ['dense 1', ['dense 1/weights']],
      ['top', ['top 0/weights']],
    ]);
  });

  test('weights that two blocks share are in one part', () => {
    const parts = partsOf((b) => {
      const first = b.dense(b.numeric, 2, { name: 'a', bias: false });
      return b.concat([first, b.dense(b.numeric, 2, { name: 'b', like: first })]);
    });
    expect(parts).toEqual([['a', ['a/weights']]]);
  });

  test('a stopped gradient shares nothing, another way around it does', () => {
    const below = (b: Blocks) => b.dense(b.numeric, 2, { name: 'below', bias: false });
    const second = (read: (b: Blocks, node: NetworkNode) => NetworkNode) => {
      const network = networkOf((tasks, b) => {
        const node = below(b);
        return {
          outputs: [node, read(b, node)].map((input, t) => {
            const logit = b.linear(input, 1, { name: `${tasks[t].name} logit`, bias: false });
            return b.output(tasks[t], b.probability(logit, { name: tasks[t].name }));
          }),
        };
      });
      return Object.fromEntries([...tasksReaching(network)].map(([{ name }, tasks]) => [name, tasks]));
    };
    const own = { 'click logit/weights': [0], 'buy logit/weights': [1] };
    expect(second((b, node) => b.stopGradient(node))).toEqual({ 'below/weights': [0], ...own });
    expect(second((b, node) => b.add([b.stopGradient(node), node]))).toEqual({ 'below/weights': [0, 1], ...own });
  });
});
