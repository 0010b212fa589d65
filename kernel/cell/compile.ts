import type { Program } from 'acorn';
import { type Message, type TransformFailure, transform } from 'esbuild';
import { type CellMap, type Inserted, type PercentCommand, withoutInserted } from '../link/index.ts';
import { type CellText, type Language, mistakes, readCell, type Unreadable } from './cell-text.ts';
import { markValues, unusedName } from './mark-values.ts';
import { findPercentLines, misplaced, percentCalls } from './percent/index.ts';
import { readPlainExpression } from './plain-expression.ts';
import { type CellSyntaxError, syntaxError } from './syntax-error.ts';

/** Which functions JSX elements and fragments become calls of. */
export type JsxFactory = { readonly element: string; readonly fragment: string };

export const reactJsx: JsxFactory = { element: 'React.createElement', fragment: 'React.Fragment' };

export type Compiled = CompiledCell | Failed;

export type CompiledCell = {
  readonly kind: 'javascript';
  readonly code: string;
  /** The syntax tree of the code, where the cell is JavaScript as it stands, and one expression. */
  readonly program?: Program;
  readonly own: Pick<CellText, 'declares'>;
  /** What esbuild saw: the cell's text with `marker` in it. */
  readonly text: string;
  /** The name of the function around the expressions that may give the cell its value; without one, all of it does. */
  readonly marker?: string;
  /** What its `%` lines do. */
  readonly commands: readonly PercentCommand['kind'][];
} & Pick<CellMap, 'compiled' | 'inserted'>;

type Failed = { readonly kind: 'syntax-error'; readonly error: CellSyntaxError; readonly atEnd: boolean };

/** TypeScript (with JSX) to JavaScript of 2022: types erased; enum, namespace, decorators and `using` lowered. */
export async function compile(source: string, jsx: JsxFactory): Promise<Compiled> {
  const program = readPlainExpression(source);
  if (program) {
    const own = { declares: new Map() };
    const code = `${source.trimEnd().replace(/;$/, '')};\n`;
    return { kind: 'javascript', code, program, own, text: source, inserted: [], commands: [] };
  }
  const { code, lines } = findPercentLines(source, mistakes);
  const own = readCell(code);
  if (own.kind === 'unreadable') return inWords(source, await whyNot(code, source, own, jsx));
  const calls = percentCalls(lines, own.statements, unusedName('__timed', source));
  if (calls.kind === 'problem') {
    return { kind: 'syntax-error', error: errorAt(source, calls.message, calls.offset), atEnd: false };
  }
  const { puts, endsWithCommand, commands } = calls;
  const { text, marker, inserted } = markValues(code, endsWithCommand ? { ...own, values: [] } : own, puts);
  const erased = await erase({
    text,
    source,
    inserted,
    language: own.language,
    jsx,
    experimentalDecorators: own.decoratesParameters,
  });
  if (erased.kind !== 'javascript') return inWords(source, erased);
  return { ...erased, own, text, marker, inserted, commands };
}

/** A line for the shell or the notebook that stands where TypeScript is read is told so. */
function inWords(source: string, failed: Failed): Failed {
  const message = misplaced(source, failed.error);
  const { line, column } = failed.error;
  return message === undefined ? failed : { ...failed, error: syntaxError(source, message, line, column) };
}

/** Of the readings that all fail, the person meant the one that got further. */
async function whyNot(code: string, source: string, { message, offset }: Unreadable, jsx: JsxFactory): Promise<Failed> {
  const plain = await whyNotAs(code, source, [], jsx);
  // esbuild takes what the parser of syntax trees refuses; then its reason is all there is.
  if (!plain) return { kind: 'syntax-error', error: errorAt(source, message, offset), atEnd: false };
  if (!/^\s*\{/.test(code) || /;\s*$/.test(code)) return plain;
  const literal = await whyNotAs(`(${code}\n)`, source, [{ line: 1, column: 1, length: 1 }], jsx);
  return !literal || plain.atEnd || isAfter(plain.error, literal.error) ? plain : literal;
}

async function whyNotAs(text: string, source: string, inserted: readonly Inserted[], jsx: JsxFactory) {
  const tsx = await erase({ text, source, inserted, language: 'tsx', jsx });
  if (tsx.kind === 'javascript') return undefined;
  const ts = await erase({ text, source, inserted, language: 'ts', jsx });
  if (ts.kind === 'javascript') return undefined;
  return tsx.opensType || (!tsx.atEnd && isAfter(ts.error, tsx.error)) ? ts : tsx;
}

function isAfter(a: CellSyntaxError, b: CellSyntaxError): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

type Erasure = {
  readonly text: string;
  /** The cell, of which `text` is made. */
  readonly source: string;
  readonly inserted: readonly Inserted[];
  readonly language: Language;
  readonly jsx: JsxFactory;
  readonly experimentalDecorators?: boolean;
};

type Erased =
  | { readonly kind: 'javascript'; readonly code: string; readonly compiled: string }
  | (Failed & {
      /** An element that nothing closes and that is named like a type: `<string>value`, `<T>(x: T) => x`. */
      readonly opensType: boolean;
    });

async function erase({ text, source, inserted, language, jsx, experimentalDecorators }: Erasure): Promise<Erased> {
  try {
    const { code, map } = await transform(text, {
      loader: language,
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
      supported: { 'import-attributes': true },
      // An import that this cell does not use may be for the next one.
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true, experimentalDecorators } },
      logLevel: 'silent',
    });
    return { kind: 'javascript', code, compiled: JSON.parse(map).mappings };
  } catch (failure) {
    const first = (failure as Partial<TransformFailure>).errors?.[0];
    if (!first) throw failure;
    const error = fromEsbuild(source, first, inserted);
    return { kind: 'syntax-error', error, atEnd: saysEndOfFile(first.text), opensType: opensType(first) };
  }
}

function fromEsbuild(source: string, { text, location }: Message, inserted: readonly Inserted[]): CellSyntaxError {
  if (!location) return syntaxError(source, text, 1, 1);
  const column = columnAfterBytes(location.lineText, location.column) + 1;
  const place = withoutInserted(inserted, { line: location.line, column });
  return syntaxError(source, text, place.line, place.column);
}

function opensType({ text, notes }: Message): boolean {
  const opening =
    /closing "/.test(text) || /not valid inside a JSX element/.test(text) ? notes[0]?.location : undefined;
  if (!opening) return false;
  const rest = opening.lineText.slice(columnAfterBytes(opening.lineText, opening.column));
  return /^(?:any|bigint|boolean|never|number|object|string|symbol|undefined|unknown|void)\b|^[A-Z]\w*\s*(?:extends[^>]*)?>\s*\(/.test(
    rest,
  );
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

function errorAt(source: string, message: string, offset: number): CellSyntaxError {
  const lines = source.slice(0, offset).split('\n');
  return syntaxError(source, message, lines.length, (lines.at(-1)?.length ?? 0) + 1);
}

/** Whether more text could make the cell complete. */
function saysEndOfFile(message: string): boolean {
  return /end of file|to terminate multi-line comment|Unterminated template/.test(message);
}
