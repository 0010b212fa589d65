import { describe, expect, it } from 'vitest';
import { createHistory } from '../../../../kernel/session/history/index.ts';

const linesOf = async (history: ReturnType<typeof createHistory>) => {
  const { history: entries } = await history.answer({ hist_access_type: 'tail', output: true });
  return (entries as [number, number, [string, string | null]][]).map(([, line]) => line);
};

describe('history is bounded', () => {
  it('to the latest thousand cells', async () => {
    const history = createHistory();
    for (let line = 1; line <= 1_500; line++) history.add(line, `${line}`);
    const lines = await linesOf(history);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([1_000, 501, 1_500]);
  });

  it('to four million characters, sources and outputs together', async () => {
    const history = createHistory();
    for (let line = 1; line <= 30; line++) {
      history.add(line, 's'.repeat(190_000));
      history.addOutput(line, 'o'.repeat(10_000));
    }
    expect(await linesOf(history)).toEqual(Array.from({ length: 20 }, (_, i) => 11 + i));
  });

  it('but the latest cell stays, whatever its length', async () => {
    const history = createHistory();
    history.add(1, 'first');
    history.add(2, 'x'.repeat(5_000_000));
    expect(await linesOf(history)).toEqual([2]);
    history.add(3, 'third');
    expect(await linesOf(history)).toEqual([3]);
  });

  it('cuts a long output, and keeps a short one whole', async () => {
    const history = createHistory();
    history.add(1, 'a');
    history.addOutput(1, 'o'.repeat(20_000));
    history.add(2, 'b');
    history.addOutput(2, '42');
    const { history: entries } = await history.answer({
      hist_access_type: 'range',
      start: 1,
      session: 0,
      output: true,
    });
    const outputs = (entries as [number, number, [string, string]][]).map(([, , [, output]]) => output);
    expect([outputs[0]?.length, outputs[0]?.at(-1), outputs[1]]).toEqual([10_000, '…', '42']);
  });
});
