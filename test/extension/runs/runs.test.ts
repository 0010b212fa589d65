import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { entrySummary, entryTip, runDetails, runsAsText, tellingOf } from '../../../extension/runs/describe.ts';
import { mostRuns, RunList } from '../../../extension/runs/list.ts';
import { readPayloadBytes, runsOfFile } from '../../../extension/runs/read.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';
import { entryName, entryTone, foldSeeds } from '../../../kernel/payloads/runs/index.ts';
import type { TrainingPayload, TrainingVerdict } from '../../../kernel/payloads/training.ts';
import { runRows, usualSettings } from '../../support/run-rows.ts';

const example = (name: string): TrainingPayload =>
  JSON.parse(readFileSync(`kernel/payloads/examples/training-${name}.json`, 'utf8'));
const finished = example('finished');
const bottom = example('shared-bottom');
const running = example('running');

/** The run with another seed, number, duration, and AUC of income in every epoch. */
function variant(number: number, { seed = 7, seconds = 1, auc = 0.9 }): TrainingPayload {
  const epochs = finished.epochs.map((epoch) => ({
    ...epoch,
    validation: { ...epoch.validation, income: { rows: 1, auc } },
  }));
  const run = { ...finished.run, id: `run-${number}`, number, seed };
  return { ...finished, run, epochs, progress: { ...finished.progress, seconds } };
}

describe('runs are found', () => {
  const notebook = (...payloads: unknown[]) =>
    JSON.stringify({
      cells: [
        { cell_type: 'markdown', source: 'x' },
        ...payloads.map((payload) => ({
          cell_type: 'code',
          outputs: [{ output_type: 'stream', text: 'x' }, { data: { [trainingMime]: payload } }],
        })),
      ],
    });

  it('in a saved notebook, with the position of their cell', () => {
    const found = runsOfFile(notebook(finished, bottom));
    expect(found.map(({ cell, payload }) => [cell, payload.run.title])).toEqual([
      [1, finished.run.title],
      [2, bottom.run.title],
    ]);
  });

  it.each([
    ['a payload of a future version', notebook({ ...finished, version: 2 })],
    ['a payload of the wrong shape', notebook({ version: 1, run: `<img onerror>` })],
    ['no cells', `{"${trainingMime}": 1}`],
    ['cells that are none', `{"cells": [null, 3, {"outputs": "${trainingMime}"}]}`],
    ['no JSON', `${trainingMime} {`],
    ['an empty file', ''],
  ])('none in %s', (_, source) => {
    expect(runsOfFile(source)).toEqual([]);
  });

  it('in the bytes of an output', () => {
    expect(readPayloadBytes(new TextEncoder().encode(JSON.stringify(finished)))?.run.id).toBe(finished.run.id);
    expect(readPayloadBytes(new TextEncoder().encode('{'))).toBeUndefined();
  });
});

describe('the list', () => {
  const see = (list: RunList, notebook: string, ...payloads: TrainingPayload[]) =>
    list.see(
      notebook,
      payloads.map((payload, cell) => ({ payload, cell })),
    );

  it('a run that goes on is the same run', () => {
    const list = new RunList();
    see(list, 'a', running);
    const [before] = list.all();
    const later = { ...running, progress: { ...running.progress, step: running.progress.step + 10 } };
    see(list, 'a', later);
    see(list, 'a', { ...later, state: 'interrupted' });
    expect(list.all().map(({ key, payload }) => [key, payload.state])).toEqual([[before?.key, 'interrupted']]);
  });

  it('a cell that is run again leaves its first run listed', () => {
    const list = new RunList();
    see(list, 'a', variant(1, {}));
    see(list, 'a', variant(2, {}));
    expect(list.all().map(({ payload, shown }) => [payload.run.number, shown])).toEqual([
      [1, 'gone'],
      [2, 'shown'],
    ]);
  });

  it('the kernel counts from 1 after a restart: another run', () => {
    const list = new RunList();
    see(list, 'a', variant(1, { seconds: 5 }));
    see(list, 'a', variant(1, { seconds: 6 }));
    expect(list.all()).toHaveLength(2);
  });

  it('two notebooks may have the same run', () => {
    const list = new RunList();
    see(list, 'file:a', finished);
    see(list, 'file:b', finished);
    expect(list.all().map(({ notebook }) => notebook)).toEqual(['file:a', 'file:b']);
  });

  it('a notebook that gets its first name keeps its runs', () => {
    const list = new RunList();
    see(list, 'untitled:1', finished);
    see(list, 'file:a', finished);
    expect(list.all().map(({ notebook, shown }) => [notebook, shown])).toEqual([['file:a', 'shown']]);
  });

  it('has keys that a saved run has in the next session too, and no two alike', () => {
    const [one, two] = [new RunList(), new RunList()];
    for (const list of [one, two]) see(list, 'file:a', variant(1, {}), variant(2, {}));
    see(one, 'file:a', variant(1, { seconds: 6 }));
    const [first, second, again] = one.all().map(({ key }) => key);
    expect(two.all().map(({ key }) => key)).toEqual([first, second]);
    expect(new Set([first, second, again]).size).toBe(3);
  });

  it('a run that is as it was stays the same object: only what changed is sent and drawn', () => {
    const list = new RunList();
    const [kept, moves] = [variant(1, {}), { ...running, run: { ...running.run, id: 'run-9' } }];
    see(list, 'a', kept, moves);
    const before = list.all();
    see(list, 'a', kept, { ...moves, progress: { ...moves.progress, step: moves.progress.step + 1 } });
    expect(list.all().map((run, i) => run === before[i])).toEqual([true, false]);
  });

  it('runs go with their notebook, or the folder of it, that is deleted, and move with one that is renamed', () => {
    const list = new RunList();
    for (const notebook of ['file:a/b.ipynb', 'file:a/c.ipynb', 'file:a.ipynb']) see(list, notebook, finished);
    list.move('file:a/c.ipynb', 'file:d/c.ipynb');
    expect(list.all().map(({ notebook }) => notebook)).toEqual(['file:a/b.ipynb', 'file:d/c.ipynb', 'file:a.ipynb']);
    list.forget('file:a');
    expect(list.all().map(({ notebook }) => notebook)).toEqual(['file:d/c.ipynb', 'file:a.ipynb']);
    list.forget('file:a.ipynb');
    expect(list.all().map(({ notebook }) => notebook)).toEqual(['file:d/c.ipynb']);
  });

  it('runs can be removed', () => {
    const list = new RunList();
    see(list, 'a', variant(1, {}), variant(2, {}));
    list.remove(new Set([list.all()[0]?.key ?? '']));
    expect(list.all().map(({ payload }) => payload.run.number)).toEqual([2]);
  });
});

