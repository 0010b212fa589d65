import type { Output } from '../../kernel/jupyter/notebook-outputs.ts';

/** What a kernel says about cells, and what the notebook then keeps: by `multitask-notebook run`, and in VS Code. */
export type OutputScript = {
  readonly name: string;
  readonly messages: readonly (readonly [cell: 0 | 1, msgType: string, content: Readonly<Record<string, unknown>>])[];
  readonly outputs: readonly [first: readonly Output[], second?: readonly Output[]];
};

type Message = OutputScript['messages'][number];
type Cell = Message[0];

const stream = (name: string, text: string, cell: Cell = 0): Message => [cell, 'stream', { name, text }];
const out = (text: string, cell: Cell = 0) => stream('stdout', text, cell);
const err = (text: string, cell: Cell = 0) => stream('stderr', text, cell);
const shown = (type: string, text: string, id?: string, metadata: object = {}, cell: Cell = 0): Message => [
  cell,
  type,
  { data: { 'text/plain': text }, metadata, transient: id === undefined ? {} : { display_id: id }, execution_count: 3 },
];
const display = (text: string, id?: string, metadata: object = {}, cell: Cell = 0) =>
  shown('display_data', text, id, metadata, cell);
const update = (text: string, id: string, metadata: object = {}, cell: Cell = 0) =>
  shown('update_display_data', text, id, metadata, cell);
const clear = (wait: boolean, cell: Cell = 0): Message => [cell, 'clear_output', { wait }];

const text = (text: string, name = 'stdout'): Output => ({ output_type: 'stream', name, text });
const picture = (text: string, metadata: Readonly<Record<string, unknown>> = {}): Output => ({
  output_type: 'display_data',
  data: { 'text/plain': text },
  metadata,
});
const result = (text: string, metadata: Readonly<Record<string, unknown>> = {}): Output => ({
  output_type: 'execute_result',
  data: { 'text/plain': text },
  metadata,
  execution_count: 3,
});

export const outputScripts: readonly OutputScript[] = [
  { name: 'text of one stream is one output', messages: [out('a'), out('b\n'), out('c')], outputs: [[text('ab\nc')]] },
  {
    name: 'interleaved streams stay in their order',
    messages: [out('a'), err('b'), err('c'), out('d')],
    outputs: [[text('a'), text('bc', 'stderr'), text('d')]],
  },
  {
    name: 'a picture ends the text above it',
    messages: [out('a'), display('p'), out('b'), shown('execute_result', 'r')],
    outputs: [[text('a'), picture('p'), text('b'), result('r')]],
  },
  {
    name: 'an update of a picture does not end the text above it',
    messages: [display('1', 'x'), out('a'), update('2', 'x'), out('b')],
    outputs: [[picture('2'), text('ab')]],
  },
  {
    name: 'an update brings its data and its metadata',
    messages: [display('1', 'x', { a: 1 }), out('a'), update('2', 'x', { b: 2 })],
    outputs: [[picture('2', { b: 2 }), text('a')]],
  },
  {
    name: 'a repeated display changes all copies',
    messages: [display('1', 'x', { a: 1 }), out('a'), display('2', 'x', { b: 2 }), update('3', 'x', { c: 3 })],
    outputs: [[picture('3', { c: 3 }), text('a'), picture('3', { c: 3 })]],
  },
  {
    name: 'copies in other cells, too',
    messages: [display('1', 'x'), out('b', 1), display('2', 'x', { m: 1 }, 1), update('3', 'x', { m: 2 }, 1)],
    outputs: [[picture('3', { m: 2 })], [text('b'), picture('3', { m: 2 })]],
  },
  {
    name: 'a result with an id is updated and keeps its number',
    messages: [shown('execute_result', '1', 'x'), update('2', 'x', { m: 1 })],
    outputs: [[result('2', { m: 1 })]],
  },
  {
    name: 'an update of an unknown picture is nothing',
    messages: [out('a'), update('2', 'x')],
    outputs: [[text('a')]],
  },
  { name: 'a clear takes away at once', messages: [out('a'), clear(false), out('b')], outputs: [[text('b')]] },
  { name: 'a clear at the end leaves nothing', messages: [out('a'), display('p'), clear(false)], outputs: [[]] },
  {
    name: 'a clear that waits goes with the next output, once',
    messages: [out('a'), display('p'), clear(true), out('b'), out('c'), display('q')],
    outputs: [[text('bc'), picture('q')]],
  },
  { name: 'a clear that waits for ever takes nothing', messages: [out('a'), clear(true)], outputs: [[text('a')]] },
  {
    name: 'a clear that waits is over with one that does not',
    messages: [out('a'), clear(true), clear(false), out('b'), out('c', 0)],
    outputs: [[text('bc')]],
  },
  {
    name: 'a cleared picture is changed no more, its copy elsewhere is',
    messages: [display('1', 'x'), display('1', 'x', {}, 1), clear(false), out('a'), update('2', 'x')],
    outputs: [[text('a')], [picture('2')]],
  },
  {
    name: 'a waiting clear meets an update first',
    messages: [display('1', 'x'), clear(true), update('2', 'x'), out('a')],
    outputs: [[text('a')]],
  },
  {
    name: 'an error keeps its name, message and traceback',
    messages: [out('a'), [0, 'error', { ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '  at x'] }]],
    outputs: [
      [text('a'), { output_type: 'error', ename: 'TypeError', evalue: 'no', traceback: ['TypeError: no', '  at x'] }],
    ],
  },
  {
    name: 'a page of the reply is an output',
    messages: [[0, 'execute_reply', { status: 'ok', payload: [{ source: 'page', data: { 'text/plain': 'help' } }] }]],
    outputs: [[picture('help')]],
  },
  {
    name: 'what is no output is nothing',
    messages: [
      [0, 'status', {}],
      [0, 'comm_open', {}],
      [0, 'execute_reply', { status: 'ok', payload: [] }],
    ],
    outputs: [[]],
  },
  {
    name: 'a bar that redraws its line is one line',
    messages: [out('start\n'), out('\r 10 %'), out('\r 50 %'), out('\r100 %\n'), out('end')],
    outputs: [[text('start\n100 %\nend')]],
  },
  {
    name: 'a shorter line over a longer one hides it with blanks, which are no text',
    messages: [out('\rloading the data'), out('\rdone            '), out('\n')],
    outputs: [[text('done\n')]],
  },
  {
    name: 'what stands behind a shorter line stays, as in a terminal',
    messages: [out('abc'), out('\rX')],
    outputs: [[text('Xbc')]],
  },
  { name: 'a return at the end waits', messages: [out('10 %\r'), out('20 %\r')], outputs: [[text('20 %')]] },
  {
    name: 'line ends of Windows are line ends',
    messages: [out('a\r\n'), out('b\r\r\nc')],
    outputs: [[text('a\nb\nc')]],
  },
  { name: 'a backspace goes back', messages: [out('ab'), out('\bX\b\bY')], outputs: [[text('YX')]] },
  {
    name: 'a bar on stderr beside text on stdout',
    messages: [err('\r1'), out('a\n'), err('\r2'), err('\r3'), out('b')],
    outputs: [[text('1', 'stderr'), text('a\n'), text('3', 'stderr'), text('b')]],
  },
];
