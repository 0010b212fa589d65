import { parseGatesPayload } from '../../../kernel/payloads/gates.ts';
import { type Activate, createAsking, mount } from '../host/index.ts';
import { mapStyle } from '../weight-map/index.ts';
import { gatesNarrowStyle } from './narrow-style.ts';
import { questionsStyle } from './questions/style.ts';
import { gatesStyle } from './style.ts';
import { gatesView } from './view.ts';

/** VS Code's entry point for gate reports. */
export const activate: Activate = (context) => {
  const ask = createAsking(context);
  return mount({
    parse: parseGatesPayload,
    style: mapStyle + gatesStyle + questionsStyle + gatesNarrowStyle,
    create: (root, theme, payload) => gatesView(root, theme, payload, ask),
  });
};
