import { describe, expect, it } from 'vitest';
import { createEventQueue } from '../../../../kernel/multitask/training/event-queue.ts';
import type { StepsEvent, TrainingEvent } from '../../../../kernel/multitask/training/events.ts';

const steps = (epoch: number, step: number, losses: readonly number[]): StepsEvent => ({
  kind: 'steps',
  epoch,
  step,
  losses: { click: losses, buy: losses.map((loss) => loss / 2) },
  seconds: step,
});
const epoch = (number: number): TrainingEvent => ({ kind: 'epoch', epoch: number, step: 0, seconds: 0, train: {} });
const ended: TrainingEvent = { kind: 'ended', state: 'finished', epoch: 1, step: 1, seconds: 1, kept: '' };

async function all(queue: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const events: TrainingEvent[] = [];
  for await (const event of queue) events.push(event);
  return events;
}

describe('events that wait', () => {
  it('come in order, stretches of one epoch as one', async () => {
    const queue = createEventQueue();
    for (const event of [
      steps(1, 2, [4, 3]),
      steps(1, 3, [2]),
      epoch(1),
      steps(2, 4, [1]),
      steps(2, 5, [0]),
      epoch(2),
      ended,
    ])
      queue.push(event);
    queue.end();
    expect(await all(queue)).toEqual([steps(1, 3, [4, 3, 2]), epoch(1), steps(2, 5, [1, 0]), epoch(2), ended]);
  });

  it('cosines and weights of their steps come along, the latest of them', async () => {
    const told = (event: StepsEvent, first: number): StepsEvent => {
      const count = event.losses.click.length;
      const numbers = (width: number) => Float32Array.from({ length: width * count }, (_, i) => width * first + i);
      return { ...event, conflicts: numbers(3), taskWeights: numbers(2) };
    };
    const queue = createEventQueue();
    queue.push(told(steps(1, 2, [4, 3]), 0));
    queue.push(told(steps(1, 3, [2]), 2));
    for (let step = 4; step <= 5_003; step += 1_000)
      queue.push(told(steps(1, step + 999, Array(1_000).fill(1)), step - 1));
    queue.push(epoch(1));
    queue.end();
    const [all5003] = await all(queue);
    if (all5003.kind !== 'steps') throw new Error('steps come first');
    const { losses, conflicts = [], taskWeights = [] } = all5003;
    expect([losses.click.length, conflicts.length, taskWeights.length]).toEqual([4096, 3 * 4096, 2 * 4096]);
    expect([conflicts[conflicts.length - 1], taskWeights[0]]).toEqual([3 * 5_003 - 1, 2 * (5_003 - 4096)]);
  });

  it('are single for a consumer that keeps up', async () => {
    const queue = createEventQueue();
    const reader = queue[Symbol.asyncIterator]();
    for (const event of [steps(1, 1, [1]), steps(1, 2, [2]), epoch(1)]) {
      queue.push(event);
      expect((await reader.next()).value).toEqual(event);
    }
  });

  it('are few however many steps a slow consumer misses: the latest stay, and no epoch is lost', async () => {
    const queue = createEventQueue();
    for (let step = 1; step <= 20_000; step++) queue.push(steps(1 + Math.floor((step - 1) / 10_000), step, [step]));
    queue.push(epoch(2));
    queue.push(ended);
    queue.end();
    const [first, second, ...rest] = await all(queue);
    for (const [event, last] of [
      [first, 10_000],
      [second, 20_000],
    ] as const) {
      if (event?.kind !== 'steps') throw new Error('no steps');
      expect([event.step, event.losses.click?.length, event.losses.click?.[4_095], event.losses.click?.[0]]).toEqual([
        last,
        4_096,
        last,
        last - 4_095,
      ]);
      expect(event.losses.buy?.[4_095]).toBe(last / 2);
    }
    expect(rest).toEqual([epoch(2), ended]);
  });
});
