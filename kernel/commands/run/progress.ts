import { stripVTControlCharacters } from 'node:util';
import { isUncaught, type Message, type MimeBundle, pages, type StreamText, writeText } from '../../jupyter/index.ts';

/** Shows a notebook that runs: what its cells print and result in on `out`, how far it is on `err`. */
export interface Progress {
  startCell(position: number, total: number, source: string): void;
  output(message: Message): void;
  endCell(seconds: number): void;
  /** A line of its own. */
  note(line: string): void;
}

export type Terminal = {
  out(text: string): void;
  err(text: string): void;
  /** Width of the terminal behind `err`, or undefined where it is a file or a pipe: nothing is redrawn there. */
  readonly columns: number | undefined;
  /** Milliseconds, for the pace of lines in a log. */
  now(): number;
};

/** In a log, a picture that moves is worth a line this often. */
const logPaceMs = 5_000;

export function createProgress({ out, err, columns, now }: Terminal): Progress {
  /** What stands at the end of the terminal: a title that waits for its seconds, or a moving line. */
  let open: 'nothing' | 'title' | 'moving' = 'nothing';
  let label = '';
  let lastMove = 0;
  let atLineStart = true;
  const moving = new Map<string, string>();
  /** What was printed since the cell took back what it had printed: shown as one that moves. */
  let again: StreamText | undefined;

  const finishLine = (): void => {
    if (open === 'title') err('\n');
    if (open === 'moving') err('\r\x1b[2K');
    open = 'nothing';
  };

  const print = (text: string, write: (text: string) => void): void => {
    if (text === '') return;
    finishLine();
    write(text);
    atLineStart = text.endsWith('\n');
  };

  const printBlock = (text: string): void => {
    if (!atLineStart) print('\n', out);
    print(`${text.replace(/\n$/, '')}\n`, out);
  };

  const move = (text: string): void => {
    const line = stripVTControlCharacters(text).split('\n', 1)[0] ?? '';
    if (columns !== undefined) {
      finishLine();
      if (!atLineStart) print('\n', out);
      err(line.slice(0, Math.max(columns - 1, 10)));
      open = 'moving';
    } else if (now() - lastMove >= logPaceMs) {
      print(`${line}\n`, err);
      lastMove = now();
    }
  };

  return {
    startCell(position, total, source) {
      label = `[${String(position).padStart(String(total).length)}/${total}]`;
      lastMove = now();
      err(`${label} ${firstLine(source).slice(0, (columns ?? 100) - label.length - 12)}`);
      open = 'title';
    },
    output({ header, content }) {
      const data = (content.data ?? {}) as MimeBundle;
      const id = (content.transient as MimeBundle | undefined)?.display_id;
      if (header.msg_type === 'stream') {
        const text = String(content.text);
        if (!again) return print(text, content.name === 'stderr' ? err : out);
        again = writeText(again, text);
        moving.set('', again.text);
        move(again.text.trimEnd().split('\n').at(-1) ?? '');
      } else if (header.msg_type === 'clear_output') {
        again = { text: '', column: undefined };
        moving.delete('');
      } else if (typeof id === 'string' && /^(update_)?display_data$/.test(header.msg_type)) {
        moving.set(id, describe(data));
        move(describe(data));
      } else if (header.msg_type === 'display_data' || header.msg_type === 'execute_result') {
        printBlock(describe(data));
      } else if (header.msg_type === 'error' && isUncaught(content)) {
        // Of an error that ends a cell, its end tells.
        print(`${([] as unknown[]).concat(content.traceback).join('\n')}\n`, err);
      } else if (header.msg_type === 'execute_reply') {
        for (const page of pages(content)) printBlock(describe(page));
      }
    },
    endCell(seconds) {
      for (const text of moving.values()) printBlock(text);
      moving.clear();
      again = undefined;
      if (!atLineStart) print('\n', out);
      const took = `${seconds.toFixed(1)} s\n`;
      err(open === 'title' ? `  ${took}` : `${label} ${took}`);
      open = 'nothing';
    },
    note(line) {
      if (!atLineStart) print('\n', out);
      print(`${line}\n`, err);
    },
  };
}

function describe(data: MimeBundle): string {
  const text = data['text/plain'];
  return typeof text === 'string' && text !== '' ? text : `<${Object.keys(data).join(', ')}>`;
}

function firstLine(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('//')) ?? lines[0] ?? '';
}
