import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBDataChunk, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { errorMessage } from '../../../text/index.ts';

/**
 * Runs `use` on a DuckDB connection of its own, in memory, and closes it. DuckDB is loaded here, on first use; it never installs an
 * extension, so it never reaches for the network; what does not fit in memory goes to the system's temporary folder.
 * Aborting `signal` interrupts the query at hand.
 */
export async function withDuckDb<Result>(
  use: (database: DuckDb) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const database = await openDuckDb(signal);
  try {
    return await use(database);
  } finally {
    database.close();
  }
}

/** As `withDuckDb`, for a caller that closes the database itself. */
export async function openDuckDb(signal?: AbortSignal): Promise<DuckDb> {
  signal?.throwIfAborted();
  const { instance, leave } = await sharedInstance();
  let scratch: string | undefined;
  const connection = await instance.connect().catch((error: unknown) => {
    leave();
    throw error;
  });
  // DuckDB forgets an interrupt that arrives before its query has started: repeat it until the database is closed.
  let interrupting: NodeJS.Timeout | undefined;
  const interrupt = () => {
    connection.interrupt();
    interrupting = setInterval(() => connection.interrupt(), 20);
  };
  if (signal?.aborted) interrupt();
  else signal?.addEventListener('abort', interrupt, { once: true });
  const unlessAborted = async <Value>(ask: () => Promise<Value>): Promise<Value> => {
    signal?.throwIfAborted();
    try {
      const answer = await ask();
      signal?.throwIfAborted(); // an interrupted stream just ends
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const message = errorMessage(error);
      throw Object.assign(new Error(message, { cause: error }), { name: duckdbError });
    }
  };
  return {
    run: async (sql, values) => {
      await unlessAborted(() => connection.run(sql, values));
    },
    rows: async (sql, values) => {
      const reader = await unlessAborted(() => connection.runAndReadAll(sql, values));
      return reader.getRowObjectsJson();
    },
    async *chunks(sql) {
      const result = await unlessAborted(() => connection.stream(sql));
      for (;;) {
        const chunk = await unlessAborted(() => result.fetchChunk());
        if (!chunk || chunk.rowCount === 0) return;
        yield chunk;
      }
    },
    signal,
    scratch: () => (scratch ??= mkdtempSync(`${folder}-`)),
    close: () => {
      signal?.removeEventListener('abort', interrupt);
      clearInterval(interrupting);
      connection.closeSync();
      leave();
      if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
    },
  };
}

/**
 * One instance for all that are open at once, closed by the last of them: the memory that DuckDB may take is counted once,
 * its threads start once, and a table beside an open one opens in half the time. What a connection makes is TEMP, its own.
 */
const shared: { users: number; instance: Promise<DuckDBInstance> | undefined } = { users: 0, instance: undefined };

async function sharedInstance(): Promise<{ readonly instance: DuckDBInstance; readonly leave: () => void }> {
  shared.users++;
  shared.instance ??= openInstance();
  try {
    const instance = await shared.instance;
    const leave = () => {
      if (--shared.users > 0) return;
      shared.instance = undefined;
      instance.closeSync();
    };
    return { instance, leave };
  } catch (error) {
    if (--shared.users === 0) shared.instance = undefined;
    throw error;
  }
}

async function openInstance(): Promise<DuckDBInstance> {
  const { DuckDBInstance } = await import('@duckdb/node-api').catch((cause: unknown) => {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(`Tables need DuckDB, and its library for ${platform} does not load: ${errorMessage(cause)}`, {
      cause,
    });
  });
  return DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    temp_directory: folder,
  });
}

export type DuckDb = {
  readonly run: (sql: string, values?: DuckDBValue[]) => Promise<void>;
  /** Rows as objects, in JSON's types: 64-bit integers are texts. */
  readonly rows: (sql: string, values?: DuckDBValue[]) => Promise<Record<string, unknown>[]>;
  /** The result as it arrives, in row order: memory does not grow with it. */
  readonly chunks: (sql: string) => AsyncGenerator<DuckDBDataChunk>;
  /** A folder for files that DuckDB reads; it goes with the database. */
  readonly scratch: () => string;
  readonly signal: AbortSignal | undefined;
  readonly close: () => void;
};

/** A folder of this process, which nobody else can have made before: DuckDB makes it only when it needs it. */
const folder = join(tmpdir(), `multitask-notebook-${process.pid}-${randomUUID()}`);

const duckdbError = 'DuckDBError';

/** Whether an error is DuckDB's own. */
export function isDuckDbError(error: unknown): error is Error {
  return error instanceof Error && error.name === duckdbError;
}

/** A name in SQL. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text in SQL. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
