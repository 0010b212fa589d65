import { randomUUID } from 'node:crypto';
import { errorReply } from './error-reply.ts';
import type { Content, Request } from './messages.ts';
import type { ShellQueue } from './shell-queue.ts';

/** The main shell and the subshells a client made (JEP 91), each with a queue of its own. */
export interface Shells {
  /** The queue a shell request belongs to, or undefined where its subshell does not exist. */
  queueOf(request: Request): ShellQueue | undefined;
  /** The control requests that make, delete and list subshells. */
  readonly requests: Readonly<Record<string, (request: Request) => Content>>;
}

export function createShells(newQueue: () => ShellQueue): Shells {
  const main = newQueue();
  const subshells = new Map<string, ShellQueue>();
  return {
    queueOf: ({ header }) => (header.subshell_id == null ? main : subshells.get(header.subshell_id)),
    requests: {
      create_subshell_request: () => {
        const id = randomUUID();
        subshells.set(id, newQueue());
        return { subshell_id: id };
      },
      delete_subshell_request: ({ content }) => {
        const id = String(content.subshell_id);
        const queue = subshells.get(id);
        if (!queue) return noSuchSubshell(id);
        subshells.delete(id);
        queue.abortAll();
        return {};
      },
      list_subshell_request: () => ({ subshell_id: [...subshells.keys()] }),
    },
  };
}

export function noSuchSubshell(id: unknown): Content {
  return errorReply(new Error(`There is no subshell ${id}.`));
}
