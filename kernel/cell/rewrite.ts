import type { AnyNode, CallExpression, Program, VariableDeclaration } from 'acorn';
import MagicString from 'magic-string';
import { runtime } from '../link/index.ts';
import { findAwaits, type Owner } from './awaits.ts';
import { beginsWithBrace } from './begins-with-brace.ts';
import type { CompiledCell } from './compile.ts';
import { children, type DeclarationKind, declarationIn, declarations } from './declarations.ts';
import { isPercentCall, remember, resumedBy, resumption } from './generated.ts';
import { importStatement } from './imports.ts';
import { nameAnonymous } from './name-anonymous.ts';
import { ownNames, readWritten } from './own-names.ts';
import { type Place, type Reference, references, type Uses, usesOf } from './references.ts';
import type { Scope, Variable } from './scope.ts';

export type RewriteOptions = {
  readonly scope: Scope;
  /** Names of globalThis that packages use; a cell may not take them away. */
  readonly globals: ReadonlySet<string>;
  /** Makes the compiler's names unique: a class keeps using those of the run that made it. */
  readonly execution: number;
};

export type Rewritten = {
  readonly code: string;
  readonly mappings: string;
  readonly declared: readonly Variable[];
  /** Names the cell uses that neither it nor an earlier cell declares. */
  readonly free: ReadonlySet<string>;
  readonly uses: Uses;
};

/**
 * A module's syntax tree as a script for V8's REPL mode, where `let` may be declared again. So every declaration of
 * the notebook becomes `let`, whatever declared the name before, and the rest of its meaning is kept by hand: functions and
 * imports come first, `var` keeps its value, `const` refuses assignment.
 */
export function rewrite(compiled: CompiledCell, program: Program, options: RewriteOptions): Rewritten {
  const { scope, globals, execution } = options;
  const { code: javascript, own, marker } = compiled;
  const text = new MagicString(javascript);
  const kinds = declarations(program);
  const { identifiers, vars, moduleSyntax, all } = references(program);

  const isGenerated = (name: string): boolean => kinds.has(name) && !own.declares.has(name);
  const bindingOf = (name: string): string => {
    if (isGenerated(name)) return `${name}$${execution}`;
    if (kinds.has(name)) return globals.has(name) ? `__${name}` : name;
    return scope.get(name)?.binding ?? name;
  };
  const kindOf = (name: string): DeclarationKind | undefined =>
    own.declares.get(name)?.kind === 'constant' ? 'const' : kinds.get(name);
  const isConstant = (name: string): boolean => {
    const kind = kindOf(name) ?? scope.get(name)?.kind;
    return kind === 'const' || kind === 'import';
  };

  for (const reference of identifiers) {
    if (reference.name !== marker) rename(text, reference, bindingOf(reference.name), isConstant(reference.name));
  }
  const written = readWritten(javascript, compiled.text, compiled.compiled ?? '');
  for (const [reference, name] of ownNames(written, all)) rename(text, reference, name, false);
  for (const node of moduleSyntax) {
    if (node.type === 'MetaProperty') text.update(node.start, node.end, `${runtime}.meta`);
    else text.update(node.start, node.start + 'import'.length, `${runtime}.import`);
  }
  for (const { node, place } of vars) assignInstead(text, node, place);
  rememberRuns(text, program, execution);
  nameAnonymous(text, program, { identifiers, written, bindingOf, isGenerated });
  const names = new Set(identifiers.map(({ name }) => name));
  // What is imported behind a `%` line may be what that installs.
  let top = 0;
  for (const statement of program.body) {
    rewriteStatement(text, statement, { bindingOf, isUsed: (name) => names.has(name), top });
    if (isPercentCall(javascript, statement)) top = statement.end;
  }

  const isFresh = (name: string): boolean => own.declares.get(name)?.kind === 'fresh';
  const hoisted = [...kinds].filter(([name, kind]) => kind === 'var' && (isFresh(name) || !scope.get(name)?.settled));
  const declaration = hoisted.length > 0 ? ` let ${hoisted.map(([name]) => bindingOf(name)).join(', ')};` : '';
  const imported = [...names].filter((name) => !kinds.has(name) && scope.get(name)?.kind === 'import');
  const check =
    imported.length > 0 ? ` ${runtime}.used(${imported.map((name) => JSON.stringify(name)).join(', ')});` : '';
  text.prepend(`"use strict";${check}${declaration}\n`);
  giveValue(text, program, marker);

  return {
    code: text.toString(),
    mappings: text.generateMap().mappings,
    declared: [...kinds.keys()]
      .filter((name) => !isGenerated(name))
      .map((name) => ({ name, kind: kindOf(name) ?? 'var', binding: bindingOf(name), settled: true })),
    free: new Set(
      identifiers.map(({ name }) => name).filter((name) => !kinds.has(name) && !scope.has(name) && name !== marker),
    ),
    uses: usesOf(
      program,
      identifiers.filter(({ name }) => name !== marker && name !== runtime),
      kinds,
    ),
  };
}

function rename(
  text: MagicString,
  { name, start, end, use, shorthand }: Reference,
  binding: string,
  constant: boolean,
) {
  // A property with a setter is a target in every form of assignment: `x = 1`, `x++`, `[x] = …`, `for (x of …)`.
  const target = use === 'write' && constant ? `${runtime}.constant(${JSON.stringify(name)}).value` : binding;
  if (target !== name) text.update(start, end, shorthand ? `${name}: ${target}` : target);
}

