import { errorReply } from './error-reply.ts';
import type { Content, Request } from './messages.ts';
import type { Outbox } from './outbox.ts';

/** What a kernel knows of the program that started it, and ends with. */
export type Launcher = {
  /** It leaves: the kernel ends unless another one comes within the time. */
  readonly handOver: (milliseconds: number) => void;
  /** The kernel belongs to this process from now on. */
  readonly adopt: (processId: number) => void;
};

const longestSeconds = 120;

/**
 * Two requests of ours, beside Jupyter's, that carry a kernel over the reload of an editor's window.
 *
 * - `handover_request { seconds }`: the launcher leaves. What cells say from here on is held. The reply names the
 *   execute requests that are `running`; all others have said all they had to.
 * - `adopt_request { process_id, listening }`: this process is the launcher now; once it listens it hears what was held.
 */
export function handoverRequests(
  launcher: Launcher,
  outbox: Outbox,
  running: ReadonlySet<string>,
): readonly (readonly [string, (request: Request) => Content])[] {
  return [
    [
      'handover_request',
      ({ content: { seconds } }) => {
        if (!isBetween(seconds, 1, longestSeconds)) return refuse('seconds', `from 1 to ${longestSeconds}`, seconds);
        outbox.hold();
        launcher.handOver(seconds * 1000);
        return { running: [...running] };
      },
    ],
    [
      'adopt_request',
      ({ content: { process_id: id, listening } }) => {
        if (!isBetween(id, 1, 2 ** 32) || !Number.isInteger(id)) return refuse('process_id', 'a process id', id);
        launcher.adopt(id);
        if (listening === true) outbox.release();
        return {};
      },
    ],
  ];
}

function isBetween(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function refuse(name: string, wanted: string, seen: unknown): Content {
  return errorReply(new TypeError(`"${name}" must be ${wanted}; it is ${JSON.stringify(seen)}.`));
}
