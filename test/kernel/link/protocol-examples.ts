import type { FromAgent, FromUser, ToUser } from '../../../kernel/link/protocol.ts';

/** One example of each message that crosses between the kernel and the user process. */
export const fromUser = {
  ready: { kind: 'ready' },
  stream: { kind: 'stream', execution: 3, name: 'stdout', text: 'epoch 1\n' },
  error: {
    kind: 'error',
    execution: 3,
    error: { ename: 'TypeError', evalue: 'late', traceback: ['Uncaught: TypeError: late', '    at cell-3.ts:1:7'] },
  },
  display: {
    kind: 'display',
    execution: 3,
    data: { 'text/html': '<b>7</b>', 'text/plain': '7' },
    metadata: {},
    displayId: 'run-1',
    update: true,
  },
  raw: { kind: 'raw' },
  clear: { kind: 'clear', execution: 3, wait: true },
  input: { kind: 'input', execution: 3, request: 1, prompt: 'name?', password: false },
  comm: {
    kind: 'comm',
    execution: 3,
    comm: { kind: 'open', id: 'c1', target: 'view', data: { x: 1 }, metadata: {}, buffers: ['AQI='] },
  },
  result: { kind: 'result', execution: 3, data: { 'text/plain': '7' }, metadata: {} },
  done: {
    kind: 'done',
    execution: 3,
    outcome: {
      kind: 'error',
      error: {
        ename: 'TypeError',
        evalue: 'boom',
        traceback: ['TypeError: boom', '    at cell-3.ts:1:7'],
        at: { name: 'cell-3.ts', line: 1, column: 7 },
      },
    },
  },
  answer: { kind: 'answer', request: 2, value: { kind: 'members', members: [{ name: 'fit', type: 'function' }] } },
} satisfies { [Kind in FromUser['kind']]: Extract<FromUser, { kind: Kind }> };

export const toUser = {
  execute: {
    kind: 'execute',
    execution: 3,
    name: 'cell-3.ts',
    code: '"use strict";\n1 + 1;\n',
    cell: { id: 'sum', source: '1 + 1' },
    map: { rewritten: ';AAAA', compiled: 'AAAA', inserted: [] },
    library: ['models'],
    silent: false,
    expressions: { sum: '1 + 1' },
  },
  interrupt: { kind: 'interrupt', executions: [3] },
  input: { kind: 'input', request: 1, value: 'Ada' },
  ask: { kind: 'ask', request: 2, question: { kind: 'members', expression: 'model' } },
  comm: { kind: 'comm', execution: 4, comm: { kind: 'message', id: 'c1', data: { y: 2 } } },
  warm: { kind: 'warm' },
  debug: { kind: 'debug', request: 1, method: 'Debugger.pause', params: {} },
  undebug: { kind: 'undebug' },
} satisfies { [Kind in ToUser['kind']]: Extract<ToUser, { kind: Kind }> };

export const fromAgent = {
  debugged: { kind: 'debugged', request: 1, result: { breakpointId: '1:3:0:cell-1.ts' } },
  refused: { kind: 'refused', request: 1, reason: 'Can only perform operation while paused.' },
  event: { kind: 'event', method: 'Debugger.resumed', params: {} },
} satisfies { [Kind in FromAgent['kind']]: Extract<FromAgent, { kind: Kind }> };
