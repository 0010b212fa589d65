import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { comparedFigure, comparedTable } from '../../../extension/runs/compare.ts';
import { mostRuns, RunList } from '../../../extension/runs/list.ts';
import { readPayloadBytes, runsOfFile } from '../../../extension/runs/read.ts';
import {
  type Order,
  qualities,
  runDetails,
  runSummary,
  runsAsText,
  runTitle,
  sorted,
  taskNames,
} from '../../../extension/runs/table.ts';
import { trainingMime } from '../../../kernel/payloads/mime.ts';
import { lossChart } from '../../../kernel/payloads/reading/loss-chart.ts';
import type { TrainingPayload } from '../../../kernel/payloads/training.ts';
import { readFigure } from '../../../kernel/pictures/figure/read.ts';

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

  it('runs can be removed', () => {
    const list = new RunList();
    see(list, 'a', variant(1, {}), variant(2, {}));
    list.remove(new Set([list.all()[0]?.key ?? '']));
    expect(list.all().map(({ payload }) => payload.run.number)).toEqual([2]);
  });
});

describe('the table', () => {
  it('tells the validation metric of the epoch that was kept', () => {
    expect(qualities(finished)[0]).toMatchObject({ task: 'income', metric: 'AUC', split: 'validation' });
    expect(qualities(finished)[0]?.value).toBe(finished.epochs[2]?.validation?.income?.auc);
  });

  const runs = [
    variant(1, { seed: 3, seconds: 9, auc: 0.8 }),
    variant(2, { seed: 1, seconds: 7, auc: 0.9 }),
    variant(3, { seed: 2, seconds: 8, auc: 0.7 }),
    { ...variant(4, { seed: 9, seconds: 99 }), epochs: [] },
  ].map((payload) => ({ payload, notebook: 'a.ipynb' }));
  it.each<[Order, readonly number[]]>([
    [{ by: 'newest' }, [4, 3, 2, 1]],
    [{ by: 'seed' }, [2, 3, 1, 4]],
    [{ by: 'duration' }, [2, 3, 1, 4]],
    [{ by: 'task', task: 'income' }, [2, 1, 3, 4]],
    [{ by: 'task', task: 'of another run' }, [4, 3, 2, 1]],
  ])('in the order %j', (order, numbers) => {
    expect(sorted(runs, order).map(({ payload }) => payload.run.number)).toEqual(numbers);
  });

  it('an RMSE is better when it is lower', () => {
    const priced = (number: number, rmse: number): { payload: TrainingPayload } => {
      const payload = variant(number, {});
      const epochs = [{ epoch: 1, step: 1, seconds: 1, train: {}, validation: { price: { rows: 1, rmse } } }];
      return {
        payload: {
          ...payload,
          keptEpoch: 1,
          tasks: [{ name: 'price', kind: 'numeric', loss: null, bestEpoch: 1 }],
          epochs,
        },
      };
    };
    const order = sorted([priced(1, 3), priced(2, 1), priced(3, 2)], { by: 'task', task: 'price' });
    expect(order.map(({ payload }) => payload.run.number)).toEqual([2, 3, 1]);
  });

  it('one line says how good it is and how long it took', () => {
    expect(runTitle(finished)).toBe('MMoE · run 14');
    expect(runSummary(finished)).toMatch(/^income AUC \.\d{4} · marital AUC \.\d{4} · 0:15$/);
    expect(runSummary(running)).toMatch(/^epoch \d+\/\d+ · /);
  });

  it('details hold what the issue asks for', () => {
    const details = Object.fromEntries(runDetails(finished));
    expect(Object.keys(details)).toEqual(
      expect.arrayContaining(['state', 'income', 'marital', 'model', 'data', 'seed', 'duration']),
    );
    expect(details.data).toContain('census-income');
  });

  it('as text it has one line per run, and a column per task and loss', () => {
    const [head = '', ...lines] = runsAsText(runs).split('\n');
    expect(head.split('\t')).toContain('income AUC');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line.split('\t')).toHaveLength(head.split('\t').length);
  });
});

describe('a comparison', () => {
  it('draws each run in one colour, each task in one row', () => {
    const { data, layout } = comparedFigure([finished, bottom]);
    const tasks = taskNames([{ payload: finished }, { payload: bottom }]);
    expect(data).toHaveLength(2 * 2 * tasks.length);
    const figure = readFigure({ data, layout });
    expect(figure?.panels).toHaveLength(2 * tasks.length);
    expect(new Set(figure?.panels.flatMap(({ traces }) => traces.map(({ colour }) => colour))).size).toBe(2);
    const dashes = new Set((data as readonly { line: { dash: string } }[]).map(({ line }) => line.dash));
    expect([...dashes]).toEqual(['solid', 'dash']);
    for (const { axes } of figure?.panels ?? []) {
      expect(axes.x.domain[0]).toBeLessThan(axes.x.domain[1]);
      expect(axes.y.domain[0]).toBeGreaterThanOrEqual(0);
    }
  });

  const lossTraces = (payloads: readonly TrainingPayload[]) =>
    (comparedFigure(payloads).data as readonly { mode: string; name: string; x: number[]; y: number[] }[]).filter(
      ({ mode }) => mode === 'lines',
    );

  it('draws losses smoothed, in about 120 points that end at the last step', () => {
    const [first] = lossTraces([finished]);
    expect(first?.x.length).toBe(first?.y.length);
    expect(first?.x.length).toBeLessThanOrEqual(120);
    expect(first?.x.at(-1)).toBe(finished.progress.step);
    const { smoothed } = lossChart(finished, finished.tasks[0], { columns: 120, isTall: true });
    expect(first?.y.at(-1)).toBeCloseTo(smoothed?.y.at(-1) ?? 0, 4);
  });

  it('compares runs of other batch sizes at equal numbers of epochs', () => {
    const { progress } = bottom;
    const halved = {
      ...bottom,
      progress: { ...progress, stepsPerEpoch: 2 * progress.stepsPerEpoch, steps: 2 * progress.steps },
    };
    expect(lossTraces([finished, halved]).map(({ x }) => Math.max(...x))).toEqual(
      [finished, halved, finished, halved].map((run) => run.progress.step / run.progress.stepsPerEpoch),
    );
    expect(JSON.stringify(comparedFigure([finished, halved]).layout)).toContain('"text":"epoch"');
  });

  it('shows hostile names as they are', () => {
    const named = {
      ...finished,
      run: { ...finished.run, title: '<b>bold</b> & "co"' },
      tasks: finished.tasks.map((task) => ({ ...task, name: `<a href="#">${task.name}</a>` })),
    };
    const figure = comparedFigure([named, bottom]);
    expect(JSON.stringify(figure)).not.toMatch(/<(b|a)\b/);
    expect(JSON.stringify(figure)).toContain('&lt;b&gt;bold&lt;/b&gt; &amp; &#34;co&#34;');
    const seen = readFigure(figure)?.panels.flatMap(({ traces }) => traces.map(({ name }) => name));
    expect(seen?.[0]).toContain('<b>bold</b> & "co"');
  });

  it('has a table that a hostile name does not break', () => {
    const named = { ...finished, run: { ...finished.run, dataset: 'a|b\n<img>' } };
    const lines = comparedTable([named, bottom]).split('\n');
    expect(lines).toHaveLength(4);
    expect(new Set(lines.map((line) => line.split('|').length)).size).toBe(1);
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
