export { type PercentCalls, type Put, percentCalls, type Statement } from './calls.ts';
export {
  helpOf,
  helpText,
  isPercentName,
  meantAsCommand,
  misplaced,
  type PercentName,
  percentNames,
} from './commands.ts';
export { findPercentLines, type Mistakes, type PercentLine, type PercentLines } from './find.ts';
export { readPercentLine } from './read.ts';
export { type PercentCompletions, percentAt, percentCompletions } from './suggest.ts';
