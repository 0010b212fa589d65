/**
 * Everything that crosses between the kernel and the user process. Both ends and their tests rely on it: grow it by new kinds
 * and optional fields. Each message is JSON, so a value crosses only if JSON can carry it.
 */
import type { CellMap } from './source-map.ts';

/** What the kernel tells the user process. All of it goes to the agent thread, which passes on what is for cells. */
export type ToUser =
  | {
      readonly kind: 'execute';
      /** Counts runs of cells over the life of the notebook; everything that comes from a run carries it. */
      readonly execution: number;
      /** What tracebacks call the cell, e.g. "cell-12.ts". */
      readonly name: string;
      readonly code: string;
      /** What a person sees as the cell; none of a request that leaves no history. */
      readonly cell?: Cell | undefined;
      readonly map: CellMap;
      /** Globals of the library that must be loaded first, e.g. ["models"]. */
      readonly library: readonly string[];
      /** A silent run shows no value. */
      readonly silent: boolean;
      /** `user_expressions`, already JavaScript. */
      readonly expressions: Readonly<Record<string, string>>;
    }
  /** Stops these runs, whether they wait, spin or are still queued; without any, what spins although none is going on. */
  | { readonly kind: 'interrupt'; readonly executions: readonly number[] }
  /** The answer to `input`; null with the reason when there is none. */
  | {
      readonly kind: 'input';
      readonly request: number;
      readonly value: string | null;
      /** The client takes no questions; the cell ended before it was answered; it was interrupted. */
      readonly reason?: 'refused' | 'ended' | 'interrupted' | undefined;
    }
  | { readonly kind: 'ask'; readonly request: number; readonly question: Question }
  /** A client's message to a comm; a run of its own, which ends like one. */
  | { readonly kind: 'comm'; readonly execution: number; readonly comm: CommMessage }
  /** Nothing is running or waiting: a good moment to load the library. */
  | { readonly kind: 'warm' }
  /** Calls a method of the Chrome DevTools protocol for a debugger; the first call loads what debugs. */
  | { readonly kind: 'debug'; readonly request: number; readonly method: string; readonly params: Fields }
  /** Nobody debugs any more: cells go on, breakpoints are gone. */
  | { readonly kind: 'undebug' };

/**
 * What the agent thread tells the kernel by itself, while the thread that runs cells stands at a breakpoint. It comes over the agent's
 * socket, past the output of cells.
 */
export type FromAgent =
  /** The answer to `debug`, or why there is none. */
  | { readonly kind: 'debugged'; readonly request: number; readonly result: Fields }
  | { readonly kind: 'refused'; readonly request: number; readonly reason: string }
  /** An event of that protocol. */
  | { readonly kind: 'event'; readonly method: string; readonly params: Fields };

export type Fields = Readonly<Record<string, unknown>>;

export type Cell = {
  /** The same whenever the cell is run: what the client calls it, else its text. */
  readonly id: string;
  /** Its text, where that is not very long. */
  readonly source?: string | undefined;
};

/**
 * Questions about live values. They read: one that would change something is refused by V8. An expression is a list whose one element
 * is asked about.
 */
export type Question =
  /** Members of the value of an expression, or what is global when it is empty. */
  | { readonly kind: 'members'; readonly expression: string }
  /** The value of an expression in words. */
  | { readonly kind: 'inspect'; readonly expression: string }
  /** The notebook's variables for a variables view, [name, name in V8]. */
  | { readonly kind: 'variables'; readonly names: readonly (readonly [string, string])[] }
  /** What is inside a variable that had a `reference`. */
  | { readonly kind: 'inside'; readonly reference: number }
  /** The value of an expression as a cell would show it; with `grid` only the table that it is. */
  | { readonly kind: 'display'; readonly expression: string; readonly grid?: boolean | undefined };

/** What the user process tells the kernel, in the order in which it happened. */
export type FromUser =
  /** The first message. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'stream'; readonly execution: number; readonly name: 'stdout' | 'stderr'; readonly text: string }
  /** An error that nobody caught, whose name begins with one of `uncaughtTitles`; its run may go on. */
  | { readonly kind: 'error'; readonly execution: number; readonly error: CellError }
  | ({ readonly kind: 'display'; readonly execution: number } & Bundle & {
        readonly displayId?: string | undefined;
        readonly update?: boolean | undefined;
      })
  /** What was written to file descriptors 1 and 2 so far comes before what follows. */
  | { readonly kind: 'raw' }
  | { readonly kind: 'clear'; readonly execution: number; readonly wait: boolean }
  | {
      readonly kind: 'input';
      readonly execution: number;
      readonly request: number;
      readonly prompt: string;
      readonly password: boolean;
    }
  | { readonly kind: 'comm'; readonly execution: number; readonly comm: CommMessage }
  /** The value of a cell. */
  | ({ readonly kind: 'result'; readonly execution: number; readonly displayId?: string | undefined } & Bundle)
  /** The last message of a run, but for output of what it started. */
  | { readonly kind: 'done'; readonly execution: number; readonly outcome: Outcome }
  /** null when the question cannot be answered, e.g. because the expression throws. */
  | { readonly kind: 'answer'; readonly request: number; readonly value: Answer | null };

export type Outcome =
  | { readonly kind: 'ok'; readonly expressions: Readonly<Record<string, ExpressionValue>> }
  | { readonly kind: 'error'; readonly error: CellError }
  | { readonly kind: 'interrupted' };

export type CellError = {
  readonly ename: string;
  readonly evalue: string;
  /** Lines of the stack with positions in cells, not in what V8 ran. */
  readonly traceback: readonly string[];
  /** The innermost position inside a cell. */
  readonly at?: { readonly name: string; readonly line: number; readonly column: number } | undefined;
};

/** One value in several MIME types. */
export type Bundle = {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
};

export type ExpressionValue =
  | ({ readonly status: 'ok' } & Bundle)
  | ({ readonly status: 'error' } & Pick<CellError, 'ename' | 'evalue' | 'traceback'>);

export type CommMessage = {
  readonly kind: 'open' | 'message' | 'close';
  readonly id: string;
  /** Of `open`. */
  readonly target?: string | undefined;
  readonly data: unknown;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
  /** Base64. */
  readonly buffers?: readonly string[] | undefined;
};

export type Answer =
  | { readonly kind: 'members'; readonly members: readonly Member[] }
  | ({ readonly kind: 'bundle' } & Bundle)
  | { readonly kind: 'variables'; readonly variables: readonly LiveVariable[] };

export type Member = { readonly name: string; readonly type: 'function' | 'class' | 'property' };

export type LiveVariable = {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** Of tensors, datasets, rows and models: `[2, 3]`, `3,000 rows × 100 columns`. */
  readonly shape?: string;
  /** Asks for what is inside; 0 when nothing is. */
  readonly reference: number;
};
