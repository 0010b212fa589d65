import { describe, expect, it } from 'vitest';
import { csvValue } from '../../../../extension/renderers/table/csv.ts';
import { createReader } from '../../../../extension/renderers/table/reader.ts';
import { boxOf, cellsIn, moved, namesRow } from '../../../../extension/renderers/table/selection.ts';
import type { TableAnswer, TablePayload, TableQuestion } from '../../../../kernel/payloads/table/index.ts';

/** A thousand rows of 120 columns, of which ten rows are here. */
const part: TablePayload = {
  version: 1,
  id: 'table-1',
  length: 1000,
  columnsGiven: 120,
  rows: 10,
  columns: Array.from({ length: 120 }, (_, c) => ({
    name: `c${c}`,
    values: Array.from({ length: 10 }, (_, row) => row * 1000 + c),
  })),
};
const seen = { start: 0, count: 30, firstColumn: 0, columnCount: 5 };
const summary = { rows: 1000, missing: 0, distinct: 1, isMore: false, kind: 'number', isMixed: false } as const;

/** A kernel whose table is sorted backwards whenever it is sorted. */
function setUp(payload = part) {
  const asked: { readonly question: TableQuestion; readonly heard: (answer: unknown) => void }[] = [];
  const reader = createReader(
    payload,
    (question, heard) => asked.push({ question: question as TableQuestion, heard }),
    () => {},
  );
  let answered = 0;
  const say = (answer: TableAnswer) => asked.at(-1)?.heard(answer);
  const answer = (): TableQuestion | undefined => {
    const next = asked[answered];
    if (!next) return undefined;
    answered++;
    const { question, heard } = next;
    if (question.kind === 'summaries') heard({ state: 'answered', summaries: question.columns.map(() => summary) });
    else if (question.kind === 'value') heard({ state: 'answered', words: 'whole' });
    else {
      const rows = Array.from({ length: Math.min(question.count, 1000 - question.start) }, (_, i) =>
        question.order ? 999 - question.start - i : question.start + i,
      );
      const values = rows.flatMap((row) =>
        Array.from({ length: question.columnCount }, (_, i) => row * 1000 + question.firstColumn + i),
      );
      heard({ state: 'answered', total: 1000, rows, values });
    }
    return question;
  };
  const answerAll = () => {
    const questions: TableQuestion[] = [];
    for (let question = answer(); question; question = answer()) questions.push(question);
    return questions;
  };
  return { reader, asked, say, answer, answerAll };
}

