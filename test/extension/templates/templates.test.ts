import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, onTestFinished } from 'vitest';
import { featureOptions, hasFeatures, possibleRoles, rolesOf } from '../../../extension/templates/column-choices.ts';
import { templates } from '../../../extension/templates/list.ts';
import { introductionOf, readNotebook, titleOf } from '../../../extension/templates/read-notebook.ts';
import { columnDetail, labelChoices, tableNotebook } from '../../../extension/templates/table.ts';
import { readColumns, type TableColumn } from '../../../extension/templates/table-column.ts';
import { tableColumns } from '../../../kernel/multitask/datasets/table/table-columns.ts';

const column = (name: string, kind: TableColumn['kind'], examples = ['0', '1']): TableColumn => ({
  name,
  kind,
  distinct: 2,
  examples,
  use: kind === 'text' ? 'categorical' : kind === 'id' ? 'left out' : 'numeric',
  why: `of kind ${kind}`,
  warnings: [],
});

it('every file in notebooks/templates is offered, and every offered file is there', () => {
  const offered = templates.flatMap(({ from }) => (from.kind === 'file' ? [from.name] : []));
  expect(readdirSync('notebooks/templates').sort()).toEqual(offered.toSorted());
});

it('no template has a name like a tutorial or another template', () => {
  const words = (title: string) => new Set(title.toLowerCase().match(/[a-z]{4,}/g));
  const files = readdirSync('notebooks').filter((name) => name.endsWith('.ipynb'));
  const tutorials = files.map((name) => titleOf(readNotebook(readFileSync(`notebooks/${name}`, 'utf8'), name)) ?? '');
  const names = templates.map(({ label }) => label);
  for (const name of names) {
    const own = words(name);
    for (const other of [...tutorials, ...names.filter((each) => each !== name)]) {
      const shared = [...words(other)].filter((word) => own.has(word));
      expect([name, other, shared.length < Math.min(own.size, words(other).size)]).toEqual([name, other, true]);
    }
  }
  const introductions = files.map((name) =>
    introductionOf(readNotebook(readFileSync(`notebooks/${name}`, 'utf8'), name)),
  );
  for (const text of introductions) expect(text).toMatch(/^[^[\]`*_#]{15,}[.?!]$/);
});

it('templates are stripped: no outputs, no execution counts, our kernel', () => {
  for (const name of readdirSync('notebooks/templates')) {
    const { cells, metadata } = JSON.parse(readFileSync(`notebooks/templates/${name}`, 'utf8'));
    expect(metadata.kernelspec.name).toBe('multitask-typescript');
    for (const cell of cells) expect([cell.outputs ?? [], cell.execution_count ?? null]).toEqual([[], null]);
  }
});

it('the links of the walkthrough name templates and commands that exist', () => {
  const { contributes } = JSON.parse(readFileSync('package.json', 'utf8'));
  const steps: { description: string; media: { svg: string } }[] = contributes.walkthroughs[0].steps;
  const links = steps.flatMap(({ description }) => [...description.matchAll(/\(command:([\w.-]+)(?:\?([^)]+))?\)/g)]);
  expect(links.length).toBeGreaterThanOrEqual(steps.length);
  const commands: string[] = contributes.commands.map(({ command }: { command: string }) => command);
  for (const [, command, given] of links) {
    expect([...commands, 'multitask-notebook.runs.focus']).toContain(command);
    if (given) expect(templates.map(({ label }) => label)).toContain(JSON.parse(decodeURIComponent(given))[0]);
  }
  const drawn = readFileSync('extension/packaging/walkthrough-pictures.ts', 'utf8');
  for (const { media } of steps) expect(drawn).toContain(`${/(\w+)\.svg$/.exec(media.svg)?.[1]}:`);
});

describe('a notebook for a table of your own', () => {
  const columns = [
    column('price', 'numeric', ['3.5']),
    column('city', 'text', ['Rome']),
    column('seen', 'binary'),
    column('click', 'binary'),
    column('tags', 'nested'),
  ];

  it('labels are 0 and 1 or numbers; a likely name comes first', () => {
    const choices = labelChoices(columns).map(({ name, likely }) => [name, likely]);
    expect(choices).toEqual([
      ['click', 'likely'],
      ['seen', 'possible'],
      ['price', 'possible'],
    ]);
  });

  it('names the file, the labels and their kinds', () => {
    const labels = [columns[3], columns[0]].filter((each) => each !== undefined);
    const text = tableNotebook('/data/clicks.csv', rolesOf(columns, labels))
      .map((cell) => cell.text)
      .join('\n');
    expect(text).toContain("datasets.table('/data/clicks.csv', {");
    expect(text).toContain("tasks: { price: 'numeric', click: 'binary' }");
    expect(text).toContain('2 labels, 3 other columns');
    expect(text).not.toContain('ESMM');
  });

  it('tells what the columns of a file are and why; ids are no labels', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'own-table-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'clicks.csv');
    const lines = Array.from(
      { length: 40 },
      (_, i) => `${7_000_000_000 + 31 * i},${i % 7},${i % 2},${i < 30 ? '' : 'a|b'}`,
    );
    writeFileSync(path, `user_id,visits,click,no|te\n${lines.join('\n')}\n`);
    const found = readColumns(JSON.stringify(await tableColumns(path)));
    expect(found.map(({ name, kind, use }) => [name, kind, use])).toEqual([
      ['user_id', 'id', 'left out'],
      ['visits', 'numeric', 'numeric'],
      ['click', 'binary', 'numeric'],
      ['no|te', 'text', 'categorical'],
    ]);
    expect(labelChoices(found).map(({ name }) => name)).toEqual(['click', 'visits']);
    expect(columnDetail(found[1])).toBe('numbers from 0 to 6; 7 values, e.g. 0, 1, 2');
    const [{ text }, { text: read }] = tableNotebook(path, rolesOf(found, [found[2]]));
    expect(text).toContain('| column | holds | becomes | why |');
    expect(text).toContain(
      '| user\\_id | id | left out | it is an id: every row has its own (40 in 40 rows); numeric:',
    );
    expect(text).toContain('| visits | numeric | numeric | numbers from 0 to 6 |');
    expect(text).toContain(
      '| no\\|te | text | categorical | text, 1 value; 75 % of the rows have no value; they are a category of their own |',
    );
    expect(read).toContain("// ignore: ['visits'],");
  });

  it('a table of many columns tells the first', () => {
    const many = Array.from({ length: 60 }, (_, i) => column(`x${i}`, 'numeric'));
    const [{ text }] = tableNotebook('a.csv', rolesOf(many, [many[0]]));
    expect(text.match(/^\| x\d+ /gm)).toHaveLength(50);
    expect(text).toContain('… and 9 more');
  });

  it('offers for each column what it can be, says why it is what it is, and names what was changed', () => {
    const [price, city, seen, click, tags] = columns;
    if (!price || !city || !seen || !click || !tags) throw new Error('columns are missing');
    const found = rolesOf(columns, [click]);
    const roles = (each: TableColumn) => possibleRoles(each, found.get(each) ?? 'left out').map(({ role }) => role);
    expect([price, city, click, tags].map(roles)).toEqual([
      ['numeric', 'categorical', 'left out'],
      ['categorical', 'list', 'left out'],
      ['binary label', 'numeric label'],
      ['numeric', 'left out'],
    ]);
    expect(possibleRoles(price, 'categorical')[0]?.about).toBe(
      'A number, standardised. As it was found: of kind numeric.',
    );
    expect(featureOptions(found)).toEqual({});
    expect(featureOptions(new Map(found).set(seen, 'left out'))).toEqual({ ignore: ['seen'] });
    // Where one is named, all are: the others would be left out.
    const changed = new Map(found).set(price, 'categorical').set(click, 'numeric label');
    expect(featureOptions(changed)).toEqual({ numeric: ['seen', 'tags'], categorical: ['price', 'city'] });
    const [text, read] = tableNotebook('a.csv', changed).map((cell) => cell.text);
    expect(text).toContain('| price | numeric | categorical | chosen by you |');
    expect(read).toContain("tasks: { click: 'numeric' },\n");
    expect(read).toContain("  categorical: ['price', 'city'],\n});");
    expect(hasFeatures(changed)).toBe(true);
    expect(hasFeatures(new Map(columns.map((each) => [each, 'left out' as const])))).toBe(false);
  });

  it('shows ESMM where two labels can be a funnel', () => {
    const labels = [column('click', 'binary'), column('buy', 'binary')];
    const text = tableNotebook('a.csv', rolesOf(labels, labels)).map((cell) => cell.text);
    expect(text.join('\n')).toContain('models.esmm');
  });

  it.each([
    `it's "odd".csv`,
    'C:\\Users\\me\\new table.csv',
    'a\nb.csv',
    "'); process.exit(); ('.csv",
    '$' + '{x}`.csv',
  ])('no name breaks out of its quotes: %j', (file) => {
    const label = column(`${file} click`, 'binary');
    for (const cell of tableNotebook(file, rolesOf([label, column(`'${file}`, 'text')], [label]))) {
      if (cell.kind !== 'code') continue;
      const { diagnostics } = ts.transpileModule(cell.text, {
        reportDiagnostics: true,
        compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
      });
      expect(diagnostics).toEqual([]);
      const calls = [...cell.text.matchAll(/datasets\.table\(('(?:[^'\\]|\\.)*')/g)];
      for (const [, quoted] of calls) expect(new Function(`return ${quoted}`)()).toBe(file);
    }
  });

  it('reads what the command tells, and refuses anything else', () => {
    expect(readColumns(JSON.stringify(columns))).toEqual(columns);
    expect(() => readColumns('{"no": "columns"}')).toThrow('could not be read');
  });
});
