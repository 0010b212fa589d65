import type { GatesPayload } from '../../payloads/gates.ts';
import { gatesMime } from '../../payloads/mime.ts';
import { gatesPicture } from '../../pictures/index.ts';
import { gatesText } from './gates-text.ts';

/** How a gate report is shown: our renderer, a still picture, and text for everybody else. */
export function gatesBundle(payload: GatesPayload): Readonly<Record<string, unknown>> {
  return { [gatesMime]: payload, 'image/svg+xml': gatesPicture(payload), 'text/plain': gatesText(payload) };
}
