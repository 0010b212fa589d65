import { describe, expect, it } from 'vitest';
import {
  alike,
  differingSettings,
  distinctNames,
  entryTone,
  foldSeeds,
  leftOut,
  matches,
  newest,
  newestFirst,
  ordered,
  parseFromRunsTable,
  parseToRunsTable,
  type RunOrder,
  runColumns,
  runRecords,
  searchedText,
  settingsOf,
  settingText,
  verdictDetails,
  verdictWords,
} from '../../../../kernel/payloads/runs/index.ts';
import type { TrainingVerdict } from '../../../../kernel/payloads/training.ts';
import { type RunChange, runRows, usualSettings } from '../../../support/run-rows.ts';

const dead: TrainingVerdict = {
  tone: 'error',
  kind: 'dead',
  headline: [{ text: 'The model predicts the same for every row.' }],
  detail: [{ text: 'AUC .5000 in every epoch.' }],
  fix: 'learningRate: 0.001',
};

const noAlarms: TrainingVerdict = {
  tone: 'good',
  kind: 'good',
  headline: [{ text: 'No alarms.', style: 'strong' }, { text: ' income AUC .9462 ± .0019.' }],
  detail: [],
};

describe('settings that differ', () => {
  it.each<[string, readonly RunChange[], readonly string[]]>([
    ['none of runs that are alike', [{}, {}], []],
    ['no seed', [{ seed: 1 }, { seed: 2 }], []],
    ['one', [{}, { settings: { ...usualSettings, learningRate: '0.01' } }], ['learningRate']],
    ['none that only one model has', [{}, { title: 'PLE', settings: { ...usualSettings, levels: '2' } }], []],
    ['none that an old run does not know', [{}, { settings: undefined }], []],
  ])('%s', (_, changes, names) => {
    expect(differingSettings(runRows(changes))).toEqual(names);
  });

  it('an old run has those that every run tells', () => {
    const [row] = runRows([{ settings: undefined }]);
    expect(settingsOf(row)).toEqual({
      model: '8 experts',
      batchSize: '256',
      epochs: '3',
      rows: '199523',
      validationRows: '49881',
    });
  });

  it.each([
    ["'adam'", 'adam'],
    ['0.01', '0.01'],
    ["{ kind: 'adam' }", "{ kind: 'adam' }"],
  ])('%s is shown as %s', (code, text) => {
    expect(settingText(code)).toBe(text);
  });
});

describe('columns', () => {
  const ids = (changes: readonly RunChange[]) => runColumns(runRows(changes)).map(({ id }) => id);

  it('are those that tell the runs apart', () => {
    const usual = ['verdict', 'task income', 'task marital', 'place', 'curve'];
    expect(ids([{}, {}])).toEqual(['name', ...usual, 'time']);
    expect(ids([{}, { seed: 2, dataset: 'ali-ccp', settings: { ...usualSettings, learningRate: '0.01' } }])).toEqual([
      'name',
      'setting learningRate',
      ...usual,
      'seed',
      'data',
      'time',
    ]);
    const three = { learningRate: '0.01', epochs: '9', batchSize: '7' };
    expect(ids([{}, { settings: { ...usualSettings, ...three } }])).toEqual([
      'name',
      ...['setting learningRate', 'setting batchSize'],
      ...usual,
      'setting epochs',
      'time',
    ]);
  });

  it('beyond sixteen settings are left out, and named', () => {
    const many = (value: string) => Object.fromEntries(Array.from({ length: 18 }, (_, i) => [`option${i}`, value]));
    const rows = runRows([{ settings: many('1') }, { settings: many('2') }]);
    expect(runColumns(rows).filter(({ id }) => id.startsWith('setting '))).toHaveLength(16);
    expect(leftOut(rows)).toBe('Without columns for option16 and option17; a copy has them.');
    expect(leftOut(runRows([{}, {}]))).toBe('');
  });

  it('say what is alike in words', () => {
    expect(alike(runRows([{}, {}]))).toBe('census-income · 199,523 rows · seed 1');
    expect(alike(runRows([{}, { seed: 2, dataset: 'x' }]))).toBe('199,523 rows');
  });

  it('hold the number and its error, of a group over its seeds', () => {
    const rows = runRows([
      { seed: 1, auc: 0.9 },
      { seed: 2, auc: 0.92 },
      { title: 'PLE', auc: null, aucError: null },
    ]);
    const column = runColumns(rows).find(({ id }) => id === 'task income');
    expect(foldSeeds(rows).map((entry) => [column?.text(entry), column?.more?.(entry)])).toEqual([
      ['.9100', '±\u00a0.0100'],
      ['–', ''],
    ]);
  });
});

