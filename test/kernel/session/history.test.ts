import { describe, expect, it } from 'vitest';
import { createHistory } from '../../../kernel/session/history.ts';

const linesOf = (history: ReturnType<typeof createHistory>) =>
  (
    history.answer({ hist_access_type: 'tail', output: true }).history as [number, number, [string, string | null]][]
  ).map(([, line]) => line);

describe('history is bounded', () => {
  it('to the latest thousand cells', () => {
    const history = createHistory();
    for (let line = 1; line <= 1_500; line++) history.add(line, `${line}`);
    expect([linesOf(history).length, linesOf(history)[0], linesOf(history).at(-1)]).toEqual([1_000, 501, 1_500]);
  });

  it('to four million characters, sources and outputs together', () => {
    const history = createHistory();
    for (let line = 1; line <= 30; line++) {
      history.add(line, 's'.repeat(190_000));
      history.addOutput(line, 'o'.repeat(10_000));
    }
    expect(linesOf(history)).toEqual(Array.from({ length: 20 }, (_, i) => 11 + i));
  });

  it('but the latest cell stays, whatever its length', () => {
    const history = createHistory();
    history.add(1, 'first');
    history.add(2, 'x'.repeat(5_000_000));
    expect(linesOf(history)).toEqual([2]);
    history.add(3, 'third');
    expect(linesOf(history)).toEqual([3]);
  });

  it('cuts a long output, and keeps a short one whole', () => {
    const history = createHistory();
    history.add(1, 'a');
    history.addOutput(1, 'o'.repeat(20_000));
    history.add(2, 'b');
    history.addOutput(2, '42');
    const { history: entries } = history.answer({ hist_access_type: 'range', start: 1, session: 0, output: true });
    const outputs = (entries as [number, number, [string, string]][]).map(([, , [, output]]) => output);
    expect([outputs[0]?.length, outputs[0]?.at(-1), outputs[1]]).toEqual([10_000, '…', '42']);
  });
});
