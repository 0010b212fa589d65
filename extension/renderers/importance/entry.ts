import { parseImportancePayload } from '../../../kernel/payloads/importance.ts';
import { type Activate, mount } from '../host/index.ts';
import { importanceStyle } from './style.ts';
import { importanceView } from './view.ts';

/** VS Code's entry point for the importance of features. */
export const activate: Activate = () =>
  mount({ parse: parseImportancePayload, style: importanceStyle, create: importanceView });
