export { type Put, percentCalls } from './calls.ts';
export { meantAsCommand, misplaced } from './commands.ts';
export { findPercentLines, type Mistakes, type PercentLine } from './find.ts';
export { readPercentLine } from './read.ts';
export { type PercentCompletions, percentAt, percentCompletions } from './suggest.ts';
