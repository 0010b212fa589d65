import type { DeclarationKind } from './declarations.ts';

/** What earlier cells declared: the part of a notebook's state that the meaning of the next cell depends on. */
export type Scope = ReadonlyMap<string, Variable>;

export type Variable = {
  readonly name: string;
  readonly kind: DeclarationKind;
  /** What V8 calls it: another name where the cell's own would hide a global from packages (`process`, `URL`). */
  readonly binding: string;
  /** Whether it surely has a value: the cell that declares it did not fail half-way. */
  readonly settled: boolean;
};

export const emptyScope: Scope = new Map();

export function extendScope(scope: Scope, variables: readonly Variable[]): Scope {
  return new Map([...scope, ...variables.map((variable) => [variable.name, variable] as const)]);
}

/** The variables of a cell that failed. V8 keeps the value that an earlier cell gave, also if this one declares anew. */
export function unsettled(before: Scope, variables: readonly Variable[]): readonly Variable[] {
  return variables.map((variable) => ({ ...variable, settled: before.get(variable.name)?.settled ?? false }));
}
