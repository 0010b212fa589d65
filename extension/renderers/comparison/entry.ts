import { parseComparisonPayload } from '../../../kernel/payloads/comparison.ts';
import { type Activate, mount } from '../host/index.ts';
import { comparisonStyle } from './style.ts';
import { comparisonView } from './view.ts';

/** VS Code's entry point for comparisons of models. */
export const activate: Activate = () =>
  mount({ parse: parseComparisonPayload, style: comparisonStyle, create: comparisonView });