describe('the order', () => {
  const rows = runRows([
    { title: 'PLE', seed: 3, seconds: 9, auc: 0.8, settings: { ...usualSettings, learningRate: '0.003' } },
    { title: 'MMoE', seed: 1, seconds: 7, auc: 0.9, settings: { ...usualSettings, learningRate: '1e-4' } },
    { title: 'ESMM', seed: 2, seconds: 8, auc: 0.7, settings: { ...usualSettings, learningRate: '10' }, verdict: dead },
    { title: 'AITM', seed: 9, seconds: 99, auc: null, aucError: null, settings: undefined },
  ]);
  it.each<[RunOrder, readonly number[]]>([
    [newestFirst, [4, 3, 2, 1]],
    [{ column: 'seen', direction: 'ascending' }, [1, 2, 3, 4]],
    [{ column: 'a column that is gone', direction: 'ascending' }, [4, 3, 2, 1]],
    [{ column: 'task income', direction: 'descending' }, [2, 1, 3, 4]],
    [{ column: 'task income', direction: 'ascending' }, [3, 1, 2, 4]],
    [{ column: 'setting learningRate', direction: 'ascending' }, [2, 1, 3, 4]],
    [{ column: 'name', direction: 'ascending' }, [4, 3, 2, 1]],
    [{ column: 'seed', direction: 'ascending' }, [2, 3, 1, 4]],
    [{ column: 'time', direction: 'descending' }, [4, 1, 3, 2]],
    [{ column: 'verdict', direction: 'descending' }, [3, 4, 2, 1]],
  ])('%j', (order, numbers) => {
    const entries = ordered(foldSeeds(rows), runColumns(rows), order);
    expect(entries.map((entry) => newest(entry).run.number)).toEqual(numbers);
  });

  it('a column begins with its best end', () => {
    const [row] = runRows([{}]);
    const spend = { ...row.qualities[0], task: 'spend', metric: 'RMSE' as const, better: 'lower' as const };
    const columns = runColumns([{ ...row, qualities: [...row.qualities, spend] }]);
    expect(Object.fromEntries(columns.map(({ id, first }) => [id, first]))).toMatchObject({
      'task income': 'descending',
      'task spend': 'ascending',
    });
  });
});

