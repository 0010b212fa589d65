import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createMultitask } from '../../../../kernel/multitask/create-multitask.ts';
import type { RowStream, Rows, Task } from '../../../../kernel/multitask/data/index.ts';
import { sliceRows } from '../../../../kernel/multitask/data/index.ts';
import type { Network } from '../../../../kernel/multitask/network/index.ts';
import { inFunnelOrder } from '../../../../kernel/multitask/training/index.ts';
import { clickAndBuy, mixedFeatures, randomRows } from '../../../support/random-rows.ts';

const told: string[] = [];
const { models } = createMultitask({ warn: (line) => void told.push(line) });
const small = { embedding: 2, towerUnits: [4] } as const;
const esmm = (tasks: readonly Task[] = clickAndBuy) => models.esmm(mixedFeatures, tasks, small);
const aitm = (tasks: readonly Task[] = clickAndBuy) =>
  models.aitm(mixedFeatures, tasks, { ...small, towerDropout: [] });
const options = { trainer: 'tfjs', plot: false, batchSize: 64 } as const;

/** Rows with these numbers of (click, buy) = (0, 0), (1, 0), (1, 1), (0, 1) and a label that was not observed in the rest. */
function funnel(none: number, clicks: number, buys: number, against: number): Rows {
  const rows = randomRows(200, 1);
  const kinds = [none, clicks, buys, against].flatMap((count, kind) => new Array<number>(count).fill(kind));
  const click = Float32Array.from({ length: 200 }, (_, i) => [0, 1, 1, 0][kinds[i]] ?? Number.NaN);
  const buy = Float32Array.from({ length: 200 }, (_, i) => [0, 0, 1, 1][kinds[i]] ?? 1);
  return { ...rows, labels: { click, buy } };
}

describe('counted before training', () => {
  type Expected = { error: RegExp } | { warnings: readonly RegExp[]; penalties: number };
  const check = (name: string, network: Network, rows: Rows, expected: Expected) =>
    test(name, () => {
      const count = () => inFunnelOrder(network, rows, 'Model');
      if ('error' in expected) return expect(count).toThrow(expected.error);
      const { warnings, network: left } = count();
      expect(warnings).toHaveLength(expected.warnings.length);
      for (const [i, warning] of expected.warnings.entries()) expect(warnings[i]).toMatch(warning);
      expect(left.penalties).toHaveLength(expected.penalties);
      expect(left.nodes).toBe(network.nodes);
    });
  const swapped = [...clickAndBuy].reverse();
  const inOrder = funnel(100, 60, 40, 0);

  check('ESMM in order', esmm().network, inOrder, { warnings: [], penalties: 0 });
  check('ESMM, labels unknown elsewhere', esmm().network, funnel(50, 30, 20, 0), { warnings: [], penalties: 0 });
  check('ESMM with buys outside clicks', esmm().network, funnel(100, 60, 34, 6), {
    warnings: [/in 3 % of the rows \(6 of 200\) buy is 1 and click 0\..*no place for them/],
    penalties: 0,
  });
  check('ESMM, tasks swapped', esmm(swapped).network, inOrder, {
    error:
      /in 30 % of the rows \(60 of 200\) click is 1 and buy 0\..*is 0 rows: give the tasks in the order click, buy/,
  });
  check('ESMM, tasks swapped, where most clicks buy', esmm(swapped).network, funnel(100, 10, 90, 0), {
    error: /in 5 % of the rows \(10 of 200\)/,
  });
  check('ESMM of tasks that are no funnel', esmm().network, funnel(80, 20, 38, 62), {
    error: /in 31 % of the rows \(62 of 200\) buy is 1 and click 0\..*Neither order.*mmoe or ple/,
  });
  check('AITM in order', aitm().network, inOrder, { warnings: [], penalties: 1 });
  check('AITM, tasks swapped', aitm(swapped).network, inOrder, {
    warnings: [/in 30 % .* click is 1 and buy 0\..*calibrator.*is off in this run\..*order click, buy/],
    penalties: 0,
  });
  check('AITM of tasks that are no funnel', aitm().network, funnel(80, 20, 38, 62), {
    warnings: [/in 31 % .*off in this run\..*Neither order/],
    penalties: 0,
  });
  check('AITM with a mistake in a hundred', aitm().network, funnel(50, 50, 99, 1), {
    warnings: [/in 0\.5 % of the rows \(1 of 200\).*penalises them a little/],
    penalties: 1,
  });
  check('models without an order', models.mmoe(mixedFeatures, clickAndBuy, small).network, funnel(0, 0, 0, 200), {
    warnings: [],
    penalties: 0,
  });

  test('a product of one’s own needs the order, too', () => {
    const model = models.define('own', mixedFeatures, clickAndBuy, ([click, buy], b) => {
      const logit = (name: string) => b.probability(b.linear(b.numeric, 1, { name }), { name });
      const clicks = logit('pCTR');
      return {
        outputs: [b.output(click, clicks), b.output(buy, b.product([clicks, logit('pCVR')], { name: 'both' }))],
      };
    });
    expect(() => inFunnelOrder(model.network, funnel(80, 20, 38, 62), 'own')).toThrow(/31 % of the rows/);
  });
});

describe('in fit', () => {
  test('ESMM with swapped tasks is refused before the first step', async () => {
    const model = esmm([...clickAndBuy].reverse());
    await expect(model.fit(funnel(100, 60, 40, 0), options)).rejects.toThrow(/fit: in 30 % of the rows/);
    expect(model.epochs).toBe(0);
  });

  test('a warning is told, and the run keeps it', async () => {
    told.length = 0;
    const run = await esmm().fit(funnel(100, 60, 34, 6), options);
    expect(told.join()).toMatch(/ESMM: in 3 % of the rows/);
    expect(run.description.warnings?.join()).toMatch(/ESMM: in 3 % of the rows/);
    expect((await esmm().fit(funnel(100, 60, 40, 0), options)).description).not.toHaveProperty('warnings');
  });

  test('AITM without its calibrator trains as with calibration 0, also after it was loaded', async () => {
    const rows = funnel(80, 20, 38, 62);
    const numbers = async (model: ReturnType<typeof aitm>) => {
      await model.fit(rows, options);
      return Object.values(await model.parameters()).map((values) => [...values]);
    };
    const folder = await mkdtemp(join(tmpdir(), 'multitask-funnel-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await aitm().save(join(folder, 'model'));
    const without = models.aitm(mixedFeatures, clickAndBuy, { ...small, towerDropout: [], calibration: 0 });
    const expected = await numbers(without);
    expect(await numbers(aitm())).toEqual(expected);
    expect(await numbers(await models.load(join(folder, 'model')))).toEqual(expected);
  });

  test('a loaded ESMM still knows what its equation needs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'multitask-funnel-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await esmm([...clickAndBuy].reverse()).save(join(folder, 'model'));
    const loaded = await models.load(join(folder, 'model'));
    await expect(loaded.fit(funnel(100, 60, 40, 0), options)).rejects.toThrow(/give the tasks in the order click, buy/);
  });

  test('of a stream the first chunk is counted', async () => {
    const rows = funnel(80, 20, 38, 62);
    const stream: RowStream = {
      length: 200,
      async *chunks() {
        yield sliceRows(rows, 0, 150);
        yield sliceRows(rows, 150, 200);
      },
    };
    // 12 of the first 150 rows.
    const run = await aitm().fit(stream, options);
    expect(run.description.warnings?.join()).toMatch(/in 8 % of the first 150 rows \(12 of 150\)/);
  });
});
