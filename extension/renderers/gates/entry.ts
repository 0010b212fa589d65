import { parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { type Activate, mount } from '../host/index.ts';
import { mapStyle } from '../weight-map/index.ts';
import { gatesNarrowStyle } from './narrow-style.ts';
import { gatesStyle } from './style.ts';
import { gatesView } from './view.ts';

/** VS Code's entry point for gate reports. */
export const activate: Activate = () =>
  mount({ parse: parseGatesPayload, style: mapStyle + gatesStyle + gatesNarrowStyle, create: gatesView });
