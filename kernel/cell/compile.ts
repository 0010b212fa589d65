import { type Message, type TransformFailure, transform } from 'esbuild';
import type { CellMap } from '../link/index.ts';
import { constantAtEnd } from './constant-value.ts';
import { type CellSyntaxError, syntaxError } from './syntax-error.ts';

/** Which functions JSX elements and fragments become calls of. */
export type JsxFactory = { readonly element: string; readonly fragment: string };

export const reactJsx: JsxFactory = { element: 'React.createElement', fragment: 'React.Fragment' };

export type Compiled =
  | ({ readonly kind: 'javascript'; readonly code: string } & Pick<CellMap, 'compiled' | 'prefix'>)
  | { readonly kind: 'syntax-error'; readonly error: CellSyntaxError; readonly atEnd: boolean };

/** TypeScript (with JSX) to JavaScript of 2022: types erased; enum, namespace, decorators and `using` lowered. */
export async function compile(source: string, jsx: JsxFactory): Promise<Compiled> {
  if (!looksLikeObjectLiteral(source)) return withConstant(source, await compileText(source, source, jsx, 0), jsx);
  const literal = await compileText(`(${source}\n)`, source, jsx, 1);
  if (literal.kind === 'javascript') return literal;
  const block = await compileText(source, source, jsx, 0);
  // Neither: whichever reading got further is what the person meant.
  return block.kind === 'javascript' || block.atEnd || isAfter(block.error, literal.error) ? block : literal;
}

/** The same with `using` as it is written, and so with every `const` that its lowering makes a `var`; for reading only. */
export async function compileKeepingUsing(source: string): Promise<string | undefined> {
  const compiled = await compileText(source, source, reactJsx, 0, { using: true });
  return compiled.kind === 'javascript' ? compiled.code : undefined;
}

/** Gives back a constant at the end that esbuild left out: then the text before it alone means the same to it. */
async function withConstant(source: string, compiled: Compiled, jsx: JsxFactory): Promise<Compiled> {
  const end = compiled.kind === 'javascript' ? constantAtEnd(source) : undefined;
  if (compiled.kind !== 'javascript' || !end) return compiled;
  const head = end.head.trim() === '' ? empty : await compileText(end.head, source, jsx, 0);
  if (head.kind !== 'javascript' || head.code !== compiled.code) return compiled;
  const kept = await compileText(`${end.head}[${end.constant}][0]`, source, jsx, 0);
  return kept.kind === 'javascript' ? kept : compiled;
}

const empty = { kind: 'javascript', code: '' } as const;

function isAfter(a: CellSyntaxError, b: CellSyntaxError): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

/** `{ a: 1 }` is a block to JavaScript and an object to a person, unless a semicolon says otherwise; as in Node's REPL. */
function looksLikeObjectLiteral(source: string): boolean {
  return /^\s*\{/.test(source) && !/;\s*$/.test(source);
}

async function compileText(
  text: string,
  source: string,
  jsx: JsxFactory,
  prefix: number,
  supported: { readonly using?: true } = {},
): Promise<Compiled> {
  try {
    const { code, map } = await transform(text, {
      loader: 'tsx',
      target: 'es2022',
      charset: 'utf8',
      sourcefile: 'cell.ts',
      sourcemap: 'external',
      sourcesContent: false,
      jsx: 'transform',
      jsxFactory: jsx.element,
      jsxFragment: jsx.fragment,
      treeShaking: false,
      // Without it esbuild drops `with { type: 'json' }`, and Node refuses the import.
      supported: { 'import-attributes': true, ...supported },
      // An import that this cell does not use may be for the next one.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: 'silent',
    });
    return { kind: 'javascript', code, compiled: JSON.parse(map).mappings, prefix };
  } catch (failure) {
    const first = (failure as Partial<TransformFailure>).errors?.[0];
    if (!first) throw failure;
    return { kind: 'syntax-error', error: fromEsbuild(source, first, prefix), atEnd: saysEndOfFile(first.text) };
  }
}

function fromEsbuild(source: string, { text, location }: Message, prefix: number): CellSyntaxError {
  if (!location) return syntaxError(source, text, 1, 1);
  const column = columnAfterBytes(location.lineText, location.column) + 1;
  return syntaxError(source, text, location.line, location.line === 1 ? column - prefix : column);
}

/** esbuild counts a column in bytes of UTF-8, editors in UTF-16 code units. */
function columnAfterBytes(line: string, bytes: number): number {
  let column = 0;
  for (const character of line) {
    if (bytes <= 0) break;
    const code = character.codePointAt(0) ?? 0;
    bytes -= code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    column += character.length;
  }
  return column;
}

/** Whether more text could make the cell complete. */
function saysEndOfFile(message: string): boolean {
  return /end of file|to terminate multi-line comment|Unterminated template/.test(message);
}
