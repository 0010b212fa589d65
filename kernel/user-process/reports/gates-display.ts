import type { GateReport } from '../../multitask/gate-report/index.ts';
import { gatesMime } from '../../payloads/mime.ts';
import { gatesPicture } from '../../pictures/index.ts';
import { gatesPayload } from './gates-payload.ts';
import { gatesText } from './gates-text.ts';

/** How a gate report is shown: our renderer, a still picture, and text for everybody else. */
export function gatesBundle(report: GateReport): Readonly<Record<string, unknown>> {
  const payload = gatesPayload(report);
  return { [gatesMime]: payload, 'image/svg+xml': gatesPicture(payload), 'text/plain': gatesText(payload) };
}
