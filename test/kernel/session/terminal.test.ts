import readline from 'node:readline';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNotebookOutputs } from '../../../kernel/jupyter/notebook-outputs.ts';
import { createTerminals, type Printed } from '../../../kernel/session/terminal/index.ts';

type Name = 'stdout' | 'stderr';
type Step = readonly [name: Name, text: string] | readonly [other: 'display_data' | 'update_display_data'];

type Said = Printed | { readonly msgType: 'display_data'; readonly content: object };

/** The messages of one run that prints and shows these, each on its own. */
function messages(steps: readonly Step[]): readonly Said[] {
  const terminals = createTerminals();
  const said = steps.flatMap(([name, text]): readonly Said[] =>
    text === undefined
      ? [...terminals.publish(1, name), { msgType: 'display_data' as const, content: { data: { 'text/plain': 'p' } } }]
      : terminals.print(1, name as Name, text),
  );
  return [...said, ...terminals.settle().map(([, printed]) => printed)];
}

/** What a notebook keeps of it, in short. */
function kept(steps: readonly Step[]): readonly string[] {
  const fold = createNotebookOutputs<number>();
  for (const { msgType, content } of messages(steps)) fold.receive(0, msgType, content as Record<string, unknown>);
  return fold.of(0).map((output) => (output.output_type === 'stream' ? `${output.name}: ${output.text}` : 'picture'));
}

const out = (...texts: readonly string[]): Step[] => texts.map((text) => ['stdout', text] as const);
const err = (...texts: readonly string[]): Step[] => texts.map((text) => ['stderr', text] as const);

/** What a library writes that moves the cursor by Node's own functions. */
function written(draw: (stream: Writable) => void): Step[] {
  const texts: string[] = [];
  const stream = new Writable({
    write(chunk, _, done) {
      texts.push(String(chunk));
      done();
    },
  });
  draw(stream);
  return out(...texts);
}

const bar = (done: number) => `[${'='.repeat(done)}${' '.repeat(10 - done)}] ${done * 10}%`;
const to = (end: number) => Array.from({ length: end + 1 }, (_, i) => i);

describe('text without movements passes as it is', () => {
  test.each<readonly [name: string, steps: readonly Step[], outputs: readonly string[]]>([
    ['lines', out('a\n', 'b', 'c\n\n', 'd'), ['stdout: a\nbc\n\nd']],
    [
      'colours',
      out('\x1b[31mred\x1b[39m\n', '\x1b[1;38;5;200mx\x1b[0m'),
      ['stdout: \x1b[31mred\x1b[39m\n\x1b[1;38;5;200mx\x1b[0m'],
    ],
    ['both streams', [...out('a'), ...err('b'), ...out('c')], ['stdout: a', 'stderr: b', 'stdout: c']],
    ['line ends of Windows', out('a\r\nb\r\n', 'c\r', '\nd'), ['stdout: a\nb\nc\nd']],
    ['tabs and other scripts', out('a\tb 日本語 👩‍👧 é\n'), ['stdout: a\tb 日本語 👩‍👧 é\n']],
  ])('%s', (_, steps, outputs) => expect(kept(steps)).toEqual(outputs));

  test('however it is cut', () => {
    const plain = fc.string({ unit: 'grapheme' }).map((text) =>
      stripVTControlCharacters(text)
        .replace(/[\r\b]/g, '')
        .replaceAll('\x1b', ''),
    );
    fc.assert(
      fc.property(fc.array(plain), (parts) => {
        const text = parts.join('');
        expect(kept(out(...parts))).toEqual(text === '' ? [] : [`stdout: ${text}`]);
      }),
    );
  });

  test('also a flood of lines, in a message each', () => {
    const parts = Array.from({ length: 20 }, (_, i) => `${'x\n'.repeat(1_000)}${i}`);
    expect(kept(out(...parts))).toEqual([`stdout: ${parts.join('')}`]);
    expect(messages(out(...parts))).toHaveLength(20);
  });
});

