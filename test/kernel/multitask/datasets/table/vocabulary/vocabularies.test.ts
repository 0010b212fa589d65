import { expect, test } from 'vitest';
import { withDuckDb } from '../../../../../../kernel/multitask/datasets/table/duckdb.ts';
import type { Relation } from '../../../../../../kernel/multitask/datasets/table/relation.ts';
import { findVocabularies } from '../../../../../../kernel/multitask/datasets/table/vocabulary/vocabularies.ts';

const rows = `(VALUES ('b', '2', 'x y', [3, 1], 'q'), ('a', '10', NULL, [], 'p q'), ('b', NULL, 'z  x', NULL, ''))
  AS source(town, size, tags, seen, words)`;
const types = { town: 'VARCHAR', size: 'VARCHAR', tags: 'VARCHAR', seen: 'INTEGER[]', words: 'VARCHAR' };
const relation: Relation = {
  sql: rows,
  format: 'query',
  name: 'the query',
  files: [],
  columns: Object.entries(types).map(([name, type]) => ({ name, type, id: name })),
  unnamed: [],
  notes: [],
  lineOf: async (row) => `row ${row}`,
};
const list = (name: string) => ({ kind: 'list', name, separator: ' ' }) as const;

test('all vocabularies take two looks at the rows, however many lists there are', () =>
  withDuckDb(async (database) => {
    const asked: string[] = [];
    const watched: typeof database = {
      ...database,
      run: (sql, values) => {
        asked.push(sql);
        return database.run(sql, values);
      },
      rows: (sql, values) => {
        asked.push(sql);
        return database.rows(sql, values);
      },
    };
    const features = [
      { kind: 'categorical', name: 'town' },
      list('tags'),
      { kind: 'categorical', name: 'size' },
      list('seen'),
      list('words'),
    ] as const;
    expect(await findVocabularies(watched, relation, rows, features, {})).toEqual([
      ['a', 'b'],
      ['x', 'y', 'z'],
      ['2', '10', ''],
      ['1', '3'],
      ['p', 'q'],
    ]);
    expect(asked.filter((sql) => sql.includes(rows))).toHaveLength(2);
  }));
