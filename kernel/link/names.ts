/** The one global that rewritten cells call; ../user-process/environment/cell-runtime.ts implements it. */
export const runtime = '__cell';
/** The global that log points call, while somebody debugs. */
export const debugLog = '__cellLog';
/** Globals of cells that take a while to load; a cell that mentions one waits for it. */
export const libraryNames = [
  'tf',
  'models',
  'datasets',
  'metrics',
  'gateReport',
  'importance',
  'calibration',
  'compare',
  'search',
  'clusters',
  'remote',
] as const;

export type LibraryName = (typeof libraryNames)[number];

/** What stands before the name of an error that nobody caught: it says nothing of how its cell ended. */
export const uncaughtTitles = ['Uncaught', 'Unhandled rejection'] as const;
