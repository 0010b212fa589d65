export { findPercentLines, type PercentCompletions, percentAt, percentCompletions } from '../percent/index.ts';
export type { Cell } from './cell.ts';
export { compilerOptions } from './compiler-options.ts';
export { type Completion, completionsAt } from './completions.ts';
export { type CellDiagnostic, diagnosticsOf } from './diagnostics.ts';
export { createNotebookLanguage, type NotebookLanguage, type NotebookLanguageOptions } from './notebook-language.ts';
export { type UnknownOption, unknownOptions } from './options/unknown-options.ts';
export { quickInfoAt, quickInfoOf } from './quick-info.ts';
export { mistakesIn } from './reading.ts';
