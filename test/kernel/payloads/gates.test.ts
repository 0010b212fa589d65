import { describe, expect, expectTypeOf, it } from 'vitest';
import healthy from '../../../kernel/payloads/examples/gates-healthy.json' with { type: 'json' };
import { type GatesPayload, isGatesPayload, parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { gatesPayload } from '../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, largestReport, oddReports } from '../../support/gate-examples.ts';

describe('examples/gates-*.json', () => {
  const { idle, levels, conflict, 'many experts': manyExperts, 'conflict at levels': conflictLevels } = oddReports;
  it.each(
    Object.entries({
      ...gateExamples,
      idle,
      levels,
      'many-experts': manyExperts,
      conflict,
      'conflict-levels': conflictLevels,
    }),
  )('%s is what the kernel makes of its report, and can be drawn', async (name, report) => {
    const payload = gatesPayload(report);
    const json = JSON.stringify(payload);
    expect(parseGatesPayload(JSON.parse(json))).toEqual({ ok: true, value: payload });
    await expect(`${json}\n`).toMatchFileSnapshot(`../../../kernel/payloads/examples/gates-${name}.json`);
  });

  it('are of the type', () =>
    expectTypeOf<GatesPayload['levels'][number]['gates'][number]['mean']>().toEqualTypeOf<
      readonly (number | null)[]
    >());
});

it.each(Object.entries(oddReports))('%s crosses as JSON', (_, report) => {
  expect(isGatesPayload(JSON.parse(JSON.stringify(gatesPayload(report))))).toBe(true);
});

it('is bounded whatever the model: 300 experts, 80 tasks, 80 epochs', () => {
  const payload = gatesPayload(largestReport());
  const json = JSON.stringify(payload);
  expect(isGatesPayload(JSON.parse(json))).toBe(true);
  expect(json.length).toBeLessThan(3_000_000);
  expect([payload.levels[0].experts.length, payload.levels[0].gates.length]).toEqual([256, 64]);
  expect(payload.levels[0].gates[0].history.map(({ epoch }) => epoch)).toEqual(expect.arrayContaining([1, 80]));
});

describe('what a gate does not see is null, what it gives nothing is 0', () => {
  const [level] = gatesPayload(oddReports.levels).levels;
  it.each(['mean', 'sd', 'histogram', 'overHalf', 'leads', 'contribution', 'ownership'] as const)('%s', (list) => {
    const [income] = level.gates;
    expect(income[list].map((value) => value === null)).toEqual([false, false, false, true, true, true, false, false]);
  });
  it('a gate that gives an expert nothing', () => {
    expect(gatesPayload(gateExamples.collapsed).levels[0].gates[0].mean[1]).toBe(0);
  });
});

describe('what cannot be drawn is said', () => {
  type Change = (payload: typeof healthy) => unknown;
  const [level] = healthy.levels;
  const withLevel = (change: object) => ({ ...healthy, levels: [{ ...level, ...change }] });
  const withGate = (change: object) => withLevel({ gates: [{ ...level.gates[0], ...change }, level.gates[1]] });
  const rows = { gate: 0, expert: 0, bin: 0, low: 0, high: 0.05, count: 1, columns: ['row', 'weight'], lines: [] };
  it.each<readonly [string, Change, string]>([
    ['nothing', () => undefined, 'payload is missing; an object was expected.'],
    [
      'a later version',
      () => ({ version: 2 }),
      'It was written by a newer Multitask Notebooks (version 2; this one draws version 1). Update the extension.',
    ],
    ['no version', () => ({}), 'payload.version is missing; 1 was expected.'],
    [
      'text for a number',
      () => withGate({ entropy: 'x' }),
      'payload.levels[0].gates[0].entropy is "x"; a finite number was expected.',
    ],
    [
      'one weight too few',
      () => withGate({ mean: [1, 0] }),
      'payload.levels[0].gates[0].mean has 2 entries; 8 were expected.',
    ],
    [
      'an epoch with one weight',
      () => withGate({ history: [{ epoch: 1, mean: [1] }] }),
      'payload.levels[0].gates[0].history[0].mean has 1 entries; 8 were expected.',
    ],
    [
      'a task that is not there',
      () => withGate({ task: 2 }),
      'payload.levels[0].gates[0].task is 2, but there are only 2, counted from 0.',
    ],
    [
      'a pair of gates that are not there',
      () => withLevel({ pairs: [{ ...level.pairs[0], gates: [0, 9] }] }),
      'payload.levels[0].pairs[0].gates is 9, but there are only 2, counted from 0.',
    ],
    [
      'a pair of three',
      () => withLevel({ pairs: [{ ...level.pairs[0], gates: [0, 1, 1] }] }),
      'payload.levels[0].pairs[0].gates has 3 elements; at most 2 are taken.',
    ],
    [
      'a square where a triangle belongs',
      () => withLevel({ similarity: { cka: level.experts.map(() => level.experts.map(() => 1)) } }),
      'payload.levels[0].similarity.cka[0] has 8 entries; 1 were expected.',
    ],
    [
      'a segment without one gate',
      () =>
        withLevel({ segmentations: [{ ...level.segmentations[0], segments: [{ label: 'a', rows: 1, means: [] }] }] }),
      'payload.levels[0].segmentations[0].segments[0].means has 0 entries; 2 were expected.',
    ],
    [
      'a loss of a task that is not there',
      () =>
        withLevel({
          experts: level.experts.map((each) => ({
            ...each,
            without: { rows: 1, tasks: [{ task: 2, metric: 'auc', difference: 0, error: 0 }] },
          })),
        }),
      'payload.levels[0].experts[0].without.tasks[0].task is 2, but there are only 2, counted from 0.',
    ],
    [
      'a cosine too few of an expert',
      () => ({
        ...withLevel({ experts: level.experts.map((each) => ({ ...each, conflicts: [] })) }),
        conflicts: { epoch: 3, pairs: [[0, 1]], others: [] },
      }),
      'payload.levels[0].experts[0].conflicts has 0 entries; 1 were expected.',
    ],
    [
      'a cosine too many of a part',
      () => ({ ...healthy, conflicts: { epoch: 3, pairs: [], others: [{ name: 'bottom', cosines: [null] }] } }),
      'payload.conflicts.others[0].cosines has 1 entries; 0 were expected.',
    ],
    [
      'a pair with a task that is not there',
      () => ({ ...healthy, conflicts: { epoch: 3, pairs: [[0, 2]], others: [] } }),
      'payload.conflicts.pairs[0] is no pair of its 2 tasks.',
    ],
    [
      'a row with a cell too few',
      () => withLevel({ rows: { ...rows, lines: [['1']] } }),
      'payload.levels[0].rows.lines[0] has 1 entries; 2 were expected.',
    ],
    [
      'too many rows',
      () => withLevel({ rows: { ...rows, lines: new Array(51).fill(['1', '2']) } }),
      'payload.levels[0].rows.lines has 51 elements; at most 50 are taken.',
    ],
    [
      'endless lists',
      () => ({ ...healthy, levels: new Array(17).fill(level) }),
      'payload.levels has 17 elements; at most 16 are taken.',
    ],
    [
      'a style that is none',
      () => ({ ...healthy, verdict: { ...healthy.verdict, headline: [{ text: 'x', style: 'url(x)' }] } }),
      'payload.verdict.headline[0].style is "url(x)"; "strong" or "code" was expected.',
    ],
  ])('%s', (_, change, reason) => expect(parseGatesPayload(change(healthy))).toEqual({ ok: false, reason }));

  it('fields of a later minor version are let through', () => {
    expect(isGatesPayload({ ...healthy, later: 1 })).toBe(true);
  });
});
