/**
 * Whether code with these texts may catch what it throws where V8 cannot say: an error that rejects the promise of an async function. The kernel
 * itself waits for the promise of each cell, which V8 takes for somebody who catches.
 */
export function mayBeCaught(texts: readonly string[]): boolean {
  return texts.some((text) => /\bcatch\b|\ballSettled\b/.test(text));
}

export type ExceptionFilter = (typeof exceptionFilters)[number]['filter'];

export const exceptionFilters = [
  { filter: 'uncaught', label: 'Uncaught Exceptions', default: true },
  { filter: 'caught', label: 'Caught Exceptions', default: false },
] as const;
