import { type Compiled, compile, reactJsx } from './compile.ts';
import { parse } from './parse.ts';

/** Whether a console should run a cell or ask for another line, which begins with `indent`. */
export type Completeness =
  | { readonly status: 'complete' }
  | { readonly status: 'incomplete'; readonly indent: string }
  | { readonly status: 'invalid' };

export async function completeness(source: string): Promise<Completeness> {
  const compiled = await compile(source, reactJsx);
  if (compiled.kind === 'javascript') {
    const isWhole = compiled.program !== undefined || parse(compiled.code).kind === 'program';
    return { status: isWhole ? 'complete' : 'invalid' };
  }
  const waitsForMore = compiled.atEnd || (await isOpenTemplate(source, compiled));
  return waitsForMore ? { status: 'incomplete', indent: indentAfter(source) } : { status: 'invalid' };
}

/** esbuild says the same of an open string, which must end on its line, and of an open template, which need not. */
async function isOpenTemplate(source: string, { error }: Compiled & { kind: 'syntax-error' }): Promise<boolean> {
  if (!/^Unterminated string/.test(error.message)) return false;
  const closed = await compile(`${source}\``, reactJsx);
  return closed.kind === 'javascript' || !/^Unterminated string/.test(closed.error.message);
}

function indentAfter(source: string): string {
  const line = source.split('\n').findLast((each) => each.trim() !== '') ?? '';
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /(?:[{([]|=>)\s*$/.test(line) ? `${indent}  ` : indent;
}
