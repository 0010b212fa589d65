import { describe, expect, it } from 'vitest';
import { createNotebookOutputs } from '../../../../kernel/commands/run/cell-outputs.ts';
import type { Content, Message } from '../../../../kernel/jupyter/messages.ts';
import { createHeader } from '../../../../kernel/jupyter/wire.ts';

const message = (type: string, content: Content): Message => ({
  identities: [],
  header: createHeader('s', type),
  parentHeader: {},
  metadata: {},
  content,
  buffers: [],
});
const stream = (text: string, name = 'stdout') => message('stream', { name, text });
const bundle = (text: string) => ({ data: { 'text/plain': text }, metadata: {} });
const display = (text: string, id?: string) =>
  message('display_data', { ...bundle(text), transient: id === undefined ? {} : { display_id: id } });
const update = (text: string, id: string) =>
  message('update_display_data', { ...bundle(text), transient: { display_id: id } });
const result = (text: string) => message('execute_result', { ...bundle(text), execution_count: 3 });
const clear = (wait: boolean) => message('clear_output', { wait });
const error = message('error', { ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no'] });

/** What a notebook keeps of the messages of one cell, in short. */
function check(name: string, messages: readonly Message[], expected: readonly string[]): void {
  it(name, () => {
    const outputs = createNotebookOutputs();
    for (const each of messages) outputs.add('cell', each);
    expect(outputs.of('cell').map(short)).toEqual(expected);
  });
}

function short(output: ReturnType<ReturnType<typeof createNotebookOutputs>['of']>[number]): string {
  if (output.output_type === 'stream') return `${output.name} ${output.text}`;
  if (output.output_type === 'error') return `error ${output.ename} ${output.evalue} ${output.traceback.length}`;
  return `${output.output_type} ${output.data['text/plain']}`;
}

describe('the outputs of a cell', () => {
  check(
    'merge texts of one stream',
    [stream('a'), stream('b'), stream('c', 'stderr'), stream('d')],
    ['stdout ab', 'stderr c', 'stdout d'],
  );
  check(
    'keep the order of texts and pictures',
    [stream('a'), display('p'), stream('b'), result('r')],
    ['stdout a', 'display_data p', 'stdout b', 'execute_result r'],
  );
  check(
    'are updated in place',
    [display('1', 'x'), stream('a'), update('2', 'x'), update('3', 'x')],
    ['display_data 3', 'stdout a'],
  );
  check(
    'are updated by a second picture of the same id',
    [display('1', 'x'), display('2', 'x')],
    ['display_data 2', 'display_data 2'],
  );
  check('ignore an update of an unknown picture', [update('2', 'x')], []);
  check('clear at once', [stream('a'), clear(false), stream('b')], ['stdout b']);
  check('clear with the next output', [stream('a'), clear(true)], ['stdout a']);
  check(
    'clear with the next output, and only once',
    [stream('a'), clear(true), display('b'), stream('c')],
    ['display_data b', 'stdout c'],
  );
  check('keep an error', [stream('a'), error], ['stdout a', 'error TypeError no 1']);
  check('ignore what is no output', [message('comm_open', {}), message('shutdown_reply', {})], []);
});

it('an update reaches a picture of an earlier cell', () => {
  const outputs = createNotebookOutputs();
  outputs.add('one', display('1', 'x'));
  outputs.add('two', update('2', 'x'));
  expect(outputs.of('one').map(short)).toEqual(['display_data 2']);
  expect(outputs.of('two')).toEqual([]);
});

it('the execution count is the one of execute_input', () => {
  const outputs = createNotebookOutputs();
  expect(outputs.executionCount('one')).toBe(null);
  outputs.add('one', message('execute_input', { code: '1', execution_count: 7 }));
  expect(outputs.executionCount('one')).toBe(7);
});

it('a kernel that is gone leaves an error output', () => {
  const outputs = createNotebookOutputs();
  outputs.fail('one', 'KernelEnded', 'exit code 3');
  expect(outputs.of('one').map(short)).toEqual(['error KernelEnded exit code 3 1']);
});
