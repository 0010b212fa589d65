import { setTimeout } from 'node:timers';
import type { Network } from '../network/index.ts';
import type { WantedTrainer } from './choose.ts';
import type { CreateTrainer, Trainer, TrainerState } from './trainer.ts';

/** Trainers that only compute, each kept with its weights for the calls that come next. */
export type Evaluators = {
  /**
   * Calls `work` with a trainer that has these weights: the one of an earlier call with the same, or a new one. Calls share one
   * at the same time, but nobody waits behind one that has been busy for long. `work` is given up when `signal` aborts.
   */
  readonly use: <Result>(
    of: Weights,
    signal: AbortSignal,
    work: (trainer: Trainer) => Promise<Result>,
  ) => Promise<Result>;
  /** Lets go of all that have these parameters: nobody will ask for them again. */
  readonly release: (parameters: TrainerState['parameters']) => void;
};

export type Weights = {
  readonly network: Network;
  /** Its parameters are told from others by their identity: nobody writes to them. */
  readonly state: TrainerState;
  readonly wanted: WantedTrainer;
  readonly create: CreateTrainer;
};

/** How many are kept, how much memory they may take beside the newest, and for how long nobody may use one, in milliseconds. */
export type EvaluatorLimits = { readonly most: number; readonly bytes: number; readonly idle: number };

type Evaluator = {
  readonly of: Weights;
  readonly trainer: Promise<Trainer>;
  /** Known once it was made. */
  bytes: number;
  users: number;
  /** When the first of its users came, then when the last one left. */
  since: number;
};

export function createEvaluators({ most, bytes, idle }: EvaluatorLimits = limits): Evaluators {
  /** The one that was used last comes last. */
  let kept: Evaluator[] = [];

  const drop = (evaluator: Evaluator): void => {
    const isKept = kept.includes(evaluator);
    kept = kept.filter((each) => each !== evaluator);
    if (isKept && evaluator.users === 0) dispose(evaluator);
  };

  const dropIdle = (): void => {
    const now = performance.now();
    for (const each of kept) if (each.users === 0 && now - each.since >= idle) drop(each);
    // One that never ends is no reason to look again.
    const waiting = kept.filter(({ users }) => users === 0);
    if (waiting.length > 0) lookAgain(Math.min(...waiting.map(({ since }) => since)) + idle - now);
  };
  let timer: NodeJS.Timeout | undefined;
  const lookAgain = (milliseconds: number): void => {
    clearTimeout(timer);
    timer = setTimeout(dropIdle, Math.max(1, milliseconds)).unref();
  };

  const dropOldest = (): void => {
    const total = () => kept.slice(0, -1).reduce((sum, each) => sum + each.bytes, 0);
    while (kept.length > most || (kept.length > 1 && total() > bytes)) drop(kept[0]);
  };

  const find = ({ network, state, wanted }: Weights): Evaluator | undefined => {
    const now = performance.now();
    return kept.find(
      ({ of, users, since }) =>
        of.network === network &&
        of.state.parameters === state.parameters &&
        of.wanted.trainer === wanted.trainer &&
        of.wanted.threads === wanted.threads &&
        (users === 0 || now - since < longestWait),
    );
  };

  const make = (of: Weights): Evaluator => {
    // What trains is another trainer, and keeps the slots to itself.
    const state = { ...of.state, slots: {} };
    const trainer = of.create(of.network, { kind: 'sgd' }, state);
    return { of: { ...of, state }, trainer, bytes: 0, users: 0, since: 0 };
  };

  return {
    async use(of, signal, work) {
      signal.throwIfAborted();
      const evaluator = find(of) ?? make(of);
      kept = [...kept.filter((each) => each !== evaluator), evaluator];
      if (evaluator.users === 0) evaluator.since = performance.now();
      evaluator.users++;
      // What is interrupted may be cut off at any line: nobody uses again, or waits for, what was being done then.
      const interrupted = () => drop(evaluator);
      signal.addEventListener('abort', interrupted);
      try {
        const trainer = await evaluator.trainer;
        const result = await work(trainer);
        evaluator.bytes = trainer.bytes;
        return result;
      } catch (error) {
        drop(evaluator);
        throw error;
      } finally {
        signal.removeEventListener('abort', interrupted);
        evaluator.users--;
        if (evaluator.users === 0) {
          if (!kept.includes(evaluator)) dispose(evaluator);
          evaluator.since = performance.now();
        }
        dropOldest();
        dropIdle();
      }
    },
    release(parameters) {
      for (const each of kept) if (each.of.state.parameters === parameters) drop(each);
    },
  };
}

const limits: EvaluatorLimits = { most: 4, bytes: 2 ** 29, idle: 60_000 };

/** Milliseconds that one may be busy before the next call makes another. */
const longestWait = 1_000;

function dispose({ trainer }: Evaluator): void {
  // One that was never made has nothing to let go of.
  trainer.then((made) => made.dispose()).catch(() => {});
}
