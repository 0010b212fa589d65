import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Output, readableText } from './run-notebook.ts';

const training = 'application/vnd.multitask-notebook.training.v1+json';
const gates = 'application/vnd.multitask-notebook.gates.v1+json';
const comparison = 'application/vnd.multitask-notebook.comparison.v1+json';
const importance = 'application/vnd.multitask-notebook.importance.v1+json';
const plotly = 'application/vnd.plotly.v1+json';

/** What each tutorial must show, beyond ending without an error; `tasks` are those of the data that it ran on. */
const checks: Readonly<Record<string, (outputs: readonly Output[], text: string, tasks: readonly string[]) => void>> = {
  'start-here': (outputs, text) => {
    expectStillPictures(outputs, training, 1);
    expectStillPictures(outputs, gates, 1);
    expect(bundles(outputs, training)[0]?.[training]).toMatchObject({ state: 'finished', progress: { epoch: 6 } });
    expect(Math.min(...aucs(text))).toBeGreaterThan(0.9);
    expect(text).toMatch(/The tasks share \d+\s% of their weight/);
  },
  'related-tasks': (outputs, text) => {
    expectStillPictures(outputs, comparison, 3);
    for (const bundle of bundles(outputs, comparison))
      expect(bundle[comparison]).toMatchObject({ state: 'finished', trials: { done: 12, failed: 0, of: 12 } });
    const table = text.slice(text.lastIndexOf('MMoE is'));
    expect(judgements(table)).toHaveLength(6);
  },
  'read-the-gates': (outputs, text, [task]) => {
    expectStillPictures(outputs, training, 2);
    expectStillPictures(outputs, gates, 2);
    const alarm = text.slice(text.lastIndexOf('Gate report'));
    expect(alarm).toContain('Inputs are not standardised: pass inputs: "standardised".');
    const table = text.slice(text.lastIndexOf('standardised'));
    expect(table).toContain(task);
    const [standardised, raw] = aucs(table);
    expect(standardised).toBeGreaterThan(raw ?? 1);
    const [without, balanced] = text.split(/^balance: [\d.]+\. /m).slice(1);
    expect(without).toContain('or pass balance: 0.1.');
    expect(balanced).not.toContain('The network is dead');
    const effective = (of: string) => [...of.matchAll(/^\d +\S+ +(\d\.\d) /gm)].map(([, experts]) => Number(experts));
    const inUse = effective(balanced);
    expect(inUse).toHaveLength(2);
    for (const [i, experts] of effective(without).entries()) expect(inUse[i]).toBeGreaterThan(experts);
  },
  'entire-space': (outputs, text) => {
    expectStillPictures(outputs, training, 2);
    // Those of the two runs, and the one against the truth.
    expect(bundles(outputs, plotly).filter((bundle) => 'image/svg+xml' in bundle)).toHaveLength(3);
    const rate = /([\d.]+) % of all impressions, ([\d.]+) % of the clicked/.exec(text);
    expect(Number(rate?.[2])).toBeGreaterThan(Number(rate?.[1]));
    const table = text.slice(text.lastIndexOf('mean prediction ÷ truth'));
    const calibration = (model: string) => Number(new RegExp(`${model} +\\S+ +(\\S+)`).exec(table)?.[1]);
    expect(Math.abs(calibration('ESMM') - 1)).toBeLessThan(Math.abs(calibration('click-only') - 1));
  },
  'better-than-two': (outputs, text) => {
    expectStillPictures(outputs, comparison, 1);
    for (const bundle of bundles(outputs, comparison))
      expect(bundle[comparison]).toMatchObject({ state: 'finished', trials: { done: 18, failed: 0, of: 18 } });
    expect(judgements(text.slice(text.lastIndexOf('AUC, against two networks')))).toHaveLength(4);
  },
  'tasks-that-fight': (outputs, text) => {
    expectStillPictures(outputs, training, 1);
    expectStillPictures(outputs, comparison, 1);
    // They pull apart while the network decides whose each unit is, and hardly when that is settled.
    const cosines = [...text.matchAll(/^\d +\d +bottom +(\S+) ±/gm)].map(([, cosine]) => Number(cosine));
    expect(cosines).toHaveLength(5);
    expect(Math.min(...cosines.slice(0, 2))).toBeLessThan(-0.08);
    expect(cosines[4]).toBeGreaterThan(-0.03);
  },
  'what-each-task-looks-at': (outputs, text) => {
    expectStillPictures(outputs, training, 1);
    expectStillPictures(outputs, importance, 2);
    const table = text.slice(text.indexOf('AUC lost'));
    const lost = (feature: string) =>
      [...(new RegExp(`^${feature} .*$`, 'm').exec(table)?.[0] ?? '').matchAll(/(\S+) ±/g)].map(([, loss]) =>
        Number(loss),
      );
    expect(lost('colour')).toEqual([0, 0]);
    expect(lost('position')).toEqual([expect.closeTo(0.25, 1), 0]);
    expect(lost('price')).toEqual([0, expect.closeTo(0.17, 1)]);
    expect(Math.min(...lost('group'))).toBeGreaterThan(0.01);
  },
  'clicked-row-bias': (outputs, text) => {
    expect(bundles(outputs, plotly).filter((bundle) => 'image/svg+xml' in bundle)).toHaveLength(1);
    const numbers = (model: string, passes: number, of: string) =>
      [
        ...(new RegExp(`^\\d+ +${model} +${passes} .*$`, 'm').exec(text)?.[0] ?? '').matchAll(
          new RegExp(`${of} (\\S+?),? `, 'g'),
        ),
      ].map(([, number]) => Number(number));
    for (const newer of ['ESCM²-IPS', 'ESCM²-DR', 'DCMT']) {
      const esmm = numbers('ESMM', 2, 'AUC');
      expect(esmm).toHaveLength(3);
      for (const [funnel, auc] of numbers(newer, 2, 'AUC').entries()) expect(auc).toBeGreaterThan(esmm[funnel]);
    }
    const off = (levels: number[]) => Math.max(...levels.map((level) => Math.abs(Math.log(level))));
    expect(off(numbers('ESMM', 6, 'level'))).toBeLessThan(off(numbers('ESMM', 2, 'level')));
    expect(off(numbers('ESMM', 6, 'level'))).toBeLessThan(off(numbers('ESCM²-IPS', 6, 'level')));
  },
  'domains-and-sequences': (outputs, text) => {
    expectStillPictures(outputs, comparison, 2);
    const table = text.slice(text.lastIndexOf('AUC, against the first'));
    expect(judgements(table)).toHaveLength(4);
    expect(table.match(/^\d +DIN .* better$/gm)).toHaveLength(2);
  },
  'your-own-table': (outputs, text) => {
    expectStillPictures(outputs, comparison, 1);
    expect(text).toMatch(/clicks: 2 numeric, 3 categorical columns; 2 tasks/);
    expect(aucs(text.slice(text.indexOf('over 3 seeds'))).length).toBe(8);
    expect(text.match(/^(click|purchase): (Shared-Bottom|MMoE|ESMM) is .*, 3 seeds\)\.$/gm)).toHaveLength(6);
  },
  'your-own-model': (outputs, text, tasks) => {
    expectStillPictures(outputs, gates, 1);
    expectStillPictures(outputs, comparison, 1);
    expect(text).toMatch(new RegExp(`^${tasks[1]} +– +\\.\\d+`, 'm'));
    for (const task of tasks) expect(text).toMatch(new RegExp(`^${task} +mine +AUC`, 'm'));
  },
  'to-a-cluster': (outputs, text) => {
    const onCluster = text.includes('A Ray cluster answers at');
    expectStillPictures(outputs, training, onCluster ? 2 : 1);
    for (const bundle of bundles(outputs, training))
      expect(bundle[training]).toMatchObject({ state: 'finished', progress: { epoch: 3 } });
    if (!onCluster) {
      expect(text).toMatch(/entrypoint: .*python ray_train\.py [\s\S]*'spec\.json'/);
      expect(text).toContain('No cluster has taken the job.');
    }
    // What both found is the same, but for the order of the rows.
    const found = [...text.matchAll(/click (0\.\d{3}), buy (0\.\d{3})/g)].map(([, ...both]) => both.map(Number));
    expect(found).toHaveLength(onCluster ? 2 : 1);
    for (const [click, buy] of found) {
      expect(click).toBeGreaterThan(0.75);
      expect(buy).toBeGreaterThan(0.75);
    }
  },
  'notebook-to-script': (_outputs, text) => {
    expect(text).toContain('same predictions: true');
    expect(Number(/largest difference of a prediction: (\S+)/.exec(text)?.[1])).toBeLessThan(1e-5);
  },
};

