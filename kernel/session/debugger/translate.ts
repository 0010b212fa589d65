import type { Scope } from '../../cell/index.ts';
import { debugLog } from '../../link/index.ts';
import type { Compiler } from '../compiler.ts';
import { Refusal } from './devtools.ts';
import { reaching } from './redeclared.ts';

/** What a person writes while they debug is TypeScript of the notebook: JavaScript of it, as in a cell. */
export interface Translate {
  /** An expression, else statements. */
  code(text: string): Promise<string>;
  condition(expression: string): Promise<string>;
  /** Code that sends the message `Loss {loss} of {task}` of a log point, in the name of a breakpoint; it gives false. */
  log(message: string, breakpoint: number, condition: string | undefined): Promise<string>;
}

export function createTranslate(compiler: Compiler, scope: () => Scope): Translate {
  const translate = async (text: string): Promise<string> => {
    const cell = await compiler.transpile(text, scope(), 0);
    if (cell.kind === 'javascript') return cell.code;
    const { message } = cell.error;
    throw new Refusal(`SyntaxError: ${message}`);
  };
  return {
    code: (text) => translate(`(${text}\n)`).catch(() => translate(text)),
    condition: async (expression) => reaching(await translate(`(${expression}\n)`)),
    async log(message, breakpoint, condition) {
      const parts = message.split(/\{([^{}]*)\}/).map((part, i) => (i % 2 === 0 ? JSON.stringify(part) : said(part)));
      const text = `[${parts.join(', ')}].join('')`;
      const log = `(globalThis.${debugLog}(JSON.stringify([${breakpoint}, ${text}])), false)`;
      return reaching(await translate(condition === undefined ? log : `(${condition}\n) && ${log}`));
    },
  };
}

/** An expression of a log point, as text; one that fails says why in its place. */
function said(expression: string): string {
  const inWords = "(typeof v === 'object' && v !== null ? JSON.stringify(v) : String(v))";
  return `(() => { try { const v = (${expression}\n); return ${inWords} } catch (e) { return '{' + e + '}' } })()`;
}
