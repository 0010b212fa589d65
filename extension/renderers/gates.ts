import { parseGatesPayload } from '../../kernel/payloads/gates.ts';
import { gatesNarrowStyle } from './gates-narrow-style.ts';
import { gatesStyle } from './gates-style.ts';
import { gatesView } from './gates-view.ts';
import { mount } from './mount.ts';
import type { Activate } from './renderer-api.ts';

/** VS Code's entry point for gate reports. */
export const activate: Activate = () =>
  mount({ parse: parseGatesPayload, style: gatesStyle + gatesNarrowStyle, create: gatesView });
