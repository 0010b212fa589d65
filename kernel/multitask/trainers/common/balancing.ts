import {
  type Balance,
  type Balanced,
  type BalanceSpec,
  createBalance,
  type StepOfTasks,
} from '../../training/balance/index.ts';
import type { TrainerState } from '../trainer.ts';

/** What a step knows of its batch, and the weights that its tasks have without a balance. */
export type BatchOfTasks = Pick<StepOfTasks, 'losses' | 'observed' | 'baseWeights'>;

/** The balance of tasks, step by step: a trainer, or each of its threads, has one. From the same bits come the same weights. */
export type Balancing = Pick<Balance, 'needs'> & {
  /** The weights of a step whose losses are not known yet, or only they. */
  readonly before: (step: number, batch: BatchOfTasks) => Float64Array;
  /** Those of a step of which all is known: its state is what the next one goes on from. */
  readonly step: (step: number, batch: BatchOfTasks, products: Float64Array) => Balanced;
  /** Whether it asks for the same batch's losses behind the step. */
  readonly wantsAfter: boolean;
  readonly after: (step: number, batch: BatchOfTasks, after: Float64Array) => void;
  readonly state: () => Float64Array;
};

/** @param begun the state to go on from; where it is of another balance, it is begun anew. */
export function createBalancing(
  spec: BalanceSpec,
  tasks: number,
  { seed, stepsPerEpoch }: Pick<StepOfTasks, 'seed' | 'stepsPerEpoch'>,
  begun: Float64Array | undefined,
): Balancing {
  const balance = createBalance(spec, tasks);
  const none = new Float64Array(tasks * tasks);
  // A copy: threads share what they begin with, and the first of them writes to it.
  let state: Float64Array = Float64Array.from(begun?.length === balance.initial.length ? begun : balance.initial);
  const known = (step: number, batch: BatchOfTasks, products: Float64Array = none): StepOfTasks => {
    return { step, seed, ...batch, products, stepsPerEpoch };
  };
  return {
    needs: balance.needs,
    wantsAfter: balance.after !== undefined,
    before: (step, batch) => balance.step(known(step, batch), state).weights,
    step(step, batch, products) {
      const balanced = balance.step(known(step, batch, products), state);
      state = balanced.state;
      return balanced;
    },
    after(step, batch, losses) {
      state = balance.after?.(known(step, batch), losses, state) ?? state;
    },
    state: () => state,
  };
}

/** What a trainer's balance goes on from, from one call to the next. */
export type KeptBalance = {
  /** The state that a balance like this left, or one that was read. */
  readonly of: (spec: BalanceSpec) => Float64Array | undefined;
  readonly keep: (spec: BalanceSpec, state: Float64Array) => void;
  readonly read: () => Pick<TrainerState, 'balance'>;
  readonly write: (state: TrainerState) => void;
};

export function keepBalance({ balance: begun }: TrainerState): KeptBalance {
  let state = begun;
  let owner: string | undefined;
  return {
    of: (spec) =>
      state && (owner === undefined || owner === JSON.stringify(spec)) ? Float64Array.from(state) : undefined,
    keep(spec, left) {
      owner = JSON.stringify(spec);
      state = Array.from(left);
    },
    read: () => (state ? { balance: state } : {}),
    write({ balance }) {
      owner = undefined;
      state = balance;
    },
  };
}
