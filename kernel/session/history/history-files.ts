import { appendFile, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../files/index.ts';

/** A cell that some session ran: its session's number, its line there, and its text. */
export type PastCell = { readonly session: number; readonly line: number; readonly source: string };

/** What all sessions of one person ran, in files that only this person can read. */
export interface HistoryFiles {
  /** Keeps a cell of this session. */
  add(line: number, source: string): void;
  /** The number of this session, from 1; undefined before its first cell. */
  session(): number | undefined;
  /** The cells of the other sessions, the oldest first. */
  others(): Promise<readonly PastCell[]>;
  /** Resolves when all is written. */
  settled(): Promise<void>;
}

/** Bytes of all sessions together, of one, and of one cell; and how many sessions there are. */
const bounds = { all: 8_000_000, session: 2_000_000, cell: 200_000, sessions: 1_000 } as const;

/** Milliseconds in which lines are gathered: to open a file costs as much as to run a small cell, and nobody waits for it. */
const gather = 250;

export type HistoryFilesOptions = {
  readonly folder: string;
  log(line: string): void;
  readonly limits?: typeof bounds | Readonly<Record<keyof typeof bounds, number>>;
};

/**
 * A file for each session, named by its number: kernels that run at once never write into one file, and a file that is torn costs
 * its last line. A folder that cannot be written is said once, and the history is then that of this session alone.
 */
export function createHistoryFiles({ folder, log, limits = bounds }: HistoryFilesOptions): HistoryFiles {
  let number: number | undefined;
  let size = 0;
  let isBroken = false;
  let lines: string[] = [];
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let last: Promise<void> = Promise.resolve();
  const fileOf = (session: number): string => join(folder, `${String(session).padStart(6, '0')}.jsonl`);

  const write = async (added: readonly string[]): Promise<void> => {
    if (isBroken) return;
    try {
      number ??= await claim();
      lines.push(...added);
      size += Buffer.byteLength(added.join(''));
      if (size <= limits.session) return await appendFile(fileOf(number), added.join(''), { mode: 0o600 });
      while (size > limits.session / 2 && lines.length > 1) size -= Buffer.byteLength(lines.shift() ?? '');
      await replaceFile(fileOf(number), lines.join(''), { mode: 0o600 });
    } catch (error) {
      isBroken = true;
      lines = [];
      log(`The history of cells is not kept in ${folder}: ${(error as Error).message}`);
    }
  };

  const writeAll = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const added = waiting;
    waiting = [];
    if (added.length > 0) last = last.then(() => write(added));
    return last;
  };

  /** The next number, also where other kernels take theirs at the same time. */
  const claim = async (): Promise<number> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const known = await sessionsIn(folder);
    for (let next = (known.at(-1) ?? 0) + 1; ; next++) {
      try {
        await (await open(fileOf(next), 'wx', 0o600)).close();
        await prune(known);
        return next;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
  };

  /** The oldest go. */
  const prune = async (sessions: readonly number[]): Promise<void> => {
    let total = 0;
    for (const [age, session] of sessions.toReversed().entries()) {
      total += (await stat(fileOf(session)).catch(() => undefined))?.size ?? 0;
      if (total > limits.all || age >= limits.sessions - 1) await rm(fileOf(session), { force: true });
    }
  };

  return {
    add(line, source) {
      if (source.length > limits.cell) return;
      const text = `${JSON.stringify([line, source])}\n`;
      if (text.length > limits.cell) return;
      waiting.push(text);
      timer ??= setTimeout(() => void writeAll(), gather);
    },
    session: () => number,
    async others() {
      await writeAll();
      const sessions = (await sessionsIn(folder)).filter((each) => each !== number);
      const cells = await Promise.all(sessions.map((session) => cellsOf(fileOf(session), session)));
      return cells.flat();
    },
    settled: writeAll,
  };
}

async function sessionsIn(folder: string): Promise<readonly number[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => /^\d{6,}\.jsonl$/.test(name))
    .map((name) => Number.parseInt(name, 10))
    .sort((a, b) => a - b);
}

async function cellsOf(file: string, session: number): Promise<readonly PastCell[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').flatMap((each) => {
    try {
      const [line, source] = JSON.parse(each) as readonly unknown[];
      return typeof line === 'number' && typeof source === 'string' ? [{ session, line, source }] : [];
    } catch {
      // The last line of a kernel that was ended while it wrote.
      return [];
    }
  });
}
