import { type Expression, type Program, parseSync, type Statement } from 'oxc-parser';
import { beginsWithBrace } from './begins-with-brace.ts';
import { type OwnDeclaration, ownDeclarations } from './own-declarations.ts';

/** What a cell's own text says, types and all, before anything is made of it. */
export type CellText = {
  readonly kind: 'cell';
  /** TypeScript has two readings: `tsx`, with elements, and `ts`, with `<T>(x: T) => x` and `<string>value`. */
  readonly language: Language;
  /** `{ a: 1 }` is a block to JavaScript and an object to a person, unless a semicolon says otherwise; as in Node's REPL. */
  readonly isObjectLiteral: boolean;
  /** The expressions that may give the cell its value: one, several (of `if`, `try`, a block …) or none. */
  readonly values: readonly Value[];
  /** What the cell gives to the notebook, by name; types are not among it. */
  readonly declares: ReadonlyMap<string, OwnDeclaration>;
  /** What stands at its top level, but for empty statements. */
  readonly statements: readonly TopStatement[];
  /** Only TypeScript's older decorators may stand before a parameter. */
  readonly decoratesParameters: boolean;
  /** A function is declared in a block or function: where esbuild sees no module, it gives it to what is around the block. */
  readonly hasInnerFunction: boolean;
};

export type Language = 'tsx' | 'ts';

/** Offsets in the cell of a statement, and of its expression if that is all it is. */
export type TopStatement = { readonly start: number; readonly end: number; readonly expression?: Value };

/** Offsets in the cell of an expression, and of `export default` before it. */
export type Value = { readonly start: number; readonly end: number; readonly exportStart?: number };

/** Where the parser stumbles in each reading; nowhere if one of them has no mistake. */
export function mistakes(text: string): readonly number[] {
  const found: number[] = [];
  for (const language of ['tsx', 'ts'] as const) {
    const { errors } = parseSync(`cell.${language}`, text, { lang: language, sourceType: 'module' });
    const offsets = errors
      .filter(({ severity }) => severity === 'Error')
      .map(({ labels }) => labels[0]?.start ?? text.length);
    if (offsets.length === 0) return [];
    found.push(...offsets);
  }
  return found;
}

/** The first mistake of a cell that is no TypeScript in either reading. */
export type Unreadable = { readonly kind: 'unreadable'; readonly message: string; readonly offset: number };

/** How a cell reads. */
export function readCell(source: string): CellText | Unreadable {
  const literal = beginsWithBrace(source) ? readObjectLiteral(source) : undefined;
  if (literal) return literal;
  const tsx = parse(source, 'tsx');
  if (!tsx.mistake) return cellText(source, 'tsx', tsx.program);
  const ts = parse(source, 'ts');
  if (!ts.mistake) return cellText(source, 'ts', ts.program);
  // A mistake that the parser goes on after (`return` in a cell) is told by whoever compiles the cell.
  if (tsx.program.body.length > 0) return cellText(source, 'tsx', tsx.program);
  if (ts.program.body.length > 0) return cellText(source, 'ts', ts.program);
  return { kind: 'unreadable', message: tsx.mistake.message, offset: tsx.mistake.labels[0]?.start ?? 0 };
}

function parse(text: string, language: Language) {
  const { program, errors } = parseSync(`cell.${language}`, text, { lang: language, sourceType: 'module' });
  return { program, mistake: errors.find(({ severity }) => severity === 'Error') };
}

function cellText(source: string, language: Language, program: Program): CellText {
  return {
    kind: 'cell',
    language,
    isObjectLiteral: false,
    values: valuesOf(program),
    statements: program.body.filter(({ type }) => type !== 'EmptyStatement').map(topStatement),
    declares: ownDeclarations(program),
    decoratesParameters: source.includes('@') && decoratesParameters(program),
    hasInnerFunction: source.includes('function') && program.body.some((each) => hasFunctionWithin(each)),
  };
}

function readObjectLiteral(source: string): CellText | undefined {
  for (const language of ['tsx', 'ts'] as const) {
    const { program, mistake } = parse(`(${source}\n)`, language);
    const [only] = program.body;
    if (mistake || program.body.length !== 1 || only?.type !== 'ExpressionStatement') continue;
    // `{ a }) + ({ b }` reads as one expression only with our parentheses.
    if (only.expression.type !== 'ParenthesizedExpression' || only.expression.end !== source.length + 3) continue;
    const values = [{ start: 0, end: source.length }];
    const decorated = source.includes('@') && decoratesParameters(program);
    return {
      kind: 'cell',
      language,
      isObjectLiteral: true,
      values,
      statements: [],
      declares: new Map(),
      decoratesParameters: decorated,
      hasInnerFunction: program.body.some((each) => hasFunctionWithin(each)),
    };
  }
  return undefined;
}

/**
 * A cell's value is that of its last statement, semicolon or not, unless that is a declaration, a type or a loop. A statement
 * with statements in it has the value that ECMAScript gives it.
 */
function valuesOf(program: Program): readonly Value[] {
  // A directive at the end is a string that somebody wants to see.
  const last = program.body.findLast(({ type }) => type !== 'EmptyStatement');
  if (!last || isLoop(withoutLabels(last))) return [];
  if (last.type === 'ExportDefaultDeclaration') {
    const { declaration } = last;
    const isNamed = 'id' in declaration && declaration.id;
    const isType = declaration.type === 'TSInterfaceDeclaration';
    const decorated = 'decorators' in declaration && (declaration.decorators as readonly unknown[]).length > 0;
    if (isNamed || isType || decorated) return [];
    return [{ start: declaration.start, end: declaration.end, exportStart: last.start }];
  }
  return expressionsIn(last).map(({ start, end }) => ({ start, end }));
}

function topStatement(statement: Statement | Program['body'][number]): TopStatement {
  const { start, end } = statement;
  if (statement.type !== 'ExpressionStatement') return { start, end };
  return { start, end, expression: { start: statement.expression.start, end: statement.expression.end } };
}

function withoutLabels(statement: Statement): Statement {
  return statement.type === 'LabeledStatement' ? withoutLabels(statement.body) : statement;
}

function isLoop({ type }: Statement): boolean {
  return /^(?:For|While|DoWhile)/.test(type);
}

/** The expressions that are statements within a statement; those of functions and classes are none of its own. */
function expressionsIn(statement: Statement | null | undefined): readonly Expression[] {
  switch (statement?.type) {
    case 'ExpressionStatement':
      return [statement.expression];
    case 'BlockStatement':
      return statement.body.flatMap(expressionsIn);
    case 'IfStatement':
      return [...expressionsIn(statement.consequent), ...expressionsIn(statement.alternate)];
    case 'TryStatement':
      return [statement.block, statement.handler?.body, statement.finalizer].flatMap(expressionsIn);
    case 'SwitchStatement':
      return statement.cases.flatMap(({ consequent }) => consequent.flatMap(expressionsIn));
    case 'LabeledStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
      return expressionsIn(statement.body);
    default:
      return [];
  }
}

function decoratesParameters(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  const { params } = node as { readonly params?: unknown };
  if (Array.isArray(params) && params.some(isDecorated)) return true;
  return Object.values(node).some(decoratesParameters);
}

function hasFunctionWithin(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  return Object.values(node).some((each) => isFunctionDeclaration(each) || hasFunctionWithin(each));
}

function isFunctionDeclaration(node: unknown): boolean {
  return (node as { readonly type?: string } | null)?.type === 'FunctionDeclaration';
}

function isDecorated(parameter: { readonly decorators?: readonly unknown[] }): boolean {
  return (parameter.decorators?.length ?? 0) > 0;
}
