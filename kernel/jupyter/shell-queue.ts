import { setTimeout as delay } from 'node:timers/promises';
import type { Content, Request } from './messages.ts';

/** The requests of one shell or subshell, answered one after another. */
export interface ShellQueue {
  push(request: Request): void;
  /** Answers everything that still waits with `aborted`. */
  abortAll(): void;
}

export type QueueOptions = {
  /** What the session answers; never rejects. */
  handler(request: Request): Promise<Content | undefined>;
  /** Wraps an answer in busy, reply and idle; never rejects. */
  envelope(request: Request, answer: () => Promise<Content | undefined>): Promise<void>;
};

/**
 * stop_on_error aborts what the client sent before it could know of the error. Such requests may still be in the
 * socket, so the error reply waits until the shell has been quiet for this long (what has passed while the cell ran counts), and the
 * queue is taken before the reply: a request sent because of the reply must run.
 */
const quietMs = 5;
const longestWaitMs = 500;

export function createShellQueue({ handler, envelope }: QueueOptions): ShellQueue {
  let waiting: Request[] = [];
  let running = false;
  let lastArrival = 0;

  const takeExecutes = (): Request[] => {
    const isExecute = (request: Request) => request.header.msg_type === 'execute_request';
    const taken = waiting.filter(isExecute);
    waiting = waiting.filter((request) => !isExecute(request));
    return taken;
  };

  const quiet = async (): Promise<void> => {
    const start = performance.now();
    const left = (): number => quietMs - (performance.now() - lastArrival);
    // At least a turn of the loop, in which it reads what has come meanwhile.
    do await delay(Math.max(1, left()));
    while (left() > 0 && performance.now() - start < longestWaitMs);
  };

  const run = async (request: Request): Promise<void> => {
    let aborted: Request[] = [];
    let count: unknown;
    await envelope(request, async () => {
      const content = await handler(request);
      if (stopsTheQueue(request, content)) {
        await quiet();
        aborted = takeExecutes();
        count = content?.execution_count;
      }
      return content;
    });
    for (const each of aborted) await envelope(each, async () => abortedReply(count));
  };

  const drain = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) await run(next);
    running = false;
  };

  return {
    push(request) {
      lastArrival = performance.now();
      waiting.push(request);
      void drain();
    },
    abortAll() {
      const aborted = waiting;
      waiting = [];
      for (const each of aborted) void envelope(each, async () => abortedReply(0));
    },
  };
}

function stopsTheQueue(request: Request, content: Content | undefined): boolean {
  const { header } = request;
  return (
    header.msg_type === 'execute_request' && content?.status === 'error' && request.content.stop_on_error !== false
  );
}

function abortedReply(count: unknown): Content {
  return { status: 'aborted', execution_count: typeof count === 'number' ? count : 0 };
}
