import { describe, expect, it } from 'vitest';
import type { GatesPayload } from '../../../../../kernel/payloads/gates.ts';
import {
  conflictRowSentence,
  conflictRowTitle,
  expertConflicts,
  expertConflictTip,
  levelConflictWords,
} from '../../../../../kernel/payloads/reading/conflicts/gates.ts';
import { plainText } from '../../../../../kernel/text/index.ts';
import { gatesPayload } from '../../../../../kernel/user-process/reports/gates-payload.ts';
import { conflictReport, gateExamples, gatesOfSize, withCosines } from '../../../../support/gate-examples.ts';

const payload = gatesPayload(conflictReport);
const [level] = payload.levels;
const saying = (given: GatesPayload, at = given.levels[0]) => {
  const { headline, detail } = levelConflictWords(given, at);
  return [plainText(headline), plainText(detail)].map((words) => words.replaceAll('\u00a0', ' '));
};
const experts = Array.from({ length: 8 }, (_, e) => `expert ${e}`);

describe('the row under the gate map', () => {
  it('has a number for each expert that two tasks train', () => {
    const row = expertConflicts(payload, level) ?? [];
    expect(row.map((each) => each?.cosine.mean)).toEqual([0.31, 0.08, -0.42, 0.55, -0.31, -0.05, 0.02, undefined]);
  });

  it('warns only of what both tasks use: marital gives E4 .006', () => {
    const row = expertConflicts(payload, level) ?? [];
    expect(row.flatMap((each, e) => (each?.tone === 'apart' ? [e] : []))).toEqual([2]);
    expect(expertConflictTip(payload, level, 4)).toContain('hardly any weight');
    expect(expertConflictTip(payload, level, 2)).not.toContain('hardly any weight');
  });

  it('says what is so and what to try', () => {
    expect(saying(payload)).toEqual([
      'E2: the tasks pull apart, −.42.',
      'An expert of its own for each task (PLE), or gradients: "pcgrad". Also shared: embeddings .26 ± .02, bottom −.12 ± .02.',
    ]);
    expect(conflictRowSentence(payload, level)).toMatch(
      /^Conflict, cosine of the tasks’ gradients: E0 \.31.*E7 one task\. E2: /,
    );
  });

  it('that nothing is pulled apart, or all agree', () => {
    const of = (cosine: number) => gatesPayload(withCosines(gateExamples.healthy, experts, () => cosine));
    expect(saying(of(0))).toEqual(['No part is clearly pulled apart.', '']);
    expect(saying(of(0.5))).toEqual(['The tasks agree in every part.', '']);
    expect(saying(gatesPayload(withCosines(gateExamples.healthy, [], () => 1)))[0]).toBe(
      'No step had gradients of two tasks.',
    );
  });

  it('a part that is no expert counts, too', () => {
    const bottom = gatesPayload(withCosines(gateExamples.healthy, ['expert 0', 'bottom'], (part) => [0.3, -0.6][part]));
    expect(saying(bottom)[0]).toBe('bottom: the tasks pull apart, −.60.');
  });

  it('PLE is no remedy for PLE', () => {
    const ple = gatesPayload(withCosines({ ...gateExamples.healthy, model: 'ple' }, experts, () => -0.5));
    expect(saying(ple)).toEqual([
      'E0: the tasks pull apart, −.50. Also E2, E3, E5 and E7.',
      'Try gradients: "pcgrad".',
    ]);
  });

  it('of more than two tasks names the pair, the worst that use the expert', () => {
    const report = gatesOfSize(3, 4);
    const names = report.levels[0].experts.map(({ name }) => name);
    const three = gatesPayload(withCosines(report, names, (part, pair) => (part === 1 && pair === 2 ? -0.7 : 0.1)));
    const [at] = three.levels;
    expect(conflictRowTitle(three.conflicts ?? { epoch: 0, pairs: [], others: [] })).toMatch(/of the worst pair$/);
    expect(expertConflictTip(three, at, 1)).toContain('task 2 and task 3: cosine −.70');
  });

  it('is absent where the run was not asked', () => {
    expect(
      expertConflicts(gatesPayload(gateExamples.healthy), gatesPayload(gateExamples.healthy).levels[0]),
    ).toBeUndefined();
    expect(JSON.stringify(gatesPayload(gateExamples.healthy))).not.toContain('conflict');
  });
});