describe('the tree', () => {
  const dead: TrainingVerdict = {
    tone: 'error',
    kind: 'dead',
    headline: [{ text: 'The model predicts the same for every row.' }],
    detail: [{ text: 'AUC .5000 in every epoch.' }],
  };

  it('tells three runs of one name apart, what differs first', () => {
    const rows = [
      ...runRows([{ number: 1 }, { number: 1, settings: { ...usualSettings, learningRate: '10' }, verdict: dead }]),
      ...runRows([{ number: 1, dataset: 'ali-ccp' }], { key: 'other', notebook: 'other.ipynb' }),
    ];
    const telling = tellingOf(rows);
    const lines = foldSeeds(rows).map((entry) => [entryName(entry), entrySummary(entry, telling)]);
    expect(lines).toEqual([
      [
        'MMoE · run 1',
        'learningRate 0.001 · census-income · study.ipynb · income AUC .9000 · marital AUC .9882 · 0:15',
      ],
      ['MMoE · run 1', 'learningRate 10 · census-income · study.ipynb · income AUC .9000 · marital AUC .9882 · 0:15'],
      ['MMoE · run 1', 'ali-ccp · other.ipynb · income AUC .9000 · marital AUC .9882 · 0:15'],
    ]);
    expect(foldSeeds(rows).map(entryTone)).toEqual(['finished', 'error', 'finished']);
    expect(entryTip(foldSeeds(rows)[1])).toBe(
      'MMoE · run 1, study.ipynb, cell 3\nThe model predicts the same for every row. AUC .5000 in every epoch.',
    );
  });

  it('folds seeds, with the mean and its standard error', () => {
    const rows = runRows([
      { seed: 1, auc: 0.9, seconds: 10 },
      { seed: 2, auc: 0.92, seconds: 20 },
    ]);
    const [entry] = foldSeeds(rows);
    expect(entryName(entry)).toBe('MMoE · 2 seeds');
    expect(entrySummary(entry, tellingOf(rows))).toMatch(
      /^study\.ipynb · income AUC \.9100 ±\u00a0\.0100 · .* · 0:30$/,
    );
  });

  it('says how far a run is', () => {
    const rows = runRows([{ state: 'running' }]);
    expect(entrySummary(foldSeeds(rows)[0], tellingOf(rows))).toMatch(/^study\.ipynb · epoch 3\/3 · income AUC/);
  });

  it('has details of a run, and its verdict where there is one', () => {
    const details = Object.fromEntries(runDetails(finished));
    expect(Object.keys(details)).toEqual(
      expect.arrayContaining(['state', 'income', 'marital', 'model', 'data', 'seed', 'duration']),
    );
    expect(details.data).toContain('census-income');
    expect(Object.fromEntries(runDetails({ ...finished, verdict: dead })).verdict).toBe(
      'The model predicts the same for every row. AUC .5000 in every epoch.',
    );
  });

  it('as text it has one line per run, and a column per task and loss', () => {
    const [head = '', ...lines] = runsAsText(runRows([{}, { seed: 2 }, { title: 'a\tb\nc' }])).split('\n');
    expect(head.split('\t')).toContain('income AUC');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.split('\t')).toHaveLength(head.split('\t').length);
  });
});

describe('the list does not grow for ever', () => {
  const found = (number: number) => ({ payload: variant(number, {}), cell: 0 });

  it('runs that no output shows leave it first, the oldest before the others', () => {
    const list = new RunList();
    for (let number = 0; number < mostRuns + 5; number++) list.see('file:///a', [found(number)]);
    list.see('file:///b', [found(-1)]);
    const numbers = list.all().map(({ payload }) => payload.run.number);
    expect(numbers).toHaveLength(mostRuns);
    expect([numbers[0], numbers.at(-2), numbers.at(-1)]).toEqual([6, mostRuns + 4, -1]);
  });

  it('also of runs that are shown', () => {
    const list = new RunList();
    list.see(
      'file:///a',
      Array.from({ length: mostRuns + 5 }, (_, number) => found(number)),
    );
    expect(list.all().map(({ payload }) => payload.run.number)).toEqual(
      Array.from({ length: mostRuns }, (_, i) => i + 5),
    );
  });

  it('of a run that is seen again only the newest payload is kept', () => {
    const list = new RunList();
    const [saved, open] = [found(1), found(1)];
    list.see('file:///a', [saved]);
    list.see('file:///a', [open]);
    expect(list.all().map(({ payload }) => payload)).toEqual([open.payload]);
    expect(list.all()[0].payload).toBe(open.payload);
  });
});
