import { explainInconsistency } from './gates-consistency.ts';
import type { GatesPayload } from './gates-payload.ts';
import { payloadShape } from './gates-shape.ts';
import { type Parsed, parse } from './shape.ts';

export type * from './gates-payload.ts';

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseGatesPayload(value: unknown): Parsed<GatesPayload> {
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (typeof version === 'number' && version > 1) {
    return {
      ok: false,
      reason: `It was written by a newer Multitask Notebooks (version ${version}; this one draws version 1). Update the extension.`,
    };
  }
  const parsed = parse(payloadShape, value, 'payload');
  const inconsistent = parsed.ok ? explainInconsistency(parsed.value) : undefined;
  return inconsistent === undefined ? parsed : { ok: false, reason: inconsistent };
}

export function isGatesPayload(value: unknown): value is GatesPayload {
  return parseGatesPayload(value).ok;
}
