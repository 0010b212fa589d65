import { describe, expect, it } from 'vitest';
import { gatesCsv } from '../../../../extension/renderers/gates/csv.ts';
import { similarOrder } from '../../../../extension/renderers/gates/similar-order.ts';
import { csv } from '../../../../extension/renderers/host/csv.ts';
import { gatesPayload } from '../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../../../support/gate-examples.ts';

describe('like experts stand side by side', () => {
  const blocks = [0, 1, 0, 1, 0];
  it('two groups are not interleaved', () => {
    const order = similarOrder(5, (i, j) => (blocks[i] === blocks[j] ? 0.9 : 0.1));
    expect(order.map((i) => blocks[i]).join('')).toMatch(/^(00011|11000)$/);
    expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
  });
  it('nothing to order', () => expect(similarOrder(0, () => 0)).toEqual([]));
});

describe('CSV', () => {
  it('quotes what needs it and disarms formulas', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,y', 1],
          ['=1+1', null],
          ['say "hi"', -0.5],
        ],
      ),
    ).toBe('a,b\n"x,y",1\n\'=1+1,\n"say ""hi""",-0.5');
  });
  it('of a report leaves out what a gate does not see', () => {
    const lines = gatesCsv(gatesPayload(oddReports.levels)).split('\n');
    expect(lines).toContain('0,income,,,,income expert 0.0,mean,0.31');
    expect(lines.filter((line) => line.startsWith('0,income,,,,marital expert 0.0,'))).toEqual([]);
    expect(lines.every((line) => !line.includes('NaN') && !line.includes('undefined'))).toBe(true);
  });
  it('has every mean weight of the map', () => {
    const payload = gatesPayload(gateExamples.healthy);
    const lines = gatesCsv(payload)
      .split('\n')
      .filter((line) => /^0,(income|marital),,,,expert \d,mean,/.test(line));
    expect(lines.map((line) => Number(line.split(',').at(-1)))).toEqual(
      payload.levels[0].gates.flatMap(({ mean }) => mean),
    );
  });
});
