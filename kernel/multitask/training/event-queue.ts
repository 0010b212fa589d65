import type { StepsEvent, TrainingEvent } from './events.ts';

/** Turns a listener into an async iterable: what is pushed comes out in order, and waits until it is read. */
export type EventQueue = AsyncIterable<TrainingEvent> & {
  readonly push: (event: TrainingEvent) => void;
  /** Ends the iteration after what was pushed. */
  readonly end: () => void;
};

/** Steps whose losses wait for a consumer that is slower than the trainer. */
const mostSteps = 4_096;

/**
 * A consumer may be slow (a cell that draws), and the trainer does not wait for it. So that what waits does not grow with the steps,
 * stretches of one epoch that nobody has read yet become one, of which the latest steps are kept. Every other event waits as it is.
 */
export function createEventQueue(): EventQueue {
  const waiting: TrainingEvent[] = [];
  let ended = false;
  let wake = (): void => {};
  return {
    push(event) {
      const last = waiting.at(-1);
      if (last?.kind === 'steps' && event.kind === 'steps' && last.epoch === event.epoch) {
        waiting[waiting.length - 1] = joined(last, event);
      } else waiting.push(event);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    async *[Symbol.asyncIterator]() {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as TrainingEvent;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}

/** One stretch of two that follow each other; its losses still end with those of its last step. */
function joined(first: StepsEvent, second: StepsEvent): StepsEvent {
  const losses = Object.entries(second.losses).map(([task, later]) => {
    const both = [...Array.from(first.losses[task] ?? []), ...Array.from(later)];
    return [task, both.slice(-mostSteps)] as const;
  });
  const steps = (event: StepsEvent) => Object.values(event.losses)[0]?.length ?? 0;
  const both = (of: 'conflicts' | 'taskWeights') => {
    const [before = [], after] = [first[of], second[of]];
    const perStep = (after?.length ?? 0) / steps(second);
    return after === undefined
      ? {}
      : { [of]: [...Array.from(before), ...Array.from(after)].slice(-mostSteps * perStep) };
  };
  return { ...second, losses: Object.fromEntries(losses), ...both('conflicts'), ...both('taskWeights') };
}
