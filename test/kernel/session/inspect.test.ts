import { describe, expect, it } from 'vitest';
import { createInspection } from '../../../kernel/session/inspect.ts';

/** How long TypeScript is waited for, in milliseconds, and what is said when it takes 100 ms. */
function inspection(hasValue: boolean, isReady: boolean) {
  const waits: number[] = [];
  const inspect = createInspection({
    live: { inspect: async () => (hasValue ? { data: { 'text/plain': 'the value' } } : undefined) } as never,
    types: {
      isReady: () => isReady,
      refresh: () => {},
      close: async () => {},
      async ask(_, milliseconds) {
        waits.push(milliseconds);
        return milliseconds > 100 ? { kind: 'inspect', text: 'the type' } : undefined;
      },
    },
    compiler: { percentLines: async () => [] },
    cells: () => [],
  });
  return { inspect, waits };
}

const question = { code: 'models.mmoe', cursor_pos: 11 };

describe('TypeScript is waited for', () => {
  it.each([
    [true, true, 150, 'the type\n\nthe value'],
    [true, false, 1, 'the value'],
    [false, false, 4_000, 'the type'],
  ])('by a hover with a value (%s) while it is ready (%s): %i ms', async (hasValue, isReady, wait, text) => {
    const { inspect, waits } = inspection(hasValue, isReady);
    expect((await inspect(question)).data).toEqual({ 'text/plain': text });
    expect(waits).toEqual([wait]);
  });

  it('as long as who asks says, also where a value is known at once', async () => {
    const { inspect, waits } = inspection(true, false);
    expect((await inspect(question, 20_000)).data).toEqual({ 'text/plain': 'the type\n\nthe value' });
    expect(waits).toEqual([20_000]);
  });
});
