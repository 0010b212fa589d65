import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CompletionItem,
  CompletionRequest,
  CompletionResolveRequest,
  DefinitionRequest,
  DocumentSymbolRequest,
  HoverRequest,
  type Location,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  SignatureHelpRequest,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fiftyCells } from '../../../support/fifty-cells.ts';
import { openEditor, type TestEditor } from '../../../support/language-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
const cells = fiftyCells();
let editor: TestEditor;

beforeAll(async () => {
  editor = await openEditor(cells, folder);
});
afterAll(async () => {
  await editor.close();
  rmSync(folder, { recursive: true });
});

/** Restores what other tests expect. */
function restore(cell: string): void {
  editor.write(cell, cells.find(({ id }) => id === cell)?.text ?? '');
}

async function complete(cell: string, marked: string): Promise<readonly CompletionItem[]> {
  const list = await editor.connection.sendRequest(CompletionRequest.type, editor.write(cell, marked));
  return Array.isArray(list) ? list : (list?.items ?? []);
}

async function hover(cell: string, marked: string): Promise<string> {
  const found = await editor.connection.sendRequest(HoverRequest.type, editor.write(cell, marked));
  return (found?.contents as { value: string } | undefined)?.value ?? '';
}

/** "cell: text" of each place. */
function places(locations: unknown): readonly string[] {
  return ((locations ?? []) as readonly Location[]).map(({ uri, range }) => {
    const cell = editor.cellOf(uri);
    return cell === undefined ? (uri.split('/').at(-1) ?? '') : `${cell}: ${editor.document(cell).getText(range)}`;
  });
}

describe('completion', () => {
  it.each([
    ['model.fit(data.train, { ep¦ })', 'epochs', 'Passes over the rows'],
    ['models.mm¦', 'mmoe', 'experts'],
    ['dat¦', 'data', 'Impressions with two labels.'],
    ['cli¦', 'clicks', 'Clicks of a city.'],
    ['tf.tensor1¦', 'tensor1d', 'rank-1'],
    ['datasets.¦', 'censusIncome', ''],
  ])('%s offers %s with its description', async (marked, label, words) => {
    const item = (await complete('filler5', marked)).find((each) => each.label === label);
    expect(item).toBeDefined();
    const resolved = await editor.connection.sendRequest(CompletionResolveRequest.type, item as CompletionItem);
    expect(`${resolved.detail} ${JSON.stringify(resolved.documentation)}`).toContain(words);
    expect(resolved.detail).toContain(label);
  });

  it.each([
    // Behind what the cell imports, into an import that it has, and at the start of a cell without one.
    ['const t = readdirSy¦', 'readdirSync', `import { readdirSync } from 'node:fs';\nconst t = readdirSy`],
    [
      `import { statSync } from 'node:fs';\nreaddirSy¦`,
      'readdirSync',
      `import { readdirSync, statSync } from 'node:fs';\nreaddirSy`,
    ],
    [
      `import { sep } from 'node:path';\nreaddirSy¦`,
      'readdirSync',
      `import { readdirSync } from 'node:fs';\nimport { sep } from 'node:path';\nreaddirSy`,
    ],
    ['let s: RowStr¦', 'RowStream', `import { RowStream } from 'multitask-notebook';\nlet s: RowStr`],
  ])('%s imports %s', async (marked, label, expected) => {
    const found = (await complete('filler5', marked)).filter((each) => each.label === label && each.labelDetails);
    expect(found.map(({ labelDetails }) => labelDetails?.description)).toContain(/from '([^']+)';/.exec(expected)?.[1]);
    const item = found.find(({ labelDetails }) => expected.includes(`'${labelDetails?.description}'`));
    const resolved = await editor.connection.sendRequest(CompletionResolveRequest.type, item as CompletionItem);
    expect(TextDocument.applyEdits(editor.document('filler5'), resolved.additionalTextEdits ?? [])).toBe(expected);
  });
});

describe('hover', () => {
  it.each([
    ['mod¦el', 'const model: Model'],
    ['dat¦a', 'Impressions with two labels.'],
    ['model.f¦it(data.train)', 'Promise<Run>'],
    ['clicks(ro¦ws, "a")', 'const rows: Row[]'],
    ['t¦f.tensor([1])', 'TensorFlow.js'],
    ['model.toLayersM¦odel()', 'LayersModel'],
    ['process.ar¦gv', 'string[]'],
    ['displ¦ay(1)', 'MIME types'],
    ['lat¦er', 'Map<string, number>'],
  ])('%s says %s', async (marked, words) => {
    expect(await hover('filler5', marked)).toContain(words);
  });
});

