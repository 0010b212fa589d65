import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNotebookOutputs, type Edit, type Output } from '../../../kernel/jupyter/notebook-outputs.ts';
import { writeText } from '../../../kernel/jupyter/stream-text.ts';
import { outputScripts } from '../../support/output-script.ts';

/** What an editor that does the edits shows. */
function applied(edits: readonly Edit[]): readonly Output[] {
  let shown = new Map<number, Output>();
  for (const edit of edits) {
    if (edit.kind === 'clear') shown = new Map();
    else if (edit.kind === 'reset') shown = new Map([[edit.output, edit.content]]);
    else if (edit.kind === 'extend') {
      const before = shown.get(edit.output);
      if (before?.output_type !== 'stream') throw new Error('Only a stream is extended.');
      shown.set(edit.output, { ...before, text: before.text + edit.text });
    } else shown.set(edit.output, edit.content);
  }
  return [...shown.values()];
}

test.each(outputScripts)('$name', ({ messages, outputs }) => {
  const fold = createNotebookOutputs<number>();
  const edits = messages.flatMap(([cell, msgType, content]) => fold.receive(cell, msgType, content));
  for (const cell of [0, 1]) {
    expect(fold.of(cell)).toEqual(outputs[cell] ?? []);
    expect(applied(edits.filter((each) => each.cell === cell).map(({ edit }) => edit))).toEqual(outputs[cell] ?? []);
  }
});

test.each(outputScripts)('$name, taken up again half-way', ({ messages, outputs }) => {
  for (let cut = 0; cut <= messages.length; cut++) {
    const first = createNotebookOutputs<number>();
    for (const [cell, msgType, content] of messages.slice(0, cut)) first.receive(cell, msgType, content);
    const second = createNotebookOutputs<number>();
    for (const cell of [0, 1]) second.restore(cell, JSON.parse(JSON.stringify(first.save(cell))));
    for (const [cell, msgType, content] of messages.slice(cut)) second.receive(cell, msgType, content);
    for (const cell of [0, 1]) expect(second.of(cell)).toEqual(outputs[cell] ?? []);
  }
});

test('the execution count is the one of execute_input', () => {
  const fold = createNotebookOutputs<number>();
  expect(fold.executionCount(0)).toBe(null);
  fold.receive(0, 'execute_input', { code: '1', execution_count: 7 });
  expect(fold.executionCount(0)).toBe(7);
});

test('a cell that was forgotten has no pictures that a later update could change', () => {
  const fold = createNotebookOutputs<number>();
  const show = { data: { 'text/plain': '1' }, transient: { display_id: 'x' } };
  fold.receive(0, 'display_data', show);
  fold.forget(0);
  expect(fold.receive(1, 'update_display_data', show)).toEqual([]);
  expect(fold.of(0)).toEqual([]);
});

test('text without returns is only added, however it is cut', () => {
  const plain = fc.string().map((text) => text.replace(/[\r\b]/g, ''));
  fc.assert(
    fc.property(fc.array(plain), (parts) => {
      let state: Parameters<typeof writeText>[0] = { text: '', column: undefined };
      for (const part of parts) state = writeText(state, part);
      expect(state).toEqual({ text: parts.join(''), column: undefined });
    }),
  );
});
