import { parseSearchPayload } from '../../../kernel/payloads/search.ts';
import { type Activate, mount } from '../host/index.ts';
import { searchStyle } from './style.ts';
import { searchView } from './view.ts';

/** VS Code's entry point for searches of options. */
export const activate: Activate = () => mount({ parse: parseSearchPayload, style: searchStyle, create: searchView });
