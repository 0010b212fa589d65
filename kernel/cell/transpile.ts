import { type CellMap, compiledPosition, type PercentCommand, runtime } from '../link/index.ts';
import { type Compiled, compile, type JsxFactory, reactJsx } from './compile.ts';
import { type Parsed, parse } from './parse.ts';
import type { Uses } from './references.ts';
import { rewrite } from './rewrite.ts';
import type { Scope, Variable } from './scope.ts';
import { type CellSyntaxError, syntaxError } from './syntax-error.ts';

export type TranspileOptions = {
  /** What earlier cells declared. */
  readonly scope: Scope;
  /** Names of globalThis that packages use; a cell that declares one gets a variable of another name. */
  readonly globals: ReadonlySet<string>;
  /** Which run of a cell this is, counted over the notebook's life. */
  readonly execution: number;
};

export type Transpiled =
  | {
      readonly kind: 'javascript';
      /** A script for V8's REPL mode (`Runtime.evaluate` with `replMode`). */
      readonly code: string;
      readonly map: CellMap;
      readonly declared: readonly Variable[];
      /** Names the cell uses that neither it nor an earlier cell declares: globals, ours among them. */
      readonly free: ReadonlySet<string>;
      readonly uses: Uses;
      /** Globals the cell's declarations hide from cells (never from packages), imports apart: worth a warning. */
      readonly hidden: readonly string[];
      /** What its `%` lines do. */
      readonly commands: readonly PercentCommand['kind'][];
    }
  | { readonly kind: 'syntax-error'; readonly error: CellSyntaxError };

/** A cell's TypeScript as the JavaScript that runs it in the scope that earlier cells made. */
export async function transpile(source: string, options: TranspileOptions): Promise<Transpiled> {
  const result = finish(source, await compile(source, reactJsx), options);
  const jsx =
    result.kind === 'javascript' && result.free.has('React') ? jsxWithoutReact(result, options.scope) : undefined;
  return jsx ? finish(source, await compile(source, jsx), options) : result;
}

function finish(source: string, compiled: Compiled, options: TranspileOptions): Transpiled {
  if (compiled.kind === 'syntax-error') return compiled;
  const { program } = compiled;
  const parsed: Parsed = program ? { kind: 'program', program } : parse(compiled.code);
  if (parsed.kind === 'error') {
    const { line, column } = compiledPosition(compiled, parsed) ?? { line: 1, column: 1 };
    return { kind: 'syntax-error', error: syntaxError(source, parsed.message, line, column) };
  }
  const { code, mappings, declared, free, uses } = rewrite(compiled, parsed.program, options);
  const map: CellMap = { rewritten: mappings, compiled: compiled.compiled, inserted: compiled.inserted };
  const hidden = declared.filter(
    ({ name, kind }) => kind !== 'import' && options.globals.has(name) && !compiled.own.declares.get(name)?.isRequired,
  );
  return {
    kind: 'javascript',
    code,
    map,
    declared,
    free,
    uses,
    hidden: hidden.map(({ name }) => name),
    commands: compiled.commands,
  };
}

/** Without React, elements are Preact's where a cell declares `h`, and otherwise the kernel's, which shows them as HTML. */
function jsxWithoutReact(cell: Transpiled & { kind: 'javascript' }, scope: Scope): JsxFactory {
  const preact = scope.has('h') || cell.declared.some(({ name }) => name === 'h');
  return preact
    ? { element: 'h', fragment: 'Fragment' }
    : { element: `${runtime}.element`, fragment: `${runtime}.fragment` };
}
