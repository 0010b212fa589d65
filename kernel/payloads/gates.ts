import type { Parsed } from '../guards/index.ts';
import { explainInconsistency } from './gates-consistency.ts';
import type { GatesPayload } from './gates-payload.ts';
import { payloadShape } from './gates-shape.ts';
import { parsePayload } from './parse-payload.ts';

export type * from './gates-payload.ts';

/** The payload if it can be drawn, else why not, for the person who sees the output. */
export function parseGatesPayload(value: unknown): Parsed<GatesPayload> {
  const parsed = parsePayload(payloadShape, value);
  const inconsistent = parsed.ok ? explainInconsistency(parsed.value) : undefined;
  return inconsistent === undefined ? parsed : { ok: false, reason: inconsistent };
}

export function isGatesPayload(value: unknown): value is GatesPayload {
  return parseGatesPayload(value).ok;
}
