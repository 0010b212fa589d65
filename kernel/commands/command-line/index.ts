export { type Flag, type FlagGroups, type FlagTable, type FlagValues, kebabCase } from './flag.ts';
export { flagsHelp } from './flags-help.ts';
export { readCommandLine } from './read-command-line.ts';
export { inText, namesOf } from './text-value.ts';
export { anyOperands, noOperands, onlyOperand, UsageError } from './usage.ts';
export { withFlags } from './with-flags.ts';
