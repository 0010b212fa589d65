import type { RunVerdict } from '../../run-verdict.ts';
import type { RunFacts, TaskReading } from './facts.ts';

/** What is to be said where a rule holds. @param readings the tasks in the epoch whose weights are kept. */
export type Rule = (facts: RunFacts, readings: readonly TaskReading[]) => Omit<RunVerdict, 'kind'> | undefined;
