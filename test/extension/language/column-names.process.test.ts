import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { columnsOfVariable } from '../../../extension/language/live-columns.ts';
import { createColumnNames } from '../../../extension/language/server/column-names.ts';
import type { ColumnName, ColumnsQuestion } from '../../../extension/language/server/protocol.ts';
import { columnsOf } from '../../../extension/templates/index.ts';
import { startSession, until } from '../../kernel/session-driver.ts';
import { fiftyCellNotebook, packageFolder } from '../../support/notebook-language.ts';

const folder = mkdtempSync(join(tmpdir(), 'columns-'));
const notebook = pathToFileURL(join(folder, 'a.ipynb')).href;
const { language, write, cells } = fiftyCellNotebook();
const driver = startSession();
afterAll(async () => {
  await driver.close();
  rmSync(folder, { recursive: true });
});

/** The kernel's connection as the extension has it. */
function connection(kind: 'idle' | 'busy') {
  const request = async (_channel: string, type: string, content: Readonly<Record<string, unknown>>) => ({
    content: await driver.ask(type, content),
  });
  return { state: { kind }, start: async () => ({ client: { request } }) } as unknown as Parameters<
    typeof columnsOfVariable
  >[0]['connection'];
}

/** Labels and what stands in the cell after the first of them is taken. */
function offered(names: ReturnType<typeof createColumnNames>, marked: string) {
  const offset = write('filler3', marked);
  const text = cells().find(({ id }) => id === 'filler3')?.text ?? '';
  const document = TextDocument.create('cell:a', 'typescript', 1, text);
  const list = names.complete({ uri: notebook, language, id: 'filler3', document, offset });
  const [first] = list?.items ?? [];
  return {
    labels: list?.items.map(({ label }) => label),
    after: first?.textEdit && 'range' in first.textEdit ? TextDocument.applyEdits(document, [first.textEdit]) : text,
  };
}

describe('columns of a file', () => {
  const questions: ColumnsQuestion[] = [];
  let read = 0;
  const names = createColumnNames(
    () => folder,
    async (question) => {
      questions.push(question);
      if (question.of.kind !== 'file') return undefined;
      const signal = AbortSignal.timeout(50_000);
      const options = { extensionFolder: packageFolder, nodeSetting: process.execPath, signal };
      return columnsOf(question.of.path, options).finally(() => {
        read += 1;
      });
    },
  );
  const ofFile = "datasets.table('sold.csv', { tasks: { ¦ } })";

  it('are read once, while nobody waits, and again when the file has changed', async () => {
    writeFileSync(join(folder, 'sold.csv'), "age,it's price,sold\n1,2,0\n3,4,1\n");
    names.prepare(notebook, ofFile);
    expect(offered(names, ofFile).labels).toEqual([]);
    await until(() => read === 1);
    expect(offered(names, ofFile).labels).toEqual(['age', "it's price", 'sold']);
    expect(offered(names, "datasets.table('sold.csv', { tasks: { sold: 'binary' }, numeric: ['age', '¦'] })")).toEqual({
      labels: ["it's price", 'sold'],
      after: "datasets.table('sold.csv', { tasks: { sold: 'binary' }, numeric: ['age', 'it\\'s price'] })",
    });
    expect(questions.filter(({ of }) => of.kind === 'file')).toHaveLength(1);
    writeFileSync(join(folder, 'sold.csv'), 'weight,sold\n1,0\n3,1\n');
    offered(names, ofFile);
    await until(() => read === 2);
    expect(offered(names, ofFile).labels).toEqual(['weight', 'sold']);
  });

  it.each(['none.csv', 'SELECT 1', 'https://a.b/c.csv', '*.csv', '', 'a\0b', 'query.sql'])(
    'nothing is read of %j',
    (source) => {
      const before = questions.length;
      names.prepare(notebook, `datasets.table('${source}')`);
      expect(offered(names, `datasets.table(${JSON.stringify(source)}, { tasks: { ¦ } })`).labels).toEqual([]);
      expect(questions.slice(before).filter(({ of }) => of.kind === 'file')).toEqual([]);
    },
  );
});

describe('columns of a dataset in the kernel', () => {
  it('are those of datasets, rows and models, and of nothing else', async () => {
    await driver.run(`const live = datasets.correlatedTasks({ correlation: 0.9, rows: 300, features: 3 });
const net = models.mmoe(live.features, live.tasks), part = live.train, plain = { columns: [{ name: 'a' }] }, none = 5;`);
    const of = async (name: string) =>
      (await columnsOfVariable({ connection: connection('idle') }, name))?.map((each) => each.name);
    expect(await of('live')).toEqual(['x1', 'x2', 'x3']);
    expect(await of('net')).toEqual(['x1', 'x2', 'x3']);
    expect(await of('part')).toEqual(['x1', 'x2', 'x3']);
    expect(await of('plain')).toBeUndefined();
    expect(await of('none')).toBeUndefined();
    expect(await of('nobody')).toBeUndefined();
    expect(await columnsOfVariable({ connection: connection('busy') }, 'live')).toBeUndefined();
  });

  it('are offered from what is known while nobody answers', async () => {
    let answer: readonly ColumnName[] | undefined = [{ name: 'age', use: 'numeric' }];
    let asked = 0;
    const names = createColumnNames(
      () => folder,
      async ({ of }) => {
        asked++;
        return of.kind === 'variable' && of.name === 'data' ? answer : undefined;
      },
    );
    const marked = "gateReport(model, data.test, { segments: ['¦'] })";
    expect(offered(names, marked).labels).toEqual([]);
    await until(() => (offered(names, marked).labels?.length ?? 0) > 0);
    answer = undefined;
    const before = asked;
    await until(() => {
      offered(names, marked);
      return asked > before + 3;
    });
    expect(offered(names, marked).labels).toEqual(['age']);
  });
});
