import type ts from 'typescript';
import { findPercentLines } from '../../../kernel/cell/percent/index.ts';

/** TypeScript's own answers about the text of one cell, whatever stands in others. */
export type CellService = {
  readonly service: ts.LanguageService;
  readonly file: string;
  /** What stands before the cell's own text. */
  readonly shift: number;
  /** Where lines stand that are no TypeScript (`%npm …`), first character and end. */
  readonly opaque: readonly (readonly [start: number, end: number])[];
};

/**
 * Reads a cell as the kernel does: with elements, unless only the other way works, and `{ a: 1 }` as an object. Undefined where it is
 * not finished, or a question: nobody touches that. `more` stands behind it.
 */
export function cellService(typescript: typeof ts, text: string, more = ''): CellService | undefined {
  const { lines } = findPercentLines(text, (part) => mistakesOf(typescript, part));
  const opaque = lines.map(({ start, end }) => [start, end] as const);
  const plain = withComments(text, opaque);
  const literal = /^\s*\{/.test(plain) ? [{ before: '(', after: '\n)' }] : [];
  for (const { before, after } of [...literal, { before: '', after: '' }]) {
    for (const file of ['/cell.tsx', '/cell.ts']) {
      const service = serviceOf(typescript, file, `${before}${plain}${after}${more}`);
      if (service.getSyntacticDiagnostics(file).length === 0) return { service, file, shift: before.length, opaque };
      service.dispose();
    }
  }
  return undefined;
}

/** What changes in the cell's own text, but for lines that are no TypeScript. */
export function ownChanges(
  { shift, opaque }: CellService,
  text: string,
  changes: readonly ts.TextChange[],
): ts.TextChange[] {
  return changes.flatMap(({ span, newText }) => {
    const start = span.start - shift;
    const end = start + span.length;
    const isWithin = start >= 0 && end <= text.length;
    if (!isWithin || opaque.some(([first, last]) => start <= last && end >= first)) return [];
    return [{ span: { start, length: span.length }, newText }];
  });
}

/** Where a text is no TypeScript in either of its readings, as the language server asks it (kernel/cell/language/reading.ts). */
function mistakesOf(typescript: typeof ts, text: string): readonly number[] {
  const readings = (['cell.tsx', 'cell.ts'] as const).map((file) => {
    const tree = typescript.createSourceFile(file, text, typescript.ScriptTarget.ESNext);
    return (tree as unknown as { readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[] }).parseDiagnostics;
  });
  return readings.some((found) => found.length === 0) ? [] : readings.flat().map(({ start }) => start);
}

/** A comment as long as the line itself, so that everything stays in its place. */
function withComments(text: string, lines: readonly (readonly [number, number])[]): string {
  let written = text;
  for (const [start, end] of lines) {
    written = `${written.slice(0, start)}//${'x'.repeat(end - start - 2)}${written.slice(end)}`;
  }
  return written;
}

function serviceOf(typescript: typeof ts, file: string, text: string): ts.LanguageService {
  const options: ts.CompilerOptions = {
    target: typescript.ScriptTarget.ESNext,
    module: typescript.ModuleKind.ESNext,
    moduleDetection: typescript.ModuleDetectionKind.Force,
    jsx: typescript.JsxEmit.Preserve,
    noLib: true,
    noResolve: true,
    types: [],
  };
  return typescript.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => '/',
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => (name === file ? typescript.ScriptSnapshot.fromString(text) : undefined),
    getDefaultLibFileName: () => '/lib.d.ts',
    fileExists: (name) => name === file,
    readFile: () => undefined,
  });
}
