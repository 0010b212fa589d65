/** The one global that rewritten cells call; ../user-process/cell-runtime.ts implements it. */
export const runtime = '__cell';
