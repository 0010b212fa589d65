import type { AnyNode, Program, VariableDeclaration } from 'acorn';
import MagicString from 'magic-string';
import { runtime } from '../link/index.ts';
import { findAwaits, type Owner } from './awaits.ts';
import { declarationIn, declarations } from './declarations.ts';
import { importStatement } from './imports.ts';
import { type Place, type Reference, references } from './references.ts';
import type { Scope, Variable } from './scope.ts';

export type RewriteOptions = {
  readonly scope: Scope;
  /** Names of globalThis that packages use; a cell may not take them away. */
  readonly globals: ReadonlySet<string>;
  /** Identifiers in the cell's own text; a declared name that is not among them is the compiler's. */
  readonly written: ReadonlySet<string>;
  /** Names that start anew when a cell declares them again: enums and namespaces. */
  readonly fresh: ReadonlySet<string>;
  /** Names of constants that the compiler declares by `var`. */
  readonly constants: ReadonlySet<string>;
  /** Makes the compiler's names unique: a class keeps using those of the run that made it. */
  readonly execution: number;
};

export type Rewritten = {
  readonly code: string;
  readonly mappings: string;
  readonly declared: readonly Variable[];
  /** Names the cell uses that neither it nor an earlier cell declares. */
  readonly free: ReadonlySet<string>;
};

/**
 * A module's syntax tree as a script for V8's REPL mode, where `let` may be declared again. So every declaration of
 * the notebook becomes `let`, whatever declared the name before, and the rest of its meaning is kept by hand: functions and
 * imports come first, `var` keeps its value, `const` refuses assignment.
 */
export function rewrite(javascript: string, program: Program, options: RewriteOptions): Rewritten {
  const { scope, globals, written, fresh, constants, execution } = options;
  const text = new MagicString(javascript);
  const kinds = declarations(program);
  const { identifiers, vars, moduleSyntax } = references(program);

  const isGenerated = (name: string): boolean => kinds.has(name) && !written.has(name);
  const bindingOf = (name: string): string => {
    if (isGenerated(name)) return `${name}$${execution}`;
    if (kinds.has(name)) return globals.has(name) ? `__${name}` : name;
    return scope.get(name)?.binding ?? name;
  };
  const isConstant = (name: string): boolean => {
    const kind = constants.has(name) ? 'const' : (kinds.get(name) ?? scope.get(name)?.kind);
    return kind === 'const' || kind === 'import';
  };

  for (const reference of identifiers) rename(text, reference, bindingOf(reference.name), isConstant(reference.name));
  for (const node of moduleSyntax) {
    if (node.type === 'MetaProperty') text.update(node.start, node.end, `${runtime}.meta`);
    else text.update(node.start, node.start + 'import'.length, `${runtime}.import`);
  }
  for (const { node, place } of vars) assignInstead(text, node, place);
  rememberRuns(text, program, execution);
  for (const statement of program.body) rewriteStatement(text, statement, bindingOf);

  const hoisted = [...kinds].filter(([name, kind]) => kind === 'var' && (fresh.has(name) || !scope.get(name)?.settled));
  const declaration = hoisted.length > 0 ? ` let ${hoisted.map(([name]) => bindingOf(name)).join(', ')};` : '';
  text.prepend(`"use strict";${declaration}\n`);
  if (hasNoValue(program, identifiers, isGenerated)) text.append(';void 0;');

  return {
    code: text.toString(),
    mappings: text.generateMap().mappings,
    declared: [...kinds]
      .filter(([name]) => !isGenerated(name))
      .map(([name, kind]) => ({
        name,
        kind: constants.has(name) ? 'const' : kind,
        binding: bindingOf(name),
        settled: true,
      })),
    free: new Set(identifiers.map(({ name }) => name).filter((name) => !kinds.has(name) && !scope.has(name))),
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
  const resumed = (owner: Owner): string => (owner === 'cell' ? `${runtime}.resumed(${execution}, ` : '__resumed(');
  for (const { node, owner } of expressions) {
    text.appendRight(node.start, resumed(owner)).appendLeft(node.end, ')');
  }
  for (const { node, owner } of blocks) {
    if (node.type === 'BlockStatement') text.appendRight(node.start + 1, ` ${resumed(owner)}0);`);
    else text.appendRight(node.start, `{ ${resumed(owner)}0); `).appendLeft(node.end, ' }');
  }
  for (const { body, end } of functions) {
    const remember = `const __resumed = globalThis.${runtime}?.resumption() ?? ((value) => value);`;
    if (body.type === 'BlockStatement') text.appendRight(body.start + 1, ` ${remember}`);
    else {
      // The body of an arrow may stand in parentheses, which are no part of its node.
      const arrow = text.original.lastIndexOf('=>', body.start) + '=>'.length;
      text.appendRight(arrow, ` { ${remember} return (`).appendLeft(end, '); }');
    }
  }
}

function rewriteStatement(text: MagicString, statement: AnyNode, bindingOf: (name: string) => string): void {
  const node = declarationIn(statement);
  if (!node || node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') {
    const code = importStatement(statement, bindingOf);
    if (code === undefined) text.remove(statement.start, statement.end);
    else {
      text.update(statement.start, statement.end, code);
      moveToTop(text, statement);
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
    text.remove(node.id.start, node.id.end);
    wrap(`let ${bindingOf(node.id.name)} = `, ';');
    moveToTop(text, node);
  } else if (node.type === 'ClassDeclaration' && node.id) {
    const binding = bindingOf(node.id.name);
    if (binding !== node.id.name) wrap(`let ${binding} = `, ';');
  } else if (node !== statement) wrap('(', ');');
}

function moveToTop(text: MagicString, { start, end }: AnyNode): void {
  if (start > 0) text.move(start, end, 0);
}

/**
 * A cell's value is that of its last statement, semicolon or not, unless that statement is a declaration or a loop, or is
 * the compiler's. (V8 would go back to an earlier statement, or take the last round of the loop.)
 */
function hasNoValue(
  program: Program,
  identifiers: readonly Reference[],
  isGenerated: (name: string) => boolean,
): boolean {
  const last = program.body.findLast(({ type }) => type !== 'EmptyStatement');
  if (!last || ('directive' in last && last.directive === 'use strict')) return true;
  const node = last.type === 'LabeledStatement' ? last.body : last;
  if (node.type === 'ExportDefaultDeclaration') return 'id' in node.declaration && !!node.declaration.id;
  if (/Declaration$|^(For|While|DoWhile)/.test(node.type)) return true;
  return (
    node.type === 'ExpressionStatement' &&
    identifiers.some(({ name, start }) => start >= node.start && start < node.end && isGenerated(name))
  );
}
