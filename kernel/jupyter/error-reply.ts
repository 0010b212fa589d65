import type { Content } from './messages.ts';

/** The content of a reply to a request that failed. */
export function errorReply(error: unknown): Content {
  const { name = 'Error', message = String(error), stack = message } = error instanceof Error ? error : {};
  return { status: 'error', ename: name, evalue: message, traceback: String(stack).split('\n') };
}
