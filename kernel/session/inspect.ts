import type { Content } from '../jupyter/messages.ts';
import { operandAt } from './cursor.ts';
import type { LiveValues } from './live-values.ts';

/** Answers `inspect_request`: what is at the cursor, from its live value. */
export function createInspection(live: LiveValues): (content: Content) => Promise<Content> {
  return async ({ code, cursor_pos: position }) => {
    const operand = operandAt(String(code ?? ''), Number(position ?? 0));
    const bundle = operand ? await live.inspect(operand) : undefined;
    return { found: bundle !== undefined, data: bundle?.data ?? {}, metadata: bundle?.metadata ?? {} };
  };
}
