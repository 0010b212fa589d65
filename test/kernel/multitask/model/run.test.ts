import { describe, expect, it } from 'vitest';
import { createRun } from '../../../../kernel/multitask/model/run.ts';
import type { EpochEvent } from '../../../../kernel/multitask/training/index.ts';
import { inventRun } from '../../../support/training-run.ts';

const [started] = inventRun();
if (started?.kind !== 'started') throw new Error('a run begins with "started"');
const description = started.run;

const history = (epochs: number) =>
  Array.from({ length: epochs }, (_, i): EpochEvent => {
    const metrics = { income: { rows: 9, auc: 0.9 + i / 1000 } };
    return { kind: 'epoch', epoch: i + 1, step: i + 1, seconds: i, train: metrics, validation: metrics };
  });
const ended = { kind: 'ended', state: 'finished', epoch: 60, step: 60, seconds: 14.62, kept: 'The last.' } as const;
const shown = (run: object) => Reflect.get(run, Symbol.for('Jupyter.display'))();

describe('a run as the value of a cell', () => {
  it('is a line an epoch', () => {
    expect(shown(createRun(description, history(2), ended))['text/plain']).toBe(
      'MMoE, finished after 60 steps in 14.6 s (simd ×2)\nepoch  income validation\n1      AUC .9000\n2      AUC .9010\nThe last.',
    );
  });

  it('is the first and the last epochs of many, and how many are left out', () => {
    const lines = shown(createRun(description, history(60), ended))['text/plain'].split('\n');
    expect(lines.slice(6, 9)).toEqual(['5      AUC .9040', '…', '46     AUC .9450']);
    expect(lines.slice(-3)).toEqual(['60     AUC .9590', '… 40 more epochs are in .history', 'The last.']);
    expect(shown(createRun(description, history(24), ended))['text/plain']).not.toContain('…');
  });

  it('is what the host says, where it says something', () => {
    expect(shown(createRun(description, [], ended, () => ({ 'text/plain': 'drawn above' })))).toEqual({
      'text/plain': 'drawn above',
    });
    expect(shown(createRun(description, [], ended, () => undefined))['text/html']).toContain('MMoE');
  });
});
