import { expect, test } from 'vitest';
import { createRuns, signalOf } from '../../../../kernel/user-process/execution/runs.ts';
import { newAgentMemory, openAgentMemory } from '../../../../kernel/user-process/threads/agent-memory.ts';

function setUp() {
  const memory = openAgentMemory(newAgentMemory());
  return { memory, runs: createRuns(memory) };
}

test('code belongs to the youngest run that goes on, then to the last', () => {
  const { runs } = setUp();
  expect(runs.current()).toBeUndefined();
  const first = runs.begin(1, 'cell-1.ts');
  const second = runs.begin(2, 'cell-2.ts');
  expect(runs.current()).toBe(second);
  runs.end(second);
  expect(runs.current()).toBe(first);
  runs.end(first);
  expect(runs.current()).toBe(second);
});

test('what a callback starts belongs to its run, with every promise that follows, and nothing after', async () => {
  const { runs } = setUp();
  const old = runs.begin(1, 'cell-1.ts');
  runs.end(old);
  const now = runs.begin(2, 'cell-2.ts');
  const seen: unknown[] = [];
  await new Promise<void>((resolve) => {
    setTimeout(() => {
      runs.enter(old);
      Promise.resolve()
        .then(() => seen.push(runs.current()))
        .then(() => null)
        .then(() => seen.push(runs.current()));
      setTimeout(() => {
        seen.push(runs.current());
        resolve();
      });
    });
  });
  expect(seen).toEqual([old, old, now]);
});

test('the agent thread knows the oldest run, and interrupts without this thread’s help', () => {
  const { memory, runs } = setUp();
  const first = runs.begin(1, 'cell-1.ts');
  expect(memory.oldestRun()).toBe(1);
  expect(runs.isInterrupted(first)).toBe(false);
  memory.interruptRuns(1);
  expect(runs.isInterrupted(first)).toBe(true);
  expect(signalOf(first).aborted).toBe(true);
  runs.end(first);
  expect(memory.oldestRun()).toBeGreaterThan(1e9);
  expect(runs.isInterrupted(runs.begin(2, 'cell-2.ts'))).toBe(false);
});

test('a run that ended before the interrupt goes on in the background', () => {
  const { memory, runs } = setUp();
  const background = runs.begin(1, 'cell-1.ts');
  runs.end(background);
  const going = runs.begin(2, 'cell-2.ts');
  memory.interruptRuns(2);
  expect([runs.isInterrupted(background), runs.isInterrupted(going)]).toEqual([false, true]);
});

test('an error belongs to the cell in its stack', () => {
  const { runs } = setUp();
  const first = runs.begin(1, 'cell-1.ts');
  runs.begin(2, 'cell-2.ts');
  expect(runs.findByStack('Error: x\n    at f (cell-1.ts:3:4)\n    at cell-2.ts:1:1')).toBe(first);
  expect(runs.findByStack('Error: x\n    at f (/other/cell-9.ts:3:4)')).toBeUndefined();
});

test('runs are not remembered for ever', () => {
  const { runs } = setUp();
  for (let i = 1; i <= 1500; i++) runs.end(runs.begin(i, `cell-${i}.ts`));
  expect([runs.find(1), runs.find(1500)?.execution]).toEqual([undefined, 1500]);
});
