import { percentAt } from '../cell/index.ts';
import type { Content } from '../jupyter/index.ts';
import type { Compiler } from './compiler.ts';
import { operandAt, toCodeUnits } from './cursor.ts';
import type { LiveValues } from './live-values.ts';
import type { Types } from './types.ts';

export type InspectionOptions = {
  readonly live: LiveValues;
  readonly types: Types;
  readonly compiler: Pick<Compiler, 'percentLines'>;
  /** The cells that ran. */
  cells(): readonly string[];
};

/** Milliseconds. */
const shortly = 150;
const patiently = 4_000;

/**
 * Answers `inspect_request`: what TypeScript says of the name at the cursor, and its live value. `patience` is how long TypeScript may
 * take, in milliseconds; without it a hover gives up early where there is a value to show.
 */
export type Inspect = (content: Content, patience?: number) => Promise<Content>;

export function createInspection({ live, types, compiler, cells }: InspectionOptions): Inspect {
  return async ({ code: given, cursor_pos: position }, patience) => {
    const code = String(given ?? '');
    const command = percentAt(await compiler.percentLines(code), toCodeUnits(code, Number(position ?? 0)));
    if (command) return { found: true, data: { 'text/plain': `${command.usage}\n\n${command.about}` }, metadata: {} };
    const { operand, end } = operandAt(code, Number(position ?? 0));
    if (operand === '') return { found: false, data: {}, metadata: {} };
    const value = await live.inspect(operand);
    const question = { kind: 'inspect', sources: [...cells(), code], offset: end - 1 } as const;
    const hover = value ? (types.isReady() ? shortly : 1) : patiently;
    const type = await types.ask(question, patience ?? hover);
    const text = [type?.kind === 'inspect' ? type.text : undefined, value?.data['text/plain']]
      .filter(Boolean)
      .join('\n\n');
    return { found: text !== '', data: text === '' ? {} : { 'text/plain': text }, metadata: {} };
  };
}
