import { describe, expect, it } from 'vitest';
import { explainLevel } from '../../../../../kernel/payloads/reading/gates/explanation.ts';
import { gatesPayload } from '../../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../../../../support/gate-examples.ts';

const explained = (report: (typeof gateExamples)[string]) => {
  const payload = gatesPayload(report);
  const level = payload.levels.at(-1);
  if (!level) return {};
  return Object.fromEntries(
    explainLevel(payload, level).map(({ word, text }) => [word, text.replaceAll('\u00a0', ' ')]),
  );
};

describe('the report in thirty seconds', () => {
  it('healthy gates', () => {
    const words = explained(gateExamples.healthy);
    expect(Object.keys(words)).toEqual([
      'The map',
      'Effective experts',
      'Routing information',
      'JS divergence and shared weight',
      'CKA',
    ]);
    expect(words['The map']).toContain('income gives E0 .477 on average: 48 % of its mix. ± .386 is how far');
    expect(words['Effective experts']).toContain('different rows use different ones');
  });

  it('collapsed gates: every row uses the same', () => {
    const words = explained(gateExamples.collapsed);
    expect(words['Effective experts']).toContain('every row uses the same few');
    expect(words['Routing information']).toContain('For income it is .03: rows are routed a little differently.');
  });

  it('one task has nothing to be compared with; very many tasks name the two that differ most', () => {
    expect(Object.keys(explained(oddReports['one task']))).not.toContain('JS divergence and shared weight');
    expect(explained(oddReports['many tasks'])['JS divergence and shared weight']).toMatch(/ differ most: \.\d\d bit/);
  });
});
