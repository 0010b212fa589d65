/** The one global that rewritten cells call; ../user-process/environment/cell-runtime.ts implements it. */
export const runtime = '__cell';
/** Globals of cells that take a while to load; a cell that mentions one waits for it. */
export const libraryNames = [
  'tf',
  'models',
  'datasets',
  'metrics',
  'gateReport',
  'importance',
  'compare',
  'search',
] as const;

export type LibraryName = (typeof libraryNames)[number];
