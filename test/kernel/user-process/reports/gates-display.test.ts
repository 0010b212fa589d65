import { expect, it } from 'vitest';
import { createGateReport } from '../../../../kernel/multitask/gate-report/gate-report.ts';
import { mmoe } from '../../../../kernel/multitask/models/mmoe.ts';
import { buildNetwork } from '../../../../kernel/multitask/network/build-network.ts';
import { parseGatesPayload } from '../../../../kernel/payloads/gates.ts';
import { gatesMime } from '../../../../kernel/payloads/mime.ts';
import { createGateAnswers } from '../../../../kernel/user-process/reports/gate-answers.ts';
import { gatesBundle } from '../../../../kernel/user-process/reports/gates-display.ts';
import { gatesPayload } from '../../../../kernel/user-process/reports/gates-payload.ts';
import { gateExamples, oddReports } from '../../../support/gate-examples.ts';
import { plainModel, smallFeatures, smallRows, smallTasks } from '../../../support/plain-model.ts';

const display = Symbol.for('Jupyter.display');

it('a report says itself how it is shown, and so does the promise of one that a cell ends in', async () => {
  const network = buildNetwork('mmoe', smallFeatures, smallTasks, mmoe(smallFeatures));
  const promise = createGateReport({ showGates: createGateAnswers().show })(plainModel(network), smallRows(50));
  const shown = [await Reflect.get(promise, display)(), Reflect.get(await promise, display)()];
  for (const bundle of shown) expect(Object.keys(bundle)).toEqual([gatesMime, 'image/svg+xml', 'text/plain']);
  expect(Object.keys(await promise)).not.toContain(display);
});

it('an interrupted cell ends its report', async () => {
  const network = buildNetwork('mmoe', smallFeatures, smallTasks, mmoe(smallFeatures));
  const report = createGateReport({ signal: () => AbortSignal.abort(new Error('interrupted')) });
  await expect(report(plainModel(network), smallRows(50))).rejects.toThrow('interrupted');
});

it('a report is shown as our payload, a still picture and text', () => {
  const bundle = gatesBundle(gatesPayload(gateExamples.healthy));
  expect(Object.keys(bundle)).toEqual([gatesMime, 'image/svg+xml', 'text/plain']);
  expect(parseGatesPayload(bundle[gatesMime]).ok).toBe(true);
  expect(bundle['image/svg+xml']).toMatch(/^<svg /);
});

it.each([
  ['healthy', gateExamples.healthy],
  ['levels', oddReports.levels],
  ['idle', oddReports.idle],
] as const)('the text of %s', async (name, report) => {
  await expect(`${gatesBundle(gatesPayload(report))['text/plain']}\n`).toMatchFileSnapshot(
    `../../../golden/text/gates-${name}.txt`,
  );
});