describe('rows that are not here', () => {
  it('come in blocks of what is seen, one question at a time', () => {
    const { reader, asked, answerAll } = setUp();
    expect([reader.count(), reader.value(5, 1), reader.value(10, 1)]).toEqual([1000, 5001, undefined]);
    reader.want(seen, [0, 1]);
    // Who scrolls on meanwhile waits for no row that has passed by.
    reader.want({ ...seen, start: 450, firstColumn: 48 }, [48, 49, 50, 51, 52]);
    expect(asked).toHaveLength(1);
    expect(
      answerAll().map((question) =>
        question.kind === 'rows' ? [question.start, question.firstColumn] : question.kind,
      ),
    ).toEqual([[0, 0], [400, 0], [400, 50], 'summaries', 'summaries']);
    expect([reader.value(450, 48), reader.value(460, 52), reader.rowAt(460)]).toEqual([450_048, 460_052, 460]);
    // All of it is here now.
    reader.want({ ...seen, start: 450, firstColumn: 48 }, [48]);
    expect(answerAll()).toEqual([]);
  });

  it('sorted by the kernel: what is shown stays until the answer is there', () => {
    const { reader, say, answerAll } = setUp();
    const order = { column: 2, direction: 'ascending' } as const;
    reader.arrange({ order, filters: [] });
    expect([reader.isArranging(), reader.arrangement().order, reader.value(0, 0)]).toEqual([true, order, 0]);
    say({ state: 'waits' });
    expect([reader.state()?.state, reader.value(0, 0)]).toEqual(['waits', 0]);
    answerAll();
    expect([reader.isArranging(), reader.value(0, 0), reader.rowAt(0), reader.looked()]).toEqual([
      false,
      999_000,
      999,
      1000,
    ]);
    reader.arrange({ filters: [] });
    answerAll();
    expect([reader.value(0, 0), reader.rowAt(5)]).toEqual([0, 5]);
  });

  it('sorted twice before an answer: the last counts', () => {
    const { reader, answer, answerAll } = setUp();
    reader.arrange({ order: { column: 1, direction: 'ascending' }, filters: [] });
    reader.arrange({ filters: [] });
    answer();
    answerAll();
    expect([reader.arrangement().order, reader.value(0, 0)]).toEqual([undefined, 0]);
  });

  it.each(['a refusal', 'what is no answer'])('%s: what is here is sorted, and says that it is only that', (kind) => {
    const { reader, say, asked, answerAll } = setUp();
    reader.arrange({ order: { column: 0, direction: 'descending' }, filters: [] });
    say(kind === 'a refusal' ? { state: 'refused', words: 'No kernel runs.' } : (5 as unknown as TableAnswer));
    expect([reader.count(), reader.looked(), reader.value(0, 0), reader.state()?.state]).toEqual([
      10,
      10,
      9000,
      'refused',
    ]);
    expect(reader.summary(0)?.rows).toBe(10);
    const before = asked.length;
    reader.want(seen, [0]);
    expect(asked).toHaveLength(before);
    reader.askAgain();
    // The refused one is answered no more.
    asked.splice(0, before);
    answerAll();
    expect([reader.looked(), reader.value(0, 0)]).toEqual([1000, 999_000]);
  });

  it('a cut value is asked for whole, after the rows', () => {
    const { reader, answerAll } = setUp();
    let whole = '';
    reader.want({ ...seen, start: 100 }, []);
    reader.whole(3, 1, (words) => {
      whole = words;
    });
    expect(answerAll().at(-1)).toMatchObject({ kind: 'value', row: 3, column: 1 });
    expect(whole).toBe('whole');
  });
});

it('what is all here, or has nobody to ask, asks nothing', () => {
  for (const payload of [
    { ...part, length: 10 },
    { ...part, id: undefined },
  ]) {
    const { reader, asked } = setUp(payload);
    reader.want(seen, [0, 1]);
    reader.arrange({ order: { column: 0, direction: 'descending' }, filters: [{ column: 0, words: '< 5000' }] });
    expect([asked.length, reader.count(), reader.value(0, 0), reader.looked()]).toEqual([0, 5, 4000, 10]);
  }
});

describe('keys', () => {
  const size = { rows: 100, columns: 5, page: 10 };
  it.each([
    ['ArrowUp', 0, false, { row: -1, column: 2 }],
    ['ArrowUp', namesRow, false, { row: namesRow, column: 2 }],
    ['ArrowUp', 50, true, { row: 0, column: 2 }],
    ['ArrowUp', 0, true, { row: namesRow, column: 2 }],
    ['ArrowDown', 99, false, { row: 99, column: 2 }],
    ['ArrowDown', 0, true, { row: 99, column: 2 }],
    ['PageUp', 5, false, { row: 0, column: 2 }],
    ['PageDown', 95, false, { row: 99, column: 2 }],
    ['Home', 7, false, { row: 7, column: 0 }],
    ['End', 7, true, { row: 99, column: 4 }],
    ['ArrowRight', 7, true, { row: 7, column: 4 }],
    ['a', 7, false, undefined],
  ])('%s from row %i', (key, row, isFar, expected) => {
    expect(moved({ row, column: 2 }, key, isFar, size)).toEqual(expected);
  });
  it('a selection has no head, and an empty table no cells', () => {
    expect(boxOf({ anchor: { row: namesRow, column: 3 }, active: { row: 1, column: 1 } })).toEqual({
      top: 0,
      bottom: 1,
      left: 1,
      right: 3,
    });
    expect(cellsIn({ top: 0, bottom: -1, left: 0, right: 3 })).toBe(0);
  });
});

it('values for a spreadsheet', () => {
  expect(
    [
      null,
      ['undefined'],
      ['absent'],
      ['number', 'NaN'],
      0.1,
      ['bigint', '12345678901234567890'],
      ['number', '12.30'],
    ].map((value) => csvValue(value as never)),
  ).toEqual([null, null, null, 'NaN', 0.1, '12345678901234567890', '12.30']);
});
