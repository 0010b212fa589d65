import { describe, expect, test } from 'vitest';
import { CellOutputs, Displays, type Edit, readUpdate, toItems } from '../../../extension/cells/cell-outputs.ts';

type Sent = readonly [msgType: string, content: Readonly<Record<string, unknown>>];

/** An edit in one short line: what it does, to which output, with which data. */
function inShort(edit: Edit): string {
  if (edit.kind === 'clear') return 'clear';
  const items = edit.items.map(({ mime, data }) => `${mime.replace(/^.*[.]notebook[.]/, '')}=${Buffer.from(data)}`);
  return `${edit.kind} ${edit.output} ${items.join(' ')}`;
}

function check(name: string, sent: readonly Sent[], expected: readonly string[]): void {
  test(name, () => {
    const outputs = new CellOutputs('run', new Displays<string>());
    expect(sent.flatMap(([msgType, content]) => outputs.receive(msgType, content)).map(inShort)).toEqual(expected);
  });
}

const out = (text: string): Sent => ['stream', { name: 'stdout', text }];
const err = (text: string): Sent => ['stream', { name: 'stderr', text }];
const show = (text: string): Sent => ['display_data', { data: { 'text/plain': text } }];
const clear = (wait: unknown): Sent => ['clear_output', { wait }];

describe('messages become edits', () => {
  check('text of one stream is one output', [out('a'), out('b')], ['append 0 stdout=a', 'extend 0 stdout=b']);
  check(
    'the other stream starts another',
    [out('a'), err('b'), out('c')],
    ['append 0 stdout=a', 'append 1 stderr=b', 'append 2 stdout=c'],
  );
  check(
    'a picture ends the text above it',
    [out('a'), show('p'), out('b')],
    ['append 0 stdout=a', 'append 1 text/plain=p', 'append 2 stdout=b'],
  );
  check(
    'a clear takes away at once',
    [out('a'), clear(false), out('b')],
    ['append 0 stdout=a', 'clear', 'append 1 stdout=b'],
  );
  check(
    'a clear that waits goes with the next output',
    [out('a'), clear(true), out('b'), out('c')],
    ['append 0 stdout=a', 'reset 1 stdout=b', 'extend 1 stdout=c'],
  );
  check(
    'an error keeps its name, message and traceback',
    [['error', { ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '  at cell'] }]],
    ['append 0 error={"name":"TypeError","message":"no","stack":"TypeError: no\\n  at cell"}'],
  );
  check(
    'what is not output is nothing',
    [
      ['status', {}],
      ['execute_input', {}],
      ['comm_open', {}],
    ],
    [],
  );
});

test('a result carries its number into the file', () => {
  const [edit] = new CellOutputs('run', new Displays()).receive('execute_result', {
    data: { 'text/plain': '2' },
    metadata: { isolated: true },
    execution_count: 7,
  });
  expect(edit).toMatchObject({
    metadata: { outputType: 'execute_result', executionCount: 7, metadata: { isolated: true } },
  });
});

describe('display_id', () => {
  const display = (id: string) => ({ data: {}, transient: { display_id: id } });

  test('is found in every cell that shows it', () => {
    const displays = new Displays<string>();
    new CellOutputs('first', displays).receive('display_data', display('plot'));
    const second = new CellOutputs('second', displays);
    second.receive('stream', { text: 'text' });
    second.receive('execute_result', display('plot'));
    expect(displays.find('plot')).toEqual([
      { run: 'first', output: 0 },
      { run: 'second', output: 1 },
    ]);
  });

  test('is forgotten with the outputs of its cell', () => {
    const displays = new Displays<string>();
    const outputs = new CellOutputs('run', displays);
    outputs.receive('display_data', display('plot'));
    outputs.receive('clear_output', { wait: true });
    expect(displays.find('plot')).toHaveLength(1);
    outputs.receive('display_data', display('other'));
    expect(displays.find('plot')).toEqual([]);
    expect(displays.find('other')).toEqual([{ run: 'run', output: 1 }]);
  });

  test('is read from an update', () => {
    const update = readUpdate({ data: { 'text/plain': 'x' }, transient: { display_id: 'plot' } });
    expect(update.displayId).toBe('plot');
    expect(update.items.map(({ mime }) => mime)).toEqual(['text/plain']);
  });
});

describe('MIME bundles', () => {
  const checkItem = (mime: string, value: unknown, expected: string) =>
    test(`${mime} from ${JSON.stringify(value)}`, () => {
      expect(toItems({ [mime]: value })).toEqual([{ mime, data: expect.anything() }]);
      expect(Buffer.from(toItems({ [mime]: value })[0].data).toString('latin1')).toBe(expected);
    });
  checkItem('text/plain', 'a', 'a');
  checkItem('text/plain', ['a\n', 'b'], 'a\nb');
  checkItem('image/png', 'iVBORw==', '\x89PNG');
  checkItem('image/svg+xml', '<svg/>', '<svg/>');
  checkItem('application/json', { a: 1 }, '{"a":1}');
  checkItem('application/vnd.plotly.v1+json', { data: [] }, '{"data":[]}');
  checkItem('application/json', 'text', '"text"');

  test('ours come first, whatever the order on the wire', () => {
    const ours = 'application/vnd.multitask-notebook.training.v1+json';
    const bundle = { 'text/plain': '', 'application/vnd.plotly.v1+json': {}, [ours]: {} };
    expect(toItems(bundle).map(({ mime }) => mime)).toEqual([ours, 'text/plain', 'application/vnd.plotly.v1+json']);
  });
});
