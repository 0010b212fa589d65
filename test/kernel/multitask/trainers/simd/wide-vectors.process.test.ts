import { describe, expect, test } from 'vitest';
import type { BuildModel } from '../../../../../kernel/multitask/network/blocks.ts';
import { buildNetwork } from '../../../../../kernel/multitask/network/build-network.ts';
import { compileKernels, instantiateKernels } from '../../../../../kernel/multitask/trainers/simd/run/kernels.ts';
import {
  expectedVectors,
  isBetterWide,
  type TestKernels,
  testPages,
  wideVectors,
} from '../../../../../kernel/multitask/trainers/simd/run/wide-vectors.ts';
import { built } from '../../../../support/parity.ts';
import { sampleFeatures, sampleRows, sampleTasks } from '../../../../support/sample-rows.ts';
import { withSimd } from '../../../../support/simd-trainers.ts';
import { planOf } from '../../../../support/tfjs-trainers.ts';

const check = (environment: NodeJS.ProcessEnv, version: string, reason?: string) =>
  test(`MULTITASK_VECTORS ${environment.MULTITASK_VECTORS ?? 'unset'}, Node.js ${version}: ${reason ?? 'usable'}`, () => {
    expect(expectedVectors(environment, version)).toEqual(
      reason === undefined ? { isUsable: true } : { isUsable: false, reason: expect.stringContaining(reason) },
    );
  });
check({}, '24.0.0');
check({ MULTITASK_VECTORS: '' }, '26.1.0');
check({ MULTITASK_VECTORS: '256' }, '24.21.0');
check({ MULTITASK_VECTORS: '128' }, '24.21.0', 'is 128');
check({ MULTITASK_VECTORS: '512' }, '24.21.0', '"512" instead of 256 or 128');
check({}, '22.19.0', 'Node.js 24');

/** Layers of every rest that columns and rows can leave. */
const odd: BuildModel = (tasks, b) => {
  const first = b.concat([27, 9, 4].map((units) => b.dense(b.embed('all', 7), units, { activation: 'relu' })));
  const hidden = [1, 12, 21, 33].map((units) => b.dense(first, units, { activation: 'sigmoid' }));
  return {
    outputs: tasks.map((task) =>
      b.output(task, b.probability(b.linear(b.concat(hidden), 1, { name: task.name }), { name: task.name })),
    ),
  };
};

describe('the build in larger tiles', () => {
  const networks = {
    odd: buildNetwork('odd', sampleFeatures, sampleTasks, odd),
    mmoe: buildNetwork('mmoe', sampleFeatures, sampleTasks, built('mmoe', sampleFeatures, {})),
  };
  const rows = sampleRows(211, 3);
  for (const [name, network] of Object.entries(networks))
    for (const threads of [1, 2])
      test(`trains ${name} to the bits of the other, ${threads} threads`, async () => {
        const [narrow, wide] = await Promise.all(
          (['relaxed', 'wide'] as const).map((build) =>
            withSimd(network, { build, threads }, async (trainer) => {
              for (const batchSize of [211, 64, 31, 5])
                await trainer.train(rows, { ...planOf(211), batchSize }, () => {});
              return trainer.read();
            }),
          ),
        );
        expect(narrow?.step).toBe(1 + 4 + 7 + 43);
        expect(wide).toEqual(narrow);
      });
});

describe('the test of 256-bit vectors', () => {
  const kernelsOf = async (build: 'relaxed' | 'wide'): Promise<TestKernels> => {
    const memory = new WebAssembly.Memory({ initial: testPages, maximum: testPages, shared: true });
    return { kernels: await instantiateKernels((await compileKernels(build)).module, memory), memory };
  };
  /** Kernels whose products take several times as long. */
  const slow = ({ kernels, memory }: TestKernels): TestKernels => {
    const product: typeof kernels.product = (...given) => {
      for (let i = 0; i < 40 * given[0]; i++) kernels.zeroColumns(1, 256, 0, 0);
      return kernels.product(...given);
    };
    return { kernels: { ...kernels, product }, memory };
  };

  test('fails where bits differ, however fast they are', async () => {
    const [narrow, wide] = [slow(await kernelsOf('relaxed')), await kernelsOf('relaxed')];
    const adam: typeof wide.kernels.adam = (...given) => {
      const result = wide.kernels.adam(...given);
      const [, w] = given;
      new Int32Array(wide.memory.buffer)[w >> 2] ^= 1;
      return result;
    };
    expect(isBetterWide(narrow, { ...wide, kernels: { ...wide.kernels, adam } })).toBe(false);
  });

  test('passes where bits agree and products are faster', async () => {
    expect(isBetterWide(slow(await kernelsOf('relaxed')), await kernelsOf('relaxed'))).toBe(true);
  });

  test('fails where nothing is faster', async () => {
    expect(isBetterWide(await kernelsOf('relaxed'), slow(await kernelsOf('relaxed')))).toBe(false);
  });

  test('chooses the build, once in a process', async () => {
    const { isUsable } = await wideVectors();
    const { build } = await compileKernels();
    expect(isUsable ? ['wide', 'relaxed'] : ['relaxed', 'simd']).toContain(build);
    expect(await compileKernels()).toBe(await compileKernels());
  });
});