describe('words', () => {
  const [entry] = foldSeeds(runRows([{ verdict: dead }]));

  it('a verdict with what it rests on and what mends it', () => {
    expect(verdictWords(entry)).toBe('The model predicts the same for every row.');
    expect(verdictDetails(entry)).toBe(
      'The model predicts the same for every row. AUC .5000 in every epoch.\nlearningRate: 0.001',
    );
    expect(entryTone(entry)).toBe('error');
  });

  it.each<[RunChange, string, string]>([
    [{}, 'Finished', 'finished'],
    [{ state: 'running' }, 'Training, epoch 3 of 3', 'running'],
    [
      { state: 'interrupted', verdict: dead },
      'Interrupted in epoch 3 of 3. The model predicts the same for every row.',
      'error',
    ],
    [{ verdict: { ...dead, tone: 'good', headline: [] } }, 'Finished', 'good'],
    [{ verdict: noAlarms }, 'No alarms.', 'good'],
  ])('%j', (change, words, tone) => {
    const [only] = foldSeeds(runRows([change]));
    expect(verdictWords(only)).toBe(words);
    expect(entryTone(only)).toBe(tone);
  });

  it('of a group say the gravest, of how many, and what is not counted', () => {
    const [group] = foldSeeds(runRows([{ seed: 1 }, { seed: 2, verdict: dead }, { seed: 3, state: 'interrupted' }]));
    expect(verdictWords(group)).toBe('1 of 3: The model predicts the same for every row. 1 seed is not in the mean.');
  });

  it('names tell entries apart, by settings and else by their place', () => {
    const [a, b] = runRows([{ number: 1 }, { number: 1, settings: { ...usualSettings, learningRate: '0.01' } }]);
    const [ple] = runRows([{ title: 'PLE', settings: { ...usualSettings, learningRate: '0.1' } }], { key: 'ple' });
    expect(distinctNames(foldSeeds([a, b, ple]))).toEqual([
      'MMoE · run 1 · learningRate 0.001',
      'MMoE · run 1 · learningRate 0.01',
      'PLE · run 1',
    ]);
    const [c] = runRows([{ number: 1 }], { key: 'other', notebook: 'other.ipynb', cell: 2 });
    expect(distinctNames(foldSeeds([a, c]))).toEqual([
      'MMoE · run 1 · study.ipynb, cell 3',
      'MMoE · run 1 · other.ipynb, cell 2',
    ]);
  });

  it.each([
    ['mmoe', true],
    ['census study', true],
    ['learningRate=0.001', true],
    ['learningrate=0.0012', false],
    ['seed=1 same', true],
    ['dead', true],
    ['mmoe ple', false],
  ])('a search for %s finds it: %s', (words, isFound) => {
    const row = newest(entry);
    expect(matches(searchedText(row, settingsOf(row)), words)).toBe(isFound);
  });
});

describe('records, one line a run', () => {
  it('have every setting and every task', () => {
    const rows = runRows([{}, { settings: undefined, verdict: dead }]);
    const { header, lines } = runRecords(rows);
    expect(header).toEqual([
      ...['run', 'title', 'data', 'seed', 'state', 'verdict', 'seconds'],
      ...['income AUC', 'income s.e.', 'income loss', 'marital AUC', 'marital s.e.', 'marital loss'],
      ...['experts', 'learningRate', 'batchSize', 'epochs', 'rows', 'validationRows', 'model', 'notebook', 'cell'],
    ]);
    const cells = lines.map((line) => Object.fromEntries(header.map((name, i) => [name, line[i]])));
    expect(cells[0]).toMatchObject({ run: 1, 'income AUC': 0.9, learningRate: '0.001', model: null, cell: 3 });
    expect(cells[1]).toMatchObject({ verdict: dead.headline[0].text, learningRate: null, model: '8 experts' });
  });
});

describe('messages are checked at both ends', () => {
  const [row] = runRows([{ verdict: dead }]);
  it('those that fit', () => {
    expect(parseToRunsTable({ kind: 'rows', rows: [row], removed: [], note: '' }).ok).toBe(true);
    expect(parseToRunsTable(JSON.parse(JSON.stringify({ kind: 'rows', rows: [row], removed: [], note: '' }))).ok).toBe(
      true,
    );
    expect(parseFromRunsTable({ kind: 'ready' }).ok).toBe(true);
  });

  it.each([
    [parseToRunsTable({ kind: 'rows', rows: [{ ...row, cell: -1 }], removed: [], note: '' }), /rows\[0\]\.cell is -1/],
    [parseToRunsTable({ kind: 'run' }), /kind is "run"/],
    [parseFromRunsTable({ kind: 'open' }), /key/],
    [parseFromRunsTable(null), /null/],
  ])('%j is refused', (parsed, reason) => {
    expect(parsed.ok ? '' : parsed.reason).toMatch(reason);
  });
});
