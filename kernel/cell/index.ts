export type { Completeness } from './completeness.ts';
export { isGenerated, waits } from './generated.ts';
export { findPercentLines, meantAsCommand, type PercentLine, percentAt, percentCompletions } from './percent/index.ts';
export { askedName } from './question.ts';
export { operandAtEnd } from './receiver.ts';
export { emptyScope, extendScope, type Scope, unsettled } from './scope.ts';
export type { CellSyntaxError } from './syntax-error.ts';
export type { Transpiled } from './transpile.ts';