/** All tutorials, and those that use the census where it is. */
export const tutorials = readdirSync('notebooks')
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => name.replace('.ipynb', ''));
export const censusTutorials = tutorials.filter((name) =>
  readFileSync(`notebooks/${name}.ipynb`, 'utf8').includes('datasets.censusIncome()'),
);

/** The tasks of the data that a tutorial makes itself. */
const madeHere: Readonly<Record<string, readonly string[]>> = { 'read-the-gates': ['wealthy', 'single'] };

export function checkTutorial(name: string, outputs: readonly Output[], data: 'made here' | 'census'): void {
  const tasks = data === 'census' ? ['income', 'marital'] : (madeHere[name] ?? ['first', 'second']);
  const check = checks[name];
  if (check === undefined) throw new Error(`Nothing says what the tutorial ${name} must show: add it here.`);
  const text = readableText(outputs);
  if (data === 'census') expect(text).toContain('census-income train, 199,523 rows');
  check(outputs, text, tasks);
}

/** An environment in which there is no census, also none that was fetched before, and no cluster. */
export const withoutData = {
  MULTITASK_DATA: '',
  XDG_CACHE_HOME: 'out/no-cache',
  RAY_API_SERVER_ADDRESS: '',
  PYTHON: 'none',
};

/** The bundles that carry a MIME type, in order. */
function bundles(outputs: readonly Output[], mime: string): readonly Readonly<Record<string, unknown>>[] {
  return outputs.map(({ data }) => data ?? {}).filter((data) => mime in data);
}

function expectStillPictures(outputs: readonly Output[], mime: string, count: number): void {
  const found = bundles(outputs, mime);
  expect(found).toHaveLength(count);
  for (const bundle of found) {
    expect([bundle['image/svg+xml']].flat().join('')).toContain('<svg');
    expect([bundle['text/plain']].flat().join('').length).toBeGreaterThan(80);
  }
}

/** What may be said about each difference of a table, a line each. */
function judgements(table: string): string[] {
  return table.match(/ (better|worse|not distinguishable)$/gm) ?? [];
}

/** Every AUC that the notebook tells, as a number. */
function aucs(text: string): number[] {
  return [...text.matchAll(/(?<!\d)0?\.(\d{4}) ±\s0?\.\d{4}/g)].map(([, digits]) => Number(`0.${digits}`));
}
