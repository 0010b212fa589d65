import { expect, it } from 'vitest';
import { trainingCsv } from '../../../../extension/renderers/training/csv.ts';
import { payloadOf, trainingExamples } from '../../../support/training-payloads.ts';
import { census, inventRun } from '../../../support/training-run.ts';

const lines = trainingCsv([trainingExamples.interrupted, trainingExamples['shared-bottom']]).split('\n');

it('has one number a line, losses and metrics of every run', () => {
  expect(lines[0]).toBe('run,model,task,split,epoch,step,metric,value');
  expect(lines[1]).toMatch(/^14,MMoE,income,train,1,2,loss,0\.\d+$/);
  expect(lines).toContain('14,MMoE,marital,validation,1,780,auc,0.9871');
  expect(lines).toContain('12,Shared-Bottom,income,validation,3,2340,logLoss,0.1349');
  expect(lines.every((line) => line.split(',').length === 8)).toBe(true);
});

it('the last bucket ends at the last step', () => {
  expect(lines.filter((line) => line.startsWith('14,MMoE,income,train,2,1204,loss,'))).toHaveLength(1);
});

it.each([
  ['a, "b"', '"a, ""b"""'],
  ['=1+1', "'=1+1"],
  ['two\nlines', '"two\nlines"'],
])('%j is written as %j', (name, written) => {
  const payload = payloadOf(inventRun({ tasks: [{ ...census[0], name }], stop: { step: 1, state: 'interrupted' } }));
  expect(trainingCsv([payload])).toContain(`14,MMoE,${written},train,1,1,loss,0.69315`);
});

it('a metric that could not be computed is empty', () => {
  const payload = payloadOf(inventRun({ tasks: [{ ...census[0], auc: [Number.NaN] }] }));
  expect(trainingCsv([payload]).split('\n')).toContain('14,MMoE,income,validation,1,780,auc,');
});
