import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedNotebook } from '../../extension/export/cells.ts';
import { toScript } from '../../extension/export/script.ts';
import { ourMetadata } from '../../extension/kernels/metadata.ts';
import { rolesOf } from '../../extension/templates/column-choices.ts';
import { type FileCell, readNotebook } from '../../extension/templates/read-notebook.ts';
import { labelChoices, tableNotebook } from '../../extension/templates/table.ts';
import { readColumns } from '../../extension/templates/table-column.ts';
import { readableText, runNotebook } from '../support/run-notebook.ts';

/** What each template must show, beyond ending without an error. */
const templates: Readonly<Record<string, RegExp>> = {
  'compare-models': /first: MMoE is [\s\S]* Single-Task \([\s\S]*Best mean validation AUC \.\d{4} with experts \d/,
  'read-the-gates': /Gate report/,
  'entire-space': /pCTR[\s\S]*impression/,
  'design-a-model': /Gate report/,
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multitask-templates-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('every template is listed here', () => {
  expect(readdirSync('notebooks/templates').sort()).toEqual(
    Object.keys(templates)
      .map((name) => `${name}.ipynb`)
      .sort(),
  );
});

describe('a template runs as it is', () => {
  it.each(Object.entries(templates))('%s', { timeout: 120_000 }, async (name, shows) => {
    const run = await runNotebook(`notebooks/templates/${name}.ipynb`);
    expect(run.exitCode, run.terminal).toBe(0);
    expect(readableText(run.outputs)).toMatch(shows);
  });
});

describe('a table of your own', () => {
  /** 600 rows: a click that depends on the price, and a purchase that only follows a click. */
  function rows() {
    return Array.from({ length: 600 }, (_, i) => {
      const [price, draw] = [(i * 37) % 100, (i * 7919) % 97];
      const click = draw > price ? 1 : 0;
      return {
        price,
        city: ['Rome', 'Oslo', "L'Aquila"][i % 3],
        click,
        purchase: click === 1 && draw % 3 === 0 ? 1 : 0,
      };
    });
  }

  function columns(file: string) {
    const args = ['dist/kernel/main.js', 'columns', file, '--json'];
    return readColumns(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  }

  const files: Readonly<Record<string, () => string>> = {
    "it's clicks.csv": () =>
      ['price,city,click,purchase', ...rows().map((row) => Object.values(row).join(','))].join('\n'),
    'clicks.tsv': () =>
      ['price\tcity\tclick\tpurchase', ...rows().map((row) => Object.values(row).join('\t'))].join('\n'),
    'clicks.jsonl': () =>
      rows()
        .map((row) => JSON.stringify({ ...row, click: row.click === 1 }))
        .join('\n'),
  };

  it.each(Object.entries(files))(
    '%s: its columns are read, its notebook runs',
    { timeout: 120_000 },
    async (name, content) => {
      const file = join(folder, name);
      writeFileSync(file, content());
      const found = columns(file);
      expect(found.map(({ name, kind }) => [name, kind])).toEqual([
        ['price', 'numeric'],
        ['city', 'text'],
        ['click', 'binary'],
        ['purchase', 'binary'],
      ]);
      const labels = labelChoices(found).filter(({ likely }) => likely === 'likely');
      expect(labels.map(({ name }) => name)).toEqual(['click', 'purchase']);
      const cells = tableNotebook(
        file,
        rolesOf(
          found,
          found.filter(({ name }) => labels.some((label) => label.name === name)),
        ),
      );
      const path = writeNotebook(`table-${Object.keys(files).indexOf(name)}.ipynb`, cells);
      const run = await runNotebook(path);
      expect(run.exitCode, run.terminal).toBe(0);
      expect(readableText(run.outputs)).toMatch(/Shared-Bottom[\s\S]*click[\s\S]*MMoE[\s\S]*Gate report/);
    },
  );

  it.each([
    ['a file that is not there', 'no.csv', undefined, /there is no file .*no\.csv, and no dataset of that name/],
    ['an ending that says nothing', 'a.xyz', 'x', /the ending does not say what it is/],
    ['a torn file', 'torn.parquet', 'PAR1', /torn\.parquet/],
    ['two columns of one name', 'twice.csv', 'a,a\n1,2', /two columns are called "a"/],
  ])('%s is refused with its reason', (_, name, content, reason) => {
    const file = join(folder, name);
    if (content !== undefined) writeFileSync(file, content);
    const args = ['dist/kernel/main.js', 'columns', file, '--json'];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    // A name that names nothing is a mistake of the command line.
    expect(status).toBe(content === undefined ? 2 : 1);
    expect(stderr).toMatch(reason);
  });

  function writeNotebook(name: string, cells: readonly FileCell[]): string {
    const path = join(folder, name);
    const written = cells.map(({ kind, text }, i) =>
      kind === 'code'
        ? { cell_type: 'code', id: `c${i}`, metadata: {}, source: text, execution_count: null, outputs: [] }
        : { cell_type: 'markdown', id: `c${i}`, metadata: {}, source: text },
    );
    writeFileSync(path, JSON.stringify({ cells: written, metadata: ourMetadata, nbformat: 4, nbformat_minor: 5 }));
    return path;
  }
});

describe('a template, exported as a script, runs without the kernel', () => {
  it.each(['compare-models', 'entire-space', 'design-a-model'])('%s', { timeout: 120_000 }, (name) => {
    const notebook: ExportedNotebook = {
      title: name,
      cells: readNotebook(readFileSync(`notebooks/templates/${name}.ipynb`, 'utf8'), name).map((cell) => ({
        ...cell,
        outputs: [],
      })),
    };
    // In this package's folder its own name can be imported.
    mkdirSync('out', { recursive: true });
    const file = `out/exported-${name}.ts`;
    writeFileSync(file, toScript(notebook));
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', file], { encoding: 'utf8' });
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/train +\d/);
  });
});
