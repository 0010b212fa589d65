import { parseTablePayload } from '../../../kernel/payloads/table/index.ts';
import { type Activate, createAsking, mount } from '../host/index.ts';
import { tableStyle } from './style.ts';
import { tableView } from './view.ts';

/** VS Code's entry point for tables. */
export const activate: Activate = (context) => {
  const ask = createAsking(context);
  return mount({
    parse: parseTablePayload,
    style: tableStyle,
    create: (root, theme, payload) => tableView(root, theme, payload, ask),
  });
};