/** `var a = 1, b;` declares nothing: `let a, b` stands at the top of the cell. `void`, because it has no value. */
function assignInstead(text: MagicString, node: VariableDeclaration, place: Place): void {
  const [first] = node.declarations;
  const last = node.declarations.at(-1);
  if (!first || !last) return;
  if (place === 'statement') text.update(node.start, first.start, 'void (');
  else text.remove(node.start, first.start);
  if (place === 'for-each') return;
  for (const { id, init } of node.declarations) if (!init) text.update(id.start, id.end, '0');
  if (place === 'statement') text.appendLeft(last.end, ')');
}

/**
 * After each wait the cell says whose code goes on: what it prints is its own, and after an interrupt it stops. A function
 * asks when it is called; where there is no notebook (its text was sent to a worker or a browser) it says nothing.
 */
function rememberRuns(text: MagicString, program: Program, execution: number): void {
  const { expressions, blocks, functions } = findAwaits(program);
  const runOf = (owner: Owner): number | undefined => (owner === 'cell' ? execution : undefined);
  for (const { node, owner } of expressions) {
    text.appendRight(node.start, resumedBy(runOf(owner))).appendLeft(node.end, ')');
  }
  for (const { node, owner } of blocks) {
    if (node.type === 'BlockStatement') text.appendRight(node.start + 1, ` ${resumption(runOf(owner))}`);
    else text.appendRight(node.start, `{ ${resumption(runOf(owner))} `).appendLeft(node.end, ' }');
  }
  for (const { body, end } of functions) {
    if (body.type === 'BlockStatement') text.appendRight(body.start + 1, ` ${remember}`);
    else {
      // The body of an arrow may stand in parentheses, which are no part of its node.
      const arrow = text.original.lastIndexOf('=>', body.start) + '=>'.length;
      text.appendRight(arrow, ` { ${remember} return (`).appendLeft(end, '); }');
    }
  }
}

type Surroundings = {
  readonly bindingOf: (name: string) => string;
  readonly isUsed: (name: string) => boolean;
  /** Where imports go. */
  readonly top: number;
};

function rewriteStatement(text: MagicString, statement: AnyNode, { bindingOf, isUsed, top }: Surroundings): void {
  const node = declarationIn(statement);
  if (!node || node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') {
    const code = importStatement(statement, bindingOf, isUsed);
    if (code === undefined) text.remove(statement.start, statement.end);
    else {
      text.update(statement.start, statement.end, code);
      moveTo(text, statement, top);
    }
    return;
  }
  if (node !== statement) text.remove(statement.start, node.start);
  const wrap = (before: string, after: string): void => {
    text.appendRight(node.start, before).appendLeft(node.end, after);
  };
  if (node.type === 'VariableDeclaration') {
    if (node.kind === 'const') text.update(node.start, node.start + 'const'.length, 'let');
  } else if (node.type === 'FunctionDeclaration' && node.id) {
    const binding = bindingOf(node.id.name);
    // A variable gives its own name to a function without one.
    if (binding === node.id.name) text.remove(node.id.start, node.id.end);
    wrap(`let ${binding} = `, ';');
    moveTo(text, node, 0);
  } else if (node.type === 'ClassDeclaration' && node.id) {
    const binding = bindingOf(node.id.name);
    if (binding !== node.id.name) wrap(`let ${binding} = `, ';');
  } else if (node !== statement) wrap('(', ');');
}

function moveTo(text: MagicString, { start, end }: AnyNode, place: number): void {
  if (start > place) text.move(start, end, place);
}

/**
 * Takes the calls around the cell's value out again. A cell without one says so: V8 would go back to an earlier statement, or
 * take the last round of a loop.
 */
function giveValue(text: MagicString, program: Program, marker: string | undefined): void {
  if (marker === undefined) {
    // An object literal, which would be a block.
    if (beginsWithBrace(text.original)) text.appendRight(program.start, '(').appendLeft(program.end, ')');
    return;
  }
  const { statement, calls } = findMarked(program.body, marker);
  for (const {
    callee,
    arguments: [value],
    end,
  } of calls) {
    const needsParentheses =
      !value ||
      value.type === 'SequenceExpression' ||
      /^(?:\{|(?:async|class|function|let)\b)/.test(text.original.slice(value.start, value.start + 9));
    text.remove(callee.start, needsParentheses ? callee.end : value.start);
    if (!needsParentheses) text.remove(value.end, end);
  }
  if (!statement) text.append(';void 0;');
  // Where no branch has a value, V8 would go back, too.
  else if (statement.type !== 'ExpressionStatement') text.appendRight(statement.start, 'void 0; ');
}

type Marked = { readonly statement: AnyNode | undefined; readonly calls: readonly CallExpression[] };

/** The statement with the marked calls. A `using` at the top puts the whole cell into a `try`. */
function findMarked(body: readonly AnyNode[], marker: string): Marked {
  const found: CallExpression[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === marker) {
      found.push(node);
    } else for (const child of children(node)) visit(child);
  };
  for (const statement of body.toReversed()) {
    visit(statement);
    if (found.length === 0) continue;
    const inner = statement.type === 'TryStatement' ? findMarked(statement.block.body, marker) : undefined;
    const isWhole = inner?.calls.length === found.length;
    return { statement: isWhole ? inner.statement : statement, calls: found };
  }
  return { statement: undefined, calls: [] };
}
