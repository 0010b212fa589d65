import { fieldsOf } from '../guards/index.ts';
import type { Content } from './messages.ts';
import { writeText } from './stream-text.ts';

/** One output as nbformat 4.5 keeps it. */
export type Output =
  | { readonly output_type: 'stream'; readonly name: string; readonly text: string }
  | {
      readonly output_type: 'display_data' | 'execute_result';
      readonly data: MimeBundle;
      readonly metadata: Content;
      readonly execution_count?: number;
    }
  | { readonly output_type: 'error'; readonly ename: string; readonly evalue: string; readonly traceback: string[] };

export type MimeBundle = Content;

/** A change to the outputs of one cell. `output` numbers the outputs of one run of a cell. */
export type Edit =
  | { readonly kind: 'clear' }
  /** `reset` clears and appends at once, so that nothing flickers. */
  | { readonly kind: 'append' | 'reset'; readonly output: number; readonly content: Output }
  /** More text at the end of a stream. */
  | { readonly kind: 'extend'; readonly output: number; readonly text: string }
  | { readonly kind: 'replace'; readonly output: number; readonly content: Output };

export type CellEdit<Cell> = { readonly cell: Cell; readonly edit: Edit };

/** The outputs of one cell as JSON: what it takes to go on with them. */
export type SavedOutputs = {
  readonly next: number;
  readonly clearFirst: boolean;
  readonly column: number | undefined;
  readonly outputs: readonly { readonly key: number; readonly content: Output; readonly displayId?: string }[];
};

/**
 * The one fold of Jupyter's messages into outputs, for the cells of a whole notebook: `multitask-notebook run` writes what it
 * says, the extension does its edits, so that both save the same.
 *
 * The rules are nbformat's and nbclient's: text joins the last output where that is the same stream; a `display_id` names every
 * output that was shown with it, in all cells, and an update or another display of that id changes them all, data and metadata.
 */
export interface NotebookOutputs<Cell> {
  /** Takes one message that belongs to the cell: from iopub, or the reply of its request. */
  receive(cell: Cell, msgType: string, content: Content): readonly CellEdit<Cell>[];
  /** An update of a display, whoever caused it: changes the outputs that were shown with its id. */
  update(content: Content): readonly CellEdit<Cell>[];
  /** Changes one output from outside. */
  replace(cell: Cell, output: number, content: Output): readonly CellEdit<Cell>[];
  of(cell: Cell): readonly Output[];
  /** The same with their numbers. */
  entries(cell: Cell): readonly (readonly [output: number, content: Output])[];
  /** The number of the cell's execution, once it has one. */
  executionCount(cell: Cell): number | null;
  /** The outputs of this cell are gone from the notebook. */
  forget(cell: Cell): void;
  save(cell: Cell): SavedOutputs;
  restore(cell: Cell, saved: SavedOutputs): void;
}

type CellState = {
  outputs: Map<number, Output>;
  next: number;
  count: number | null;
  /** clear_output(wait: true): the next output replaces all others. */
  clearFirst: boolean;
  /** Where more text of the last stream goes on in its last line; undefined at its end. */
  column: number | undefined;
};

