import { relative, resolve } from 'node:path';
import ts from 'typescript';
import { compilerOptions } from '../../kernel/cell/language/index.ts';

/** What completions and hovers in a cell can show: our globals and library, TensorFlow.js, DuckDB, Node. */
const roots = [
  'dist/kernel/cell/globals.d.ts',
  'dist/kernel/cell/tf.d.ts',
  'node_modules/@duckdb/node-api/lib/index.d.ts',
  'node_modules/@types/node/index.d.ts',
];

/** The declaration files that cells can reach, but for TypeScript's own. Relative paths with forward slashes. */
export function traceTypes(): readonly string[] {
  const program = ts.createProgram(roots, compilerOptions);
  const missing = roots.filter((file) => program.getSourceFile(file) === undefined);
  if (missing.length > 0) throw new Error(`These declarations are missing: ${missing.join(', ')}. Run npm run build.`);
  return program
    .getSourceFiles()
    .map(({ fileName }) => relative('.', resolve(fileName)).replaceAll('\\', '/'))
    .filter((file) => file.startsWith('dist/types/') || /^node_modules\/(?!typescript\/)/.test(file));
}
