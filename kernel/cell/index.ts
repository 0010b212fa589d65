export type { Completeness } from './completeness.ts';
export { isGenerated, waits } from './generated.ts';
export { askedName } from './question.ts';
export { operandAtEnd } from './receiver.ts';
export { emptyScope, extendScope, type Scope, unsettled } from './scope.ts';
export type { CellSyntaxError } from './syntax-error.ts';
export type { Transpiled } from './transpile.ts';
