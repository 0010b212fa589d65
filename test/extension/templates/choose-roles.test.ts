import { beforeEach, expect, test } from 'vitest';
import { chooseRoles } from '../../../extension/templates/choose-roles.ts';
import type { TableColumn } from '../../../extension/templates/table-column.ts';
import { type PickItem, person, resetVscode } from '../../support/fake-vscode.ts';

beforeEach(resetVscode);

const column = (name: string, kind: TableColumn['kind'], use: string, why: string): TableColumn => ({
  ...{ name, kind, use, why },
  ...{ distinct: 2, examples: ['0', '1'], warnings: [] },
});
const price = column('price', 'numeric', 'numeric', 'numbers from 0 to 1');
const click = column('click', 'binary', 'numeric', '0 and 1');
const id = column('id', 'id', 'left out', 'it is an id');

/** Answers lists in their order; tells what they showed. */
function answering(answers: readonly (readonly string[] | undefined)[]) {
  const asked: { readonly title: string; readonly items: readonly string[] }[] = [];
  person.pick = async (title: string, items: readonly PickItem[]) => {
    const shown = items.map(({ label, description, detail }) =>
      [label, description, detail].filter(Boolean).join(' | '),
    );
    asked.push({ title, items: shown });
    return answers[asked.length - 1];
  };
  return asked;
}

test('each column is shown with its kind and why, and can be changed before the notebook is made', async () => {
  const asked = answering([['click'], ['price'], ['categorical'], ['id'], ['numeric'], ['Create the notebook']]);
  const roles = await chooseRoles('clicks.csv', [price, click, id]);
  expect([...(roles ?? [])].map(([{ name }, role]) => [name, role])).toEqual([
    ['price', 'categorical'],
    ['click', 'binary label'],
    ['id', 'numeric'],
  ]);
  expect(asked[1]?.items).toEqual([
    '$(check) Create the notebook | With the columns as they were found',
    'Columns',
    '$(symbol-number) price | numeric | numbers from 0 to 1; 2 values, e.g. 0, 1',
    '$(target) click | binary label | 0 and 1; 2 values, e.g. 0, 1',
    '$(circle-slash) id | left out | it is an id; 2 values, e.g. 0, 1',
  ]);
  expect(asked[2]).toEqual({
    title: 'What is price?',
    items: [
      '$(symbol-number) numeric | now | A number, standardised. As it was found: numbers from 0 to 1.',
      '$(symbol-enum) categorical | Each value is a category of its own, with an embedding.',
      '$(circle-slash) left out | No model sees it.',
    ],
  });
  expect(asked[5]?.items.slice(0, 3)).toEqual([
    '$(check) Create the notebook | With the columns as you changed them',
    'Columns',
    '$(symbol-enum) price | categorical, chosen by you | numbers from 0 to 1; 2 values, e.g. 0, 1',
  ]);
});

test('a change that is given up changes nothing, and the list given up makes no notebook', async () => {
  answering([['click'], ['price'], undefined, undefined]);
  expect(await chooseRoles('clicks.csv', [price, click])).toBeUndefined();
});

test('a table whose columns are all left out is not gone on with', async () => {
  const asked = answering([['click'], ['price'], ['left out'], ['A model has nothing to look at'], undefined]);
  expect(await chooseRoles('clicks.csv', [price, click])).toBeUndefined();
  expect(asked[3]?.items[0]).toBe(
    '$(warning) A model has nothing to look at | Choose a column below that it shall see',
  );
});

test('a table without a label says what its columns are', async () => {
  await expect(chooseRoles('notes.csv', [id])).rejects.toThrow('notes.csv has no column that can be a label');
});