it('signature help counts arguments', async () => {
  const help = await editor.connection.sendRequest(
    SignatureHelpRequest.type,
    editor.write('filler5', 'clicks(rows, ¦)'),
  );
  expect(help?.signatures.map(({ label }) => label)).toEqual(['clicks(from: readonly Row[], city: string): number']);
  expect(help).toMatchObject({ activeSignature: 0, activeParameter: 1 });
  expect(JSON.stringify(help?.signatures[0]?.parameters?.[0]?.documentation)).toContain('where to count');
  const fit = await editor.connection.sendRequest(SignatureHelpRequest.type, editor.write('filler5', 'model.fit(¦)'));
  expect(JSON.stringify(fit?.signatures[0]?.documentation)).toContain('live plot');
});

describe('definition', () => {
  it.each([
    ['clicks(ro¦ws, "a")', ['rows: rows']],
    ['clic¦ks(rows, "a")', ['clicks: clicks']],
    ['let r: Ro¦w', ['types: Row']],
    ['rows[0].ci¦ty', ['types: city']],
    ['answ¦er', ['answerAgain: answer']],
    ['lat¦er', ['later: later']],
    ['bef¦ore', ['broken: before']],
    ['model.fi¦t()', ['model.d.ts']],
    ['rea¦d("a")', ['fs.d.ts']],
    ['tf.tensor1¦d([1])', ['tensor1d.d.ts']],
  ])('%s is at %j', async (marked, expected) => {
    const params = editor.write('filler5', marked);
    const found = places(await editor.connection.sendRequest(DefinitionRequest.type, params));
    expect(expected.every((place) => found.includes(place))).toBe(true);
    expect(found.some((place) => place.includes('.cell-'))).toBe(false);
  });
});

it('references are found in every cell, and only those', async () => {
  restore('filler5');
  const params = { ...editor.write('usesAnswer', 'const half = ans¦wer / 2;'), context: { includeDeclaration: true } };
  const found = places(await editor.connection.sendRequest(ReferencesRequest.type, params));
  expect([...found].sort()).toEqual(['answer: answer', 'answer: answer', 'usesAnswer: answer']);
  const others = { ...params, context: { includeDeclaration: false } };
  expect(places(await editor.connection.sendRequest(ReferencesRequest.type, others))).toHaveLength(2);

  const property = editor.write('filler2', 'rows[0].ci¦ty');
  const cities = await editor.connection.sendRequest(ReferencesRequest.type, {
    ...property,
    context: { includeDeclaration: true },
  });
  const where = ['broken: city', 'clicks: city', 'filler2: city', 'rows: city', 'types: city'];
  expect([...places(cities)].sort()).toEqual(where);
  restore('filler2');
});

