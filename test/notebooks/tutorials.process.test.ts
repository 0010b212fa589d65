import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type NotebookRun, type Output, readableText, runNotebook } from '../support/run-notebook.ts';

const training = 'application/vnd.multitask-notebook.training.v1+json';
const gates = 'application/vnd.multitask-notebook.gates.v1+json';
const plotly = 'application/vnd.plotly.v1+json';

/** The bundles that carry a MIME type, in order. */
function bundles(outputs: readonly Output[], mime: string): readonly Readonly<Record<string, unknown>>[] {
  return outputs.map(({ data }) => data ?? {}).filter((data) => mime in data);
}

function expectStillPictures(run: NotebookRun, mime: string, count: number): void {
  const found = bundles(run.outputs, mime);
  expect(found).toHaveLength(count);
  for (const bundle of found) {
    expect([bundle['image/svg+xml']].flat().join('')).toContain('<svg');
    expect([bundle['text/plain']].flat().join('').length).toBeGreaterThan(80);
  }
}

/** Every AUC that the notebook tells, as a number. */
function aucs(text: string): number[] {
  return [...text.matchAll(/\b0?\.(\d{4}) ± 0?\.\d{4}/g)].map(([, digits]) => Number(`0.${digits}`));
}

/** What each tutorial must show, beyond ending without an error. */
const tutorials: Readonly<Record<string, (run: NotebookRun, text: string) => void>> = {
  'start-here': (run, text) => {
    expectStillPictures(run, training, 1);
    expectStillPictures(run, gates, 1);
    expect(bundles(run.outputs, training)[0]?.[training]).toMatchObject({ state: 'finished', progress: { epoch: 6 } });
    expect(Math.min(...aucs(text))).toBeGreaterThan(0.9);
    expect(text).toMatch(/The tasks share \d+\s% of their weight/);
  },
  'related-tasks': (run, text) => {
    expect(bundles(run.outputs, plotly)).toHaveLength(1);
    expect(text.match(/6 pairs done/g)).toHaveLength(3);
    expect(text.match(/these runs do not tell|is better/g)).toHaveLength(3);
  },
  'read-the-gates': (run, text) => {
    expectStillPictures(run, training, 2);
    expectStillPictures(run, gates, 2);
    const alarm = text.slice(text.lastIndexOf('Gate report'));
    expect(alarm).toContain('Inputs are not standardised: pass inputs: "standardised".');
    const [wealthy, wealthyRaw] = aucs(text.slice(text.lastIndexOf('standardised')));
    expect(wealthy).toBeGreaterThan(wealthyRaw ?? 1);
  },
  'entire-space': (run, text) => {
    expectStillPictures(run, training, 2);
    const rate = /([\d.]+) % of all impressions, ([\d.]+) % of the clicked/.exec(text);
    expect(Number(rate?.[2])).toBeGreaterThan(Number(rate?.[1]));
    const table = text.slice(text.lastIndexOf('mean prediction ÷ truth'));
    const calibration = (model: string) => Number(new RegExp(`${model} +\\S+ +(\\S+)`).exec(table)?.[1]);
    expect(Math.abs(calibration('ESMM') - 1)).toBeLessThan(Math.abs(calibration('click-only') - 1));
  },
  'your-own-table': (run, text) => {
    expectStillPictures(run, training, 3);
    expect(text).toMatch(/clicks: 2 numeric, 3 categorical columns; 2 tasks/);
    expect(aucs(text.slice(text.lastIndexOf('Shared-Bottom'))).length).toBeGreaterThanOrEqual(6);
  },
  'your-own-model': (run, text) => {
    expectStillPictures(run, gates, 1);
    expect(text).toMatch(/second +– +\.\d+/);
    expect(text).toMatch(/mine − MMoE/);
  },
  'notebook-to-script': (_run, text) => {
    expect(text).toContain('same predictions: true');
    expect(Number(/largest difference of a prediction: (\S+)/.exec(text)?.[1])).toBeLessThan(1e-5);
  },
};

it('every notebook is listed here', () => {
  const notebooks = readdirSync('notebooks').filter((name) => name.endsWith('.ipynb'));
  expect(notebooks.map((name) => name.replace('.ipynb', '')).sort()).toEqual(Object.keys(tutorials).sort());
});

describe('a tutorial runs and shows what it is about', () => {
  it.each(Object.entries(tutorials))('%s', { timeout: 240_000 }, async (name, check) => {
    const run = await runNotebook(`notebooks/${name}.ipynb`);
    expect(run.exitCode, run.terminal).toBe(0);
    check(run, readableText(run.outputs));
  });
});
