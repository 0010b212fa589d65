import { type CellMap, compiledPosition, runtime } from '../link/index.ts';
import { type Compiled, compile, compileKeepingUsing, type JsxFactory, reactJsx } from './compile.ts';
import { declarations } from './declarations.ts';
import { parse } from './parse.ts';
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
      /** Globals the cell's declarations hide from cells (never from packages), imports apart: worth a warning. */
      readonly hidden: readonly string[];
    }
  | { readonly kind: 'syntax-error'; readonly error: CellSyntaxError };

/** A cell's TypeScript as the JavaScript that runs it in the scope that earlier cells made. */
export async function transpile(source: string, options: TranspileOptions): Promise<Transpiled> {
  const first = await compile(source, reactJsx);
  const constants = await constantsBesideUsing(source, first);
  const result = finish(source, first, options, constants);
  const jsx =
    result.kind === 'javascript' && result.free.has('React') ? jsxWithoutReact(result, options.scope) : undefined;
  return jsx ? finish(source, await compile(source, jsx), options, constants) : result;
}

/** A `using` at the top puts the cell into a `try`, and there every `const` becomes a `var`. */
async function constantsBesideUsing(source: string, compiled: Compiled): Promise<ReadonlySet<string>> {
  if (compiled.kind !== 'javascript' || !/\busing\b/.test(source)) return new Set();
  const parsed = parse((await compileKeepingUsing(source)) ?? '');
  const kinds = parsed.kind === 'program' ? [...declarations(parsed.program)] : [];
  return new Set(kinds.filter(([, kind]) => kind === 'const').map(([name]) => name));
}

function finish(
  source: string,
  compiled: Compiled,
  options: TranspileOptions,
  constants: ReadonlySet<string>,
): Transpiled {
  if (compiled.kind === 'syntax-error') return compiled;
  const parsed = parse(compiled.code);
  if (parsed.kind === 'error') {
    const { line, column } = compiledPosition(compiled, parsed) ?? { line: 1, column: 1 };
    return { kind: 'syntax-error', error: syntaxError(source, parsed.message, line, column) };
  }
  const { code, mappings, declared, free } = rewrite(compiled.code, parsed.program, {
    ...options,
    written: identifiersIn(source),
    fresh: enumsAndNamespacesIn(source),
    constants,
  });
  const map: CellMap = { rewritten: mappings, compiled: compiled.compiled, prefix: compiled.prefix };
  const hidden = declared.filter(
    ({ name, kind }) => kind !== 'import' && options.globals.has(name) && !isRequired(name, source),
  );
  return { kind: 'javascript', code, map, declared, free, hidden: hidden.map(({ name }) => name) };
}

/** Without React, elements are Preact's where a cell declares `h`, and otherwise the kernel's, which shows them as HTML. */
function jsxWithoutReact(cell: Transpiled & { kind: 'javascript' }, scope: Scope): JsxFactory {
  const preact = scope.has('h') || cell.declared.some(({ name }) => name === 'h');
  return preact
    ? { element: 'h', fragment: 'Fragment' }
    : { element: `${runtime}.element`, fragment: `${runtime}.fragment` };
}

function identifiersIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
}

function enumsAndNamespacesIn(source: string): ReadonlySet<string> {
  return new Set(
    [...source.matchAll(/\b(?:enum|namespace|module)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gu)].map(
      ([, name]) => name ?? '',
    ),
  );
}

/** `const crypto = require('node:crypto')` means to hide the global, as `import` does. */
function isRequired(name: string, source: string): boolean {
  const pattern = `\\b${name.replaceAll('$', '\\$')}\\b[^=;]*=\\s*(await\\s+import|require)\\s*\\(`;
  return new RegExp(pattern).test(source);
}
