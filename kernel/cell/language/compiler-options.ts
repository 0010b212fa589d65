import ts from 'typescript';

/**
 * How TypeScript reads cells. The kernel runs whatever parses, so these only choose what a person is told: what is surely wrong,
 * and nothing that a sketch need not have yet.
 */
export const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  // What Node 20 has; `using` is the compiler's.
  lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts', 'lib.esnext.decorators.d.ts'],
  // Allows `import fs = require(…)` and `require` beside ECMAScript modules, as the kernel does.
  module: ts.ModuleKind.Preserve,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.Preserve,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  allowJs: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
  // `tf` is a namespace of values and of types (`tf.Tensor`), which only a UMD global is.
  allowUmdGlobalAccess: true,

  strict: true,
  // Parameters of a sketch, packages without types, `let model;`, `catch (error)`, fields that a method fills.
  noImplicitAny: false,
  noImplicitThis: false,
  useUnknownInCatchVariables: false,
  strictPropertyInitialization: false,
  allowUnreachableCode: true,
  allowUnusedLabels: true,
};
