import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mmoe } from '../../../../kernel/multitask/models/mmoe.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/index.ts';
import { createEvaluators, type Weights } from '../../../../kernel/multitask/trainers/evaluators.ts';
import type { Trainer, TrainerState } from '../../../../kernel/multitask/trainers/index.ts';
import { clickAndBuy, mixedFeatures } from '../../../support/random-rows.ts';

const network = buildNetwork('mmoe', mixedFeatures, clickAndBuy, mmoe(mixedFeatures));
const weights = (): TrainerState => ({ parameters: {}, slots: { m: { w: Float32Array.of(1) } }, step: 3 });
const never = () => new AbortController().signal;

/** Trainers that count how they were made and let go of. */
function counted(bytes = 1000) {
  const made: { state: TrainerState; isDisposed: boolean }[] = [];
  const create: Weights['create'] = async (_, __, state) => {
    const one = { state, isDisposed: false };
    made.push(one);
    const dispose = async () => {
      expect(one.isDisposed, 'disposed once').toBe(false);
      one.isDisposed = true;
    };
    return { name: `${made.length}`, bytes, dispose } as Trainer;
  };
  const of = (state: TrainerState, more: Partial<Weights> = {}): Weights => ({
    network,
    state,
    wanted: {},
    create,
    ...more,
  });
  return { made, of, alive: () => made.flatMap(({ isDisposed }, i) => (isDisposed ? [] : [`${i + 1}`])) };
}

const name = async (trainer: Trainer) => trainer.name;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a kept evaluator', () => {
  test('serves calls with the same weights, of the same network and with the same wishes, without optimizer slots', async () => {
    const { use } = createEvaluators();
    const { of, made } = counted();
    const state = weights();
    const other = buildNetwork('mmoe', mixedFeatures, clickAndBuy, mmoe(mixedFeatures));
    const calls = [
      of(state),
      of({ ...state, slots: {} }),
      of({ ...state, parameters: {} }),
      of(state, { network: other }),
      of(state, { wanted: { trainer: 'tfjs' } }),
      of(state, { wanted: { threads: 1 } }),
      of(state, { wanted: { threads: 1 } }),
    ];
    const names = [];
    for (const call of calls) names.push(await use(call, never(), name));
    expect(names).toEqual(['1', '1', '2', '3', '4', '5', '5']);
    expect(made.map(({ state }) => [state.slots, state.step])).toEqual(made.map(() => [{}, 3]));
  });

  test('is one for calls at the same time, also while it is being made', async () => {
    const { use } = createEvaluators();
    const { of, made } = counted();
    const state = weights();
    expect(await Promise.all(Array.from({ length: 100 }, () => use(of(state), never(), name)))).toEqual(
      new Array(100).fill('1'),
    );
    expect(made).toHaveLength(1);
  });

  test('is let go of when its weights are, at once or after the call that uses it', async () => {
    const { use, release } = createEvaluators();
    const { of, alive } = counted();
    const [first, second] = [weights(), weights()];
    await use(of(first), never(), name);
    release(first.parameters);
    await use(of(second), never(), async () => {
      release(second.parameters);
      await vi.waitFor(() => expect(alive()).toEqual(['2']));
    });
    await vi.waitFor(() => expect(alive()).toEqual([]));
    expect(await use(of(second), never(), name)).toBe('3');
  });

  test('goes when others were used since, so many or of so much memory', async () => {
    const few = createEvaluators({ most: 2, bytes: 1e9, idle: 1e9 });
    const many = counted();
    const states = [weights(), weights(), weights()];
    for (const i of [0, 1, 0, 2]) await few.use(many.of(states[i]), never(), name);
    await vi.waitFor(() => expect(many.alive()).toEqual(['1', '3']));

    // The newest is kept, however large it is.
    const small = createEvaluators({ most: 9, bytes: 1500, idle: 1e9 });
    const large = counted(1000);
    for (const i of [0, 1, 2]) await small.use(large.of(states[i]), never(), name);
    await vi.waitFor(() => expect(large.alive()).toEqual(['2', '3']));
  });

  test('goes when nobody used it for long, and no sooner', async () => {
    vi.useRealTimers();
    const idle = 30;
    const { use } = createEvaluators({ most: 9, bytes: 1e9, idle });
    const { of, alive } = counted();
    let left = 0;
    const leave = async () => {
      left = performance.now();
    };
    await Promise.all([use(of(weights()), never(), leave), use(of(weights()), never(), leave)]);
    await vi.waitFor(() => expect(alive()).toEqual([]), { interval: 1 });
    expect(performance.now() - left).toBeGreaterThanOrEqual(idle - 1);
  });
});

describe('nobody waits for', () => {
  test('what was interrupted, though it never ends', async () => {
    const { use } = createEvaluators();
    const { of } = counted();
    const state = weights();
    const stop = new AbortController();
    const torn = vi.fn();
    void use(of(state), stop.signal, () => new Promise(() => {})).then(torn, torn);
    stop.abort();
    expect(await use(of(state), never(), name)).toBe('2');
    await expect(use(of(state), stop.signal, name)).rejects.toThrow(/abort/);
    expect(torn).not.toHaveBeenCalled();
  });

  test('one that has been busy for long', async () => {
    const { use } = createEvaluators();
    const { of, alive } = counted();
    const state = weights();
    let end = () => {};
    const ends = new Promise<void>((resolve) => {
      end = resolve;
    });
    const long = use(of(state), never(), () => ends);
    expect(await use(of(state), never(), name)).toBe('1');
    vi.advanceTimersByTime(2_000);
    expect(await use(of(state), never(), name)).toBe('2');
    end();
    await long;
    expect(alive()).toEqual(['1', '2']);
  });

  test('one that failed, or could not be made', async () => {
    const { use } = createEvaluators();
    const { of, alive } = counted();
    const state = weights();
    const fails = async () => Promise.reject(new Error('a thread ended'));
    await expect(use(of(state), never(), fails)).rejects.toThrow('a thread ended');
    await vi.waitFor(() => expect(alive()).toEqual([]));
    await expect(use(of(state, { create: fails }), never(), name)).rejects.toThrow('a thread ended');
    expect(await use(of(state), never(), name)).toBe('2');
  });
});
