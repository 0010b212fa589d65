import ts from 'typescript';
import { findPercentLines, mistakesIn } from '../../kernel/cell/language/index.ts';
import type { ExportedNotebook } from './cells.ts';
import { countDeclarations, createDeclarations, type Declarations } from './declarations.ts';
import { scriptHead } from './script-head.ts';

/**
 * A notebook as a script for Node: markdown as comments, cells in their order at the top level, what a cell showed as text
 * on the console. A name that a notebook declares twice is assigned the second time. Pictures are left out.
 */
export function toScript({ title, cells }: ExportedNotebook): string {
  const parsed = cells.map((cell) => {
    if (cell.kind === 'markup') return { kind: 'markup', text: cell.text } as const;
    if (cell.language !== 'typescript' && cell.language !== 'javascript') {
      return {
        kind: 'left out',
        text: cell.text,
        reason: `A ${cell.language} cell, which is not TypeScript:`,
      } as const;
    }
    const file = readCell(withoutPercentLines(cell.text));
    const [wrong] = syntaxErrors(file);
    if (wrong === undefined) return { kind: 'code', file } as const;
    return { kind: 'left out', text: cell.text, reason: `A cell with a syntax error (${wrong}):` } as const;
  });
  const files = parsed.flatMap((cell) => (cell.kind === 'code' ? [cell.file] : []));
  const names = countDeclarations(files);
  const declarations = createDeclarations(names);
  const body = parsed.map((cell) => {
    if (cell.kind === 'markup') return commented(cell.text);
    if (cell.kind === 'left out') return `${commented(cell.reason)}\n${commented(cell.text)}`;
    const file = withoutElements(cell.file, names);
    if (file) return codeOf(file, declarations);
    return `${commented('A cell with elements, which only notebooks show:')}\n${commented(cell.file.text)}`;
  });
  const text = body.filter((part) => part.trim() !== '').join('\n\n');
  // Read again: what was left out needs no import.
  return `${[...scriptHead(title, parse(text)), text].join('\n')}\n`;
}

/** Lines that the kernel carries out are comments of the script, but for what they time. */
function withoutPercentLines(text: string): string {
  const { code, lines } = findPercentLines(text, mistakesIn);
  let written = code;
  for (const { start, end, name, rest, restStart } of lines.toReversed()) {
    const behind = written.slice(end);
    // What TypeScript would go on with, were the line not there.
    const close = /^\s*[([`+\-/*.,?%<>&|^=]/.test(behind) ? ';' : '';
    const comment =
      name === 'time' && rest !== ''
        ? `/* %time */ ${written.slice(restStart, end)}`
        : `${close}// ${text.slice(start, end)}`;
    written = written.slice(0, start) + comment + behind;
  }
  return written;
}

/** As the kernel reads a cell: with elements (`tsx`), or else with `<T>(x: T) => x` and `<string>value` (`ts`). */
function readCell(text: string): ts.SourceFile {
  const tsx = parse(text, 'tsx');
  return syntaxErrors(tsx).length === 0 ? tsx : parse(text);
}

function parse(text: string, language: 'tsx' | 'ts' = 'ts'): ts.SourceFile {
  const kind = language === 'tsx' ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(`cell.${language}`, text, ts.ScriptTarget.ESNext, true, kind);
}

/**
 * Node takes no elements: they become the calls that the kernel makes of them, React's or Preact's, whichever the notebook
 * declares. Undefined where they are the notebook's own.
 */
function withoutElements(file: ts.SourceFile, names: ReadonlyMap<string, number>): ts.SourceFile | undefined {
  if (!hasElements(file)) return file;
  const factories = names.has('React')
    ? { jsxFactory: 'React.createElement', jsxFragmentFactory: 'React.Fragment' }
    : { jsxFactory: 'h', jsxFragmentFactory: 'Fragment' };
  if (!names.has('React') && !names.has('h')) return undefined;
  const { outputText } = ts.transpileModule(file.text, {
    fileName: file.fileName,
    compilerOptions: { ...esnext, ...factories, jsx: ts.JsxEmit.React, verbatimModuleSyntax: true },
  });
  return parse(outputText);
}

function hasElements(node: ts.Node): boolean {
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return true;
  return ts.forEachChild(node, hasElements) ?? false;
}

const esnext = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext } as const;

function syntaxErrors(file: ts.SourceFile): readonly string[] {
  const { diagnostics = [] } = ts.transpileModule(file.text, {
    fileName: file.fileName,
    reportDiagnostics: true,
    compilerOptions: esnext,
  });
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

function codeOf(file: ts.SourceFile, declarations: Declarations): string {
  const last = file.statements.at(-1);
  let code = '';
  let end = 0;
  for (const statement of file.statements) {
    const start = statement.getStart(file);
    code += file.text.slice(end, start);
    code += statementOf(statement, file, declarations, statement === last ? 'last' : 'earlier');
    end = statement.end;
  }
  return (code + file.text.slice(end)).trim();
}

function statementOf(
  statement: ts.Statement,
  file: ts.SourceFile,
  declarations: Declarations,
  place: 'last' | 'earlier',
): string {
  if (!ts.isExpressionStatement(statement)) return declarations.write(statement, file);
  const { expression } = statement;
  if (calledName(expression) === 'plot') return commented(`A picture, for notebooks only:\n${statement.getText(file)}`);
  if (place === 'earlier' || !hasValue(expression)) return statement.getText(file);
  return `await show(${expression.getText(file)});`;
}

/** Whether a notebook would show what the statement comes to. */
function hasValue(expression: ts.Expression): boolean {
  if (ts.isBinaryExpression(expression)) {
    const { kind } = expression.operatorToken;
    return kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment;
  }
  if (ts.isDeleteExpression(expression) || ts.isVoidExpression(expression)) return false;
  const name = calledName(expression) ?? '';
  return !/^(console\.\w+|display(\.\w+)?|clearOutput|show)$/.test(name);
}

/** `plot` of `await plot(…)`, `console.log` of `console.log(…)`. */
function calledName(expression: ts.Expression): string | undefined {
  const call = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(call) ? call.expression.getText() : undefined;
}

function commented(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => `// ${line}`.trimEnd())
    .join('\n');
}
