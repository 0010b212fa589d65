import ts from 'typescript';
import { readPercentLine } from '../percent/index.ts';
import { askedName } from '../question.ts';
import type { CellModule } from './cell-module.ts';
import type { NotebookLanguage } from './notebook-language.ts';
import { unknownOptions } from './options/unknown-options.ts';

/** Something that TypeScript finds wrong with a cell, or worth a hint. Offsets are the cell's. */
export type CellDiagnostic = {
  readonly severity: 'error' | 'warning' | 'unused' | 'deprecated';
  /** TypeScript's number, or what we find ourselves; none for a line that is none of TypeScript. */
  readonly code?: number | 'unknown-option';
  readonly message: string;
  readonly start: number;
  readonly end: number;
};

/** What is wrong with a cell as the kernel runs it. Cells whose language has no types are only parsed. */
export function diagnosticsOf(language: NotebookLanguage, id: string): readonly CellDiagnostic[] {
  const module = language.module(id);
  // A question about a name is not TypeScript, and not wrong.
  if (!module || askedName(module.cell.text) !== undefined) return [];
  const file = language.fileOf(id);
  const { service } = language;
  const lines = module.lines.flatMap((line): readonly CellDiagnostic[] => {
    const read = readPercentLine(line);
    if (read.kind !== 'problem') return [];
    const { start, end } = line;
    return [{ severity: 'error', message: read.message, start, end }];
  });
  const syntactic = service.getSyntacticDiagnostics(file).filter(({ code }) => !isTypeInJavaScript(code));
  const semantic =
    module.cell.language === 'javascript'
      ? []
      : [...service.getSemanticDiagnostics(file), ...service.getSuggestionDiagnostics(file)];
  // The kernel refuses them in every cell.
  const options = unknownOptions(language, id).map(
    ({ message, start, end }): CellDiagnostic => ({ severity: 'error', code: 'unknown-option', message, start, end }),
  );
  const others = [...syntactic, ...semantic].flatMap((each) => inCell(language, module, each));
  return [...lines, ...others.filter((each) => !options.some((option) => saysTheSame(each, option))), ...options];
}

/** TypeScript says of some of them that an object has a property too many. */
function saysTheSame({ code, start }: CellDiagnostic, option: CellDiagnostic): boolean {
  return start === option.start && tooMany.has(code);
}

const tooMany: ReadonlySet<unknown> = new Set([2322, 2345, 2353, 2559, 2561, 2769]);

function inCell(language: NotebookLanguage, module: CellModule, diagnostic: ts.Diagnostic): readonly CellDiagnostic[] {
  const { code, start = -1, length = 0 } = diagnostic;
  const severity = severityOf(diagnostic);
  const message = messageOf(language, module, diagnostic);
  if (severity === undefined || message === undefined || start < module.start) return [];
  // What is missing at the end is reported behind it.
  const [first, last] = [Math.min(start, module.end), Math.min(start + length, module.end)];
  return [{ severity, code, message, start: first - module.start, end: last - module.start }];
}

function severityOf({ category, code, reportsUnnecessary, reportsDeprecated }: ts.Diagnostic) {
  if (category === ts.DiagnosticCategory.Error) return perhapsNothing.has(code) ? 'warning' : 'error';
  // Other suggestions are about style, which is the person's.
  return reportsUnnecessary ? 'unused' : reportsDeprecated ? 'deprecated' : undefined;
}

/** "… is possibly null or undefined": who explores a value often knows better. */
const perhapsNothing: ReadonlySet<number> = new Set([2531, 2532, 2533, 2721, 2722, 2723, 18047, 18048, 18049]);

/** The message for the person; undefined when the kernel does what TypeScript forbids. */
function messageOf(
  language: NotebookLanguage,
  module: CellModule,
  { code, messageText, start = 0, length = 0 }: ts.Diagnostic,
) {
  const text = ts.flattenDiagnosticMessageText(messageText, '\n');
  const name = module.text.slice(start, start + length);
  switch (code) {
    case 2632: {
      // "Cannot assign to 'x' because it is an import": of another cell, whose variables are everybody's.
      const from = module.takes.get(name);
      if (from === undefined) return text;
      const kind = language.declared(from, name)?.kind;
      return kind === 'const' || kind === 'import'
        ? `Cannot assign to '${name}' because it is a constant of another cell.`
        : undefined;
    }
    case 2307: {
      const specifier = name.slice(1, -1);
      const packageName = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
      return /^[./]|^node:|^[a-z]:\\/i.test(specifier) ? text : `${text}\nInstall it with: %npm install ${packageName}`;
    }
    default:
      return text;
  }
}

/** "Type annotations can only be used in TypeScript files" and the like: the kernel takes them in every cell. */
function isTypeInJavaScript(code: number): boolean {
  return code >= 8000 && code < 9000;
}