describe('rename', () => {
  async function renamed(cell: string, marked: string, newName: string): Promise<Readonly<Record<string, string>>> {
    const params = editor.write(cell, marked);
    const edit = await editor.connection.sendRequest(RenameRequest.type, { ...params, newName });
    const entries = Object.entries(edit?.changes ?? {}).map(([uri, edits]) => {
      const id = editor.cellOf(uri) ?? uri;
      return [id, TextDocument.applyEdits(editor.document(id), edits)];
    });
    restore(cell);
    return Object.fromEntries(entries);
  }

  it('goes through all cells, from where it is used', async () => {
    expect(await renamed('usesAnswerAgain', 'ans¦wer.toUpperCase();', 'reply')).toEqual({
      answerAgain: `const reply = 'a text';`,
      usesAnswerAgain: 'reply.toUpperCase();',
    });
  });

  it('and from where it is declared', async () => {
    const changes = await renamed(
      'rows',
      "const ro¦ws: Row[] = [{ city: 'Bergen', clicks: 3 }];\nlet best = 0;",
      'list',
    );
    expect(changes).toMatchObject({
      rows: "const list: Row[] = [{ city: 'Bergen', clicks: 3 }];\nlet best = 0;",
      object: '{ rows: list, best }',
      usesLater: 'later.set(join("a", "b"), clicks(list, "Oslo"));',
      filler1: `const value1 = clicks(list, 'Bergen') + value0;`,
    });
    expect(changes.broken).toContain('list.map((row)');
    expect(Object.keys(changes)).not.toContain('python');
  });

  it('gives an import another name here', async () => {
    expect(await renamed('usesLater', 'later.set(jo¦in("a", "b"), clicks(rows, "Oslo"));', 'joined')).toEqual({
      imports: `import { join as joined } from 'node:path';\nimport { readFileSync as read } from 'node:fs';`,
      usesLater: 'later.set(joined("a", "b"), clicks(rows, "Oslo"));',
    });
  });

  it('of a property, of a type, of a parameter', async () => {
    const property = await renamed('filler2', 'rows[0].ci¦ty', 'town');
    expect(property.types).toContain('readonly town: string');
    expect(property.clicks).toContain('row.town === city');
    const type = await renamed('filler2', 'let r: Ro¦w;', 'Line');
    expect(type.types).toContain('interface Line {');
    expect(type.rows).toContain('const rows: Line[]');
    const parameter = await renamed('filler2', 'const f = (ro¦ws: string) => rows;', 'text');
    expect(parameter).toEqual({ filler2: 'const f = (text: string) => text;' });
  });

  it('says why it cannot', async () => {
    const request = (marked: string, newName: string) => {
      const params = editor.write('filler2', marked);
      return editor.connection.sendRequest(RenameRequest.type, { ...params, newName });
    };
    await expect(request('ro¦ws', 'a b')).rejects.toThrow('“a b” is no name.');
    await expect(request('ro¦ws', 'class')).rejects.toThrow('“class” is no name.');
    await expect(request('con¦sole.log()', 'other')).rejects.toThrow('cannot rename');
    const params = editor.write('filler2', 'ro¦ws');
    expect(await editor.connection.sendRequest(PrepareRenameRequest.type, params)).toMatchObject({
      placeholder: 'rows',
    });
    restore('filler2');
  });
});

it('symbols are those of the cell', async () => {
  const { textDocument } = editor.write(
    'filler5',
    'const a = rows;\nfunction f() {}\nclass C { m() {} }\nenum E { x }',
  );
  const symbols = await editor.connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
  expect(symbols?.map(({ name }) => name).sort()).toEqual(['C', 'E', 'a', 'f']);
  expect(symbols?.find(({ name }) => name === 'C')).toMatchObject({
    range: { start: { line: 2, character: 0 } },
    children: [{ name: 'm' }],
  });
  restore('filler5');
});

describe('diagnostics', () => {
  it('appear and disappear while one types, with positions in the cell', async () => {
    editor.write('filler5', '\n\nconst n: number = rows;');
    const { diagnostics } = await editor.diagnosed('filler5', ({ diagnostics }) =>
      diagnostics.some(({ code }) => code === 2322),
    );
    expect(diagnostics).toMatchObject([
      {
        code: 2322,
        severity: 1,
        source: 'ts',
        range: { start: { line: 2, character: 6 }, end: { line: 2, character: 7 } },
      },
    ]);
    restore('filler5');
    await editor.diagnosed('filler5', (params) => params.diagnostics.length === 0);
  });

  it('of the whole notebook are those of the broken cell', async () => {
    const { diagnostics } = await editor.diagnosed('broken', (params) => params.diagnostics.length > 0);
    expect(diagnostics.every(({ severity }) => severity === 1 || severity === 4)).toBe(true);
    for (const { id, language } of cells) {
      if (id === 'broken' || language === 'python') continue;
      await editor.diagnosed(id, ({ diagnostics }) => diagnostics.length === 0);
    }
  });

  it('follow what another cell declares', async () => {
    editor.write('types', 'interface Row { readonly town: string }');
    await editor.diagnosed('clicks', ({ diagnostics }) => diagnostics.some(({ code }) => code === 2339));
    restore('types');
    await editor.diagnosed('clicks', ({ diagnostics }) => diagnostics.length === 0);
  });
});

it('notebooks of other kernels are left alone', async () => {
  const other = await openEditor(cells, folder, { isOurs: false });
  const params = other.write('filler5', 'rows.¦');
  expect(await other.connection.sendRequest(CompletionRequest.type, params)).toBeNull();
  await other.close();
});