describe('a bar is one line', () => {
  test.each<readonly [name: string, steps: readonly Step[], outputs: readonly string[]]>([
    [
      'carriage returns before',
      out('start\n', ...to(10).map((i) => `\r${bar(i)}`), '\nend'),
      [`stdout: start\n${bar(10)}\nend`],
    ],
    ['carriage returns behind', out(...to(10).map((i) => `${bar(i)}\r`), '\n'), [`stdout: ${bar(10)}\n`]],
    ['shorter at last', out('\rloading a file', '\r\x1b[Kdone\n'), ['stdout: done\n']],
    ['backspaces', out('10%', '\b\b\b20%', '\b\b\b30%'), ['stdout: 30%']],
    ['erased and gone', out('working', '\r\x1b[2K', 'after\n'), ['stdout: after\n']],
    [
      'clearLine, cursorTo and write (progress)',
      written((stream) => {
        for (const i of to(10)) {
          readline.cursorTo(stream, 0);
          stream.write(bar(i));
          readline.clearLine(stream, 1);
        }
        stream.write('\n');
      }),
      [`stdout: ${bar(10)}\n`],
    ],
    [
      'hidden cursor and no wrapping (cli-progress)',
      written((stream) => {
        stream.write('\x1b[?25l\x1b[?7l');
        for (const i of to(10)) {
          readline.cursorTo(stream, 0);
          stream.write(`\x1b[32m${bar(i)}\x1b[39m`);
          readline.clearLine(stream, 1);
        }
        stream.write('\n\x1b[?7h\x1b[?25h');
      }),
      [`stdout: \x1b[32m${bar(10)}\x1b[0m\n`],
    ],
    [
      'a spinner (ora)',
      written((stream) => {
        for (const frame of '⠋⠙⠹⠸') {
          readline.cursorTo(stream, 0);
          readline.clearLine(stream, 1);
          stream.write(`${frame} loading`);
        }
        readline.cursorTo(stream, 0);
        readline.clearLine(stream, 1);
        stream.write('✔ loaded\n');
      }),
      ['stdout: ✔ loaded\n'],
    ],
    ['an escape that is cut in two', out('abc\x1b', '[2', 'K\rX'), ['stdout: X']],
    [
      'titles and links of the terminal',
      out('\x1b]0;title\x07a', '\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\'),
      ['stdout: alink'],
    ],
  ])('%s', (_, steps, outputs) => expect(kept(steps)).toEqual(outputs));
});

describe('several lines are drawn again in their places', () => {
  const frame = (i: number) => ['a', 'b', 'c'].map((name, row) => `${name} ${bar(Math.min(10, i + row))}`);

  test.each<readonly [name: string, steps: readonly Step[], outputs: readonly string[]]>([
    [
      'bars below each other (cli-progress MultiBar)',
      written((stream) => {
        stream.write('before\n');
        for (const i of to(10)) {
          if (i > 0) {
            readline.moveCursor(stream, 0, -2);
            readline.cursorTo(stream, 0);
          }
          for (const [row, line] of frame(i).entries()) {
            stream.write(line);
            readline.clearLine(stream, 1);
            if (row < 2) stream.write('\n');
          }
        }
        stream.write('\nafter\n');
      }),
      [`stdout: before\n${frame(10).join('\n')}\nafter\n`],
    ],
    [
      'a frame that is erased and written (log-update)',
      out(
        ...to(10).flatMap((i) => [
          i === 0 ? '' : `${'\x1b[2K\x1b[1A'.repeat(3)}\x1b[2K\x1b[G`,
          `${frame(i).join('\n')}\n`,
        ]),
      ),
      [`stdout: ${frame(10).join('\n')}\n`],
    ],
    ['fewer lines at last', out('one\ntwo\nthree\n', '\x1b[3A\x1b[0J', 'done\n'), ['stdout: done\n']],
    [
      'a spinner whose text is longer than a line of the terminal',
      written((stream) => {
        stream.write('kept\n');
        for (const i of to(3)) {
          if (i > 0) {
            // It believes that its text took two lines.
            readline.cursorTo(stream, 0);
            readline.clearLine(stream, 1);
            readline.moveCursor(stream, 0, -1);
            readline.clearLine(stream, 1);
          }
          stream.write(`${i} ${'x'.repeat(100)}`);
        }
      }),
      [`stdout: kept\n3 ${'x'.repeat(100)}`],
    ],
    ['console.clear', out('a\nb\n', '\x1b[1;1H\x1b[0J', 'c'), ['stdout: c']],
    ['nothing at last', out('a\nb\n', '\x1b[2A\x1b[0J'), []],
    ['saved places', out('a\x1b7b\nc', '\x1b8X'), ['stdout: aX\nc']],
    [
      'below what the other stream said',
      [...err('note\n'), ...out('1\n2\n', '\x1b[2A\x1b[2K3\n')],
      ['stderr: note\n', 'stdout: 3\n2\n'],
    ],
  ])('%s', (_, steps, outputs) => expect(kept(steps)).toEqual(outputs));

  test('in a cell that shows a picture, too, the last state is shown, once', () => {
    const frames = to(9).map((i) => `\x1b[2A\x1b[2K${i}\n\x1b[2K${i}\n`);
    const steps: Step[] = [['display_data'], ...out('a\nb\n', ...frames)];
    expect(kept(steps)).toEqual(['picture', 'stdout: a\nb\n9\n9\n']);
    expect(kept([...steps, ['display_data']])).toEqual(['picture', 'stdout: a\nb\n9\n9\n', 'picture']);
  });

  test('a text too long to be shown again is whole, and its last state follows', () => {
    const long = 'x'.repeat(99);
    const lines = `${long}\n`.repeat(1_000);
    const [text] = kept(out(lines, 'a\nb\n', ...to(5).map((i) => `\x1b[2A\x1b[2K${i}\n\x1b[2K${i}\n`)));
    expect(text).toBe(`stdout: ${lines}a\nb\n5\n5\n`);
  });

  test('an update of a display does not end the text', () => {
    const terminals = createTerminals();
    terminals.print(1, 'stdout', 'a');
    expect(terminals.publish(1, 'update_display_data')).toEqual([]);
    expect(terminals.print(1, 'stdout', '\rb')).toEqual([
      { msgType: 'stream', content: { name: 'stdout', text: '\rb' } },
    ]);
  });
});

/** How front ends read a stream, from their own sources; colours aside. */
const frontEnds: Readonly<Record<string, (text: string) => string>> = {
  'VS Code': (given) => {
    let text = given.replace(/\r+\n/gm, '\n');
    while (/\r[^$]/g.test(text)) {
      const base = /^(.*)\r+/m.exec(text)?.[1] ?? '';
      const insert = /\r+(.*)$/m.exec(text)?.[1] ?? '';
      text = text.replace(/\r+.*$/m, '\r').replace(/^.*\r/m, insert + base.slice(insert.length));
    }
    return text;
  },
  nbconvert: (given) => given.replace(/.*\r(?=[^\n])/g, ''),
  JupyterLab: (given) => {
    const lines = [''];
    let at = 0;
    for (const part of given.split(/(\n|\r)/)) {
      const last = lines.pop() ?? '';
      if (part === '\n') lines.push(last, '');
      else lines.push(part === '\r' ? last : last.slice(0, at) + part + last.slice(at + part.length));
      at = part === '\n' || part === '\r' ? 0 : at + part.length;
    }
    return lines.join('\n');
  },
};

test.each(Object.entries(frontEnds))('%s shows what the terminal holds', (_, read) => {
  const token = fc.constantFrom(
    'a',
    'bcd',
    '\n',
    '\r',
    '\r\x1b[K',
    '\x1b[2K',
    'longer text',
    '\x1b[31mr',
    '\x1b[0m',
    '\x1b[2D',
    '\x1b[5G',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 30 }), fc.array(token, { maxLength: 30 }), (first, second) => {
      const said = messages(out(...first, ...second));
      // Only the last line is moved in here, so nothing is shown again.
      const text = said.map(({ content }) => ('text' in content ? content.text : '')).join('');
      const whole = kept(out([...first, ...second].join('')))[0]?.replace('stdout: ', '') ?? '';
      const visible = (each: string) =>
        stripVTControlCharacters(each)
          .split('\n')
          .map((line) => line.trimEnd());
      expect(visible(read(text))).toEqual(visible(whole));
    }),
  );
});

test('anything at all is taken, in pieces, and never thrown at', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc
      .tuple(fc.constantFrom('', '1', '3', '99999', '2;5', '?25'), fc.constantFrom(...'ABCDEFGHJKLMPSTX@dfhlmnrsu`'))
      .map(([parameters, command]) => `\x1b[${parameters}${command}`),
    fc.constantFrom('\n', '\r', '\b', '\x1b7', '\x1b8', '\x1bM', '\x1bc', '\x1b', '\x1b]0;', 'text'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      for (const text of kept(out(...pieces))) expect(typeof text).toBe('string');
    }),
  );
});

test('a flood of short lines in one piece', () => {
  const text = 'y\n'.repeat(400_000);
  const said = messages(out(text, '\ry\r'));
  const texts = said.map(({ content }) => (content as { text?: string }).text ?? '');
  expect(texts.reduce((sum, each) => sum + each.length, 0)).toBeGreaterThanOrEqual(text.length);
});
