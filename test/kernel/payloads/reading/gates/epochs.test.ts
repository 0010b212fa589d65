import { expect, it } from 'vitest';
import { leadersAfter, levelAfter } from '../../../../../kernel/payloads/reading/gates/epochs.ts';
import { payloadOf, routedRuns } from '../../../../support/training-payloads.ts';
import { inventRun, upTo } from '../../../../support/training-run.ts';

const gatesOf = (...parts: Parameters<typeof payloadOf>) => {
  const { gates } = payloadOf(...parts);
  if (!gates) throw new Error('this run routes nothing');
  return gates;
};

it('before the first epoch a seen expert has no number, an unseen one is not connected', () => {
  const { gates } = levelAfter(gatesOf(upTo(inventRun({ ...routedRuns.ple }), 10)), 1, -1);
  expect(gates[0]?.mean).toEqual([Number.NaN, Number.NaN, Number.NaN, null, null, null, Number.NaN, Number.NaN]);
});

it('the leading expert of each task, the others counted', () => {
  const gates = gatesOf(inventRun({ ...routedRuns.tasks }));
  expect(leadersAfter(gates, 2, 2)).toBe('task 0 E1 .593 · task 1 E4 .573 · 14 more');
  expect(leadersAfter(gates, -1)).toBe('');
});
