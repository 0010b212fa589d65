import { expect, it } from 'vitest';
import { parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { gatesMime } from '../../../kernel/payloads/mime.ts';
import { gatesBundle, isGateReport } from '../../../kernel/user-process/gates-display.ts';
import { gateExamples, oddReports } from '../../support/gate-examples.ts';

it('a report is shown as our payload, a still picture and text', () => {
  const bundle = gatesBundle(gateExamples.healthy);
  expect(Object.keys(bundle)).toEqual([gatesMime, 'image/svg+xml', 'text/plain']);
  expect(parseGatesPayload(bundle[gatesMime]).ok).toBe(true);
  expect(bundle['image/svg+xml']).toMatch(/^<svg /);
});

it.each([
  ['healthy', gateExamples.healthy],
  ['levels', oddReports.levels],
  ['idle', oddReports.idle],
] as const)('the text of %s', async (name, report) => {
  await expect(`${gatesBundle(report)['text/plain']}\n`).toMatchFileSnapshot(`../../golden/text/gates-${name}.txt`);
});

it.each<readonly [string, unknown, boolean]>([
  ['a report', gateExamples.healthy, true],
  ['another object', { kind: 'table' }, false],
  ['nothing', undefined, false],
  ['null', null, false],
])('%s is recognised', (_, value, is) => expect(isGateReport(value)).toBe(is));
