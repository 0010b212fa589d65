import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { templates } from '../../../extension/templates/list.ts';
import { labelChoices, readColumns, type TableColumn, tableNotebook } from '../../../extension/templates/table.ts';

const column = (name: string, kind: TableColumn['kind'], examples = ['0', '1']): TableColumn => ({
  name,
  kind,
  distinct: 2,
  examples,
});

it('every file in notebooks/templates is offered, and every offered file is there', () => {
  const offered = templates.flatMap(({ from }) => (from.kind === 'file' ? [from.name] : []));
  expect(readdirSync('notebooks/templates').sort()).toEqual(offered.toSorted());
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
    const text = tableNotebook('/data/clicks.csv', columns, labels)
      .map((cell) => cell.text)
      .join('\n');
    expect(text).toContain("datasets.table('/data/clicks.csv', {");
    expect(text).toContain("tasks: { click: 'binary', price: 'numeric' }");
    expect(text).toContain('2 labels, 3 other columns');
    expect(text).not.toContain('ESMM');
  });

  it('shows ESMM where two labels can be a funnel', () => {
    const labels = [column('click', 'binary'), column('buy', 'binary')];
    const text = tableNotebook('a.csv', labels, labels).map((cell) => cell.text);
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
    for (const cell of tableNotebook(file, [label, column(`'${file}`, 'text')], [label])) {
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