export function createNotebookOutputs<Cell>(): NotebookOutputs<Cell> {
  const cells = new Map<Cell, CellState>();
  const displays = new Map<string, { readonly cell: Cell; readonly output: number }[]>();

  const stateOf = (cell: Cell): CellState => {
    const known = cells.get(cell);
    if (known) return known;
    const fresh = { outputs: new Map(), next: 0, count: null, clearFirst: false, column: undefined };
    cells.set(cell, fresh);
    return fresh;
  };

  const forgetDisplays = (cell: Cell): void => {
    for (const [displayId, places] of displays) {
      const left = places.filter((place) => place.cell !== cell);
      if (left.length === 0) displays.delete(displayId);
      else if (left.length < places.length) displays.set(displayId, left);
    }
  };

  const name = (displayId: string, cell: Cell, output: number): void => {
    displays.set(displayId, [...(displays.get(displayId) ?? []), { cell, output }]);
  };

  const clear = (cell: Cell, state: CellState): void => {
    Object.assign(state, { outputs: new Map(), clearFirst: false, column: undefined });
    forgetDisplays(cell);
  };

  const append = (cell: Cell, content: Output): CellEdit<Cell> & { readonly edit: { readonly output: number } } => {
    const state = stateOf(cell);
    const kind = state.clearFirst ? 'reset' : 'append';
    if (state.clearFirst) clear(cell, state);
    const output = state.next++;
    state.outputs.set(output, content);
    state.column = undefined;
    return { cell, edit: { kind, output, content } };
  };

  const replace: NotebookOutputs<Cell>['replace'] = (cell, output, content) => {
    const { outputs } = stateOf(cell);
    if (!outputs.has(output)) return [];
    outputs.set(output, content);
    return [{ cell, edit: { kind: 'replace', output, content } }];
  };

  const stream = (cell: Cell, name: string, added: string): readonly CellEdit<Cell>[] => {
    const state = stateOf(cell);
    const output = state.next - 1;
    const last = state.clearFirst ? undefined : state.outputs.get(output);
    const before = last?.output_type === 'stream' && last.name === name ? last : undefined;
    const { text, column } = writeText({ text: before?.text ?? '', column: before && state.column }, added);
    const content: Output = { output_type: 'stream', name, text };
    if (!before) {
      const appended = append(cell, content);
      state.column = column;
      return [appended];
    }
    state.column = column;
    if (text === before.text) return [];
    state.outputs.set(output, content);
    return text.startsWith(before.text)
      ? [{ cell, edit: { kind: 'extend', output, text: text.slice(before.text.length) } }]
      : [{ cell, edit: { kind: 'replace', output, content } }];
  };

  const updateDisplay: NotebookOutputs<Cell>['update'] = (content) => {
    const displayId = fieldsOf(content.transient).display_id;
    return typeof displayId === 'string' ? update(displayId, fieldsOf(content.data), fieldsOf(content.metadata)) : [];
  };

  const update = (displayId: string, data: MimeBundle, metadata: Content): readonly CellEdit<Cell>[] =>
    (displays.get(displayId) ?? []).flatMap(({ cell, output }) => {
      const content = stateOf(cell).outputs.get(output);
      return content && 'data' in content ? replace(cell, output, { ...content, data, metadata }) : [];
    });

  const display = (cell: Cell, content: Content, count?: number): readonly CellEdit<Cell>[] => {
    const [data, metadata] = [fieldsOf(content.data), fieldsOf(content.metadata)];
    const displayId = fieldsOf(content.transient).display_id;
    const updates = typeof displayId === 'string' ? update(displayId, data, metadata) : [];
    const appended = append(
      cell,
      count === undefined
        ? { output_type: 'display_data', data, metadata }
        : { output_type: 'execute_result', data, metadata, execution_count: count },
    );
    if (typeof displayId === 'string') name(displayId, cell, appended.edit.output);
    return [...updates, appended];
  };

  return {
    receive(cell, msgType, content) {
      const state = stateOf(cell);
      switch (msgType) {
        case 'execute_input':
          state.count = Number(content.execution_count);
          return [];
        case 'stream':
          return stream(cell, content.name === 'stderr' ? 'stderr' : 'stdout', joinedText(content.text));
        case 'display_data':
          return display(cell, content);
        case 'execute_result':
          return display(cell, content, Number(content.execution_count));
        case 'update_display_data':
          return updateDisplay(content);
        case 'error': {
          const traceback = Array.isArray(content.traceback) ? content.traceback.map(joinedText) : [];
          const [ename, evalue] = [joinedText(content.ename), joinedText(content.evalue)];
          return [append(cell, { output_type: 'error', ename, evalue, traceback })];
        }
        case 'clear_output':
          if (content.wait === true) {
            state.clearFirst = true;
            return [];
          }
          clear(cell, state);
          return [{ cell, edit: { kind: 'clear' } }];
        case 'execute_reply':
          // What a cell like `models.mmoe?` shows comes with its reply; a notebook keeps it as an output, as in JupyterLab.
          return pages(content).flatMap((data) => display(cell, { data }));
        default:
          return [];
      }
    },
    update: updateDisplay,
    replace,
    of: (cell) => [...(cells.get(cell)?.outputs.values() ?? [])],
    entries: (cell) => [...(cells.get(cell)?.outputs ?? [])],
    executionCount: (cell) => cells.get(cell)?.count ?? null,
    forget(cell) {
      cells.delete(cell);
      forgetDisplays(cell);
    },
    save(cell) {
      const { next, clearFirst, column, outputs } = stateOf(cell);
      const idOf = (output: number): string | undefined =>
        [...displays].find(([, places]) => places.some((place) => place.cell === cell && place.output === output))?.[0];
      return {
        next,
        clearFirst,
        column,
        outputs: [...outputs].map(([key, content]) => {
          const displayId = idOf(key);
          return { key, content, ...(displayId === undefined ? {} : { displayId }) };
        }),
      };
    },
    restore(cell, { next, clearFirst, column, outputs }) {
      const state = stateOf(cell);
      Object.assign(state, { next, clearFirst, column });
      for (const { key, content, displayId } of outputs) {
        state.outputs.set(key, content);
        if (displayId !== undefined) name(displayId, cell, key);
      }
    },
  };
}

/** The pages that the reply of a cell carries. */
export function pages(reply: Content): readonly MimeBundle[] {
  const payloads = Array.isArray(reply.payload) ? reply.payload.map(fieldsOf) : [];
  return payloads.filter(({ source }) => source === 'page').map(({ data }) => fieldsOf(data));
}

/** Jupyter writes text as a string or as its lines. */
export function joinedText(value: unknown): string {
  if (Array.isArray(value)) return value.map(joinedText).join('');
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}
