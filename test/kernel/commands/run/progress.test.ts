import { describe, expect, it } from 'vitest';
import { createProgress } from '../../../../kernel/commands/run/progress.ts';
import type { Content } from '../../../../kernel/jupyter/messages.ts';
import { createHeader } from '../../../../kernel/jupyter/wire.ts';

type Step = readonly [type: string, content: Content] | readonly ['wait', number] | readonly ['note', string];

/** Everything that reaches the terminal while one cell runs; `‹…›` marks what went to stderr. */
function check(name: string, columns: number | undefined, steps: readonly Step[], expected: string): void {
  it(name, () => {
    let time = 0;
    let text = '';
    const progress = createProgress({
      out: (part) => {
        text += part;
      },
      err: (part) => {
        text += `‹${part}›`;
      },
      columns,
      now: () => time,
    });
    progress.startCell(2, 10, '// a comment\n\nconst x = 1;\nx');
    for (const [type, content] of steps) {
      if (type === 'wait') time += content as number;
      else if (type === 'note') progress.note(content as string);
      else {
        progress.output({
          identities: [],
          header: createHeader('s', type),
          parentHeader: {},
          metadata: {},
          content: content as Content,
          buffers: [],
        });
      }
    }
    progress.endCell(1.25);
    expect(text.replaceAll('›‹', '')).toBe(expected);
  });
}

const stream = (text: string, name = 'stdout'): Step => ['stream', { name, text }];
const result = (text: string): Step => ['execute_result', { data: { 'text/plain': text } }];
const picture: Step = ['display_data', { data: { 'image/png': 'AA', 'image/svg+xml': '<svg/>' } }];
const show = (text: string): Step => ['display_data', { data: { 'text/plain': text }, transient: { display_id: 'x' } }];
const move = (text: string): Step => [
  'update_display_data',
  { data: { 'text/plain': text }, transient: { display_id: 'x' } },
];
const title = '[ 2/10] const x = 1;';

describe('in a log', () => {
  check('a silent cell is one line', undefined, [], `‹${title}  1.3 s\n›`);
  check('prints appear below the title', undefined, [stream('a\n')], `‹${title}\n›a\n‹[ 2/10] 1.3 s\n›`);
  check('an open line is ended', undefined, [stream('a')], `‹${title}\n›a\n‹[ 2/10] 1.3 s\n›`);
  check('stderr goes to stderr', undefined, [stream('a\n', 'stderr')], `‹${title}\na\n[ 2/10] 1.3 s\n›`);
  check(
    'an error that nobody caught is told at once; of one that ends the cell, its end tells',
    undefined,
    [
      ['error', { ename: 'Uncaught: Error', evalue: 'x', traceback: ['Uncaught: Error: x', '    at f'] }],
      ['error', { ename: 'Error', evalue: 'y', traceback: ['Error: y'] }],
    ],
    `‹${title}\nUncaught: Error: x\n    at f\n[ 2/10] 1.3 s\n›`,
  );
  check('results are printed', undefined, [result('{ a: 1 }')], `‹${title}\n›{ a: 1 }\n‹[ 2/10] 1.3 s\n›`);
  check('pictures are named', undefined, [picture], `‹${title}\n›<image/png, image/svg+xml>\n‹[ 2/10] 1.3 s\n›`);
  check('a picture that moves shows its end', undefined, [show('1'), move('2')], `‹${title}\n›2\n‹[ 2/10] 1.3 s\n›`);
  check(
    'a picture that moves has a line every five seconds',
    undefined,
    [show('0'), ['wait', 5_000], move('1'), ['wait', 4_000], move('2'), ['wait', 1_000], move('3\nmore')],
    `‹${title}\n1\n3\n›3\nmore\n‹[ 2/10] 1.3 s\n›`,
  );
});

describe('on a terminal', () => {
  check(
    'a picture that moves is redrawn in one line, and gives way to prints',
    80,
    [show('1'), move('2\nmore'), stream('a\n')],
    `‹${title}\n1\r\x1b[2K2\r\x1b[2K›a\n2\nmore\n‹[ 2/10] 1.3 s\n›`,
  );
  check(
    'a long line is cut to the width',
    20,
    [move('x'.repeat(50))],
    `‹[ 2/10] c\n${'x'.repeat(19)}\r\x1b[2K›${'x'.repeat(50)}\n‹[ 2/10] 1.3 s\n›`,
  );
});
