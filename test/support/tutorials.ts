import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type Output, readableText } from './run-notebook.ts';

const training = 'application/vnd.multitask-notebook.training.v1+json';
const gates = 'application/vnd.multitask-notebook.gates.v1+json';
const comparison = 'application/vnd.multitask-notebook.comparison.v1+json';
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
    expect(table.match(/^.* (better|worse|not distinguishable)$/gm)).toHaveLength(6);
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
  'your-own-table': (outputs, text) => {
    expectStillPictures(outputs, training, 3);
    expect(text).toMatch(/clicks: 2 numeric, 3 categorical columns; 2 tasks/);
    expect(aucs(text.slice(text.lastIndexOf('Shared-Bottom'))).length).toBeGreaterThanOrEqual(6);
  },
  'your-own-model': (outputs, text, [, second]) => {
    expectStillPictures(outputs, gates, 1);
    expect(text).toMatch(new RegExp(`^${second} +– +\\.\\d+`, 'm'));
    expect(text).toMatch(/mine − MMoE/);
    expect(text).toMatch(new RegExp(`1 +${second} +-?0\\.\\d{4} +0\\.\\d{4}`));
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

/** An environment in which there is no census, also none that was fetched before. */
export const withoutData = { MULTITASK_DATA: '', XDG_CACHE_HOME: 'out/no-cache' };

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

/** Every AUC that the notebook tells, as a number. */
function aucs(text: string): number[] {
  return [...text.matchAll(/(?<!\d)0?\.(\d{4}) ±\s0?\.\d{4}/g)].map(([, digits]) => Number(`0.${digits}`));
}
