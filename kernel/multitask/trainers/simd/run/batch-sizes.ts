import { averagedOver, isAdam } from '../../common/index.ts';
import { listBytes, type TaskPasses } from '../compile/passes.ts';
import type { Plan } from '../compile/plan.ts';
import type { BatchSizes } from '../memory/batch-memory.ts';
import { weightPlaces } from '../memory/shared-rows.ts';
import { canPutOff } from './deferred-series.ts';
import type { Job, TrainingJob } from './job.ts';

/** What a job needs of the memory behind the threads' own. */
export function batchSizes(plan: Plan, job: Job, allThreads: number): BatchSizes {
  const none = { kept: 0, passes: [], parts: 0, lists: 0 };
  if (job.kind === 'inference') {
    const batchSize = plan.chunk * allThreads;
    return { threads: allThreads, batchSize, steps: 0, tables: 'none', targets: 'in records', ...none };
  }
  const tasks = job.combination?.tasks;
  return {
    threads: allThreads,
    batchSize: job.batchSize,
    steps: job.rates.length,
    kept: keptOf(plan, job),
    tables: tableMode(plan, job),
    targets: job.targets ? 'apart' : 'in records',
    passes: tasks?.passes ?? [],
    parts: tasks?.count ?? 0,
    lists: programsOf(job).reduce((sum, operations) => sum + listBytes(operations) + 64, 0),
  };
}

/** What a thread keeps of a chunk, in bytes. */
export function keptBytes(plan: Plan, tasks: TaskPasses | undefined): number {
  return tasks ? tasks.keptBytes : plan.keptBytes;
}

/** What one of a job's threads keeps of all its chunks of a batch. */
export function keptOf(plan: Plan, { batchSize, threads, combination }: TrainingJob): number {
  return keptBytes(plan, combination?.tasks) * Math.ceil(Math.ceil(batchSize / threads) / plan.chunk);
}

/** The operations of a job beside the plan's own, in the order in which their lists lie. */
export function programsOf({ balance, combination }: TrainingJob) {
  const { lossesBefore = [], lossesAfter = [] } = balance ?? {};
  const { phases = [] } = combination?.tasks ?? {};
  const ofTasks = phases.flatMap(({ runs }) => runs.map(({ operations }) => operations));
  return [lossesBefore, lossesAfter, ...ofTasks];
}

/**
 * Which rows of embedding tables a step moves. Dense Adam moves all of them, with L2 at once and without it when they are
 * next read.
 */
export function tableMode(
  { tables, optimizer }: Plan,
  { l2, until, rates }: TrainingJob,
): 'none' | 'touched' | 'deferred' | 'all' {
  if (tables.length === 0) return 'none';
  const ofBatch = isAdam(optimizer) ? optimizer.embeddings === 'lazy' : l2 === 0;
  if (until === 'gradients' || ofBatch) return 'touched';
  return isAdam(optimizer) && l2 === 0 && canPutOff(optimizer, rates) ? 'deferred' : 'all';
}

/** How many rows each task's loss is averaged over. */
export function countRows(plan: Plan, job: TrainingJob, start: number, size: number): number[] {
  if (job.average === 'batch')
    return new Array<number>(plan.columns.targets).fill(averagedOver(job.average, size, size));
  return observedRows(plan, job, start, size).map((observed) => averagedOver(job.average, size, observed));
}

/** How many rows count in each task's loss. */
export function observedRows(
  { columns }: Plan,
  { rows, targets, order }: TrainingJob,
  start: number,
  size: number,
): number[] {
  const counts = new Array<number>(columns.targets).fill(0);
  const { floats, step, first } = weightPlaces(rows, targets, columns);
  for (let i = start; i < start + size; i++)
    for (let t = 0; t < counts.length; t++) if (floats[order[i] * step + first + t] > 0) counts[t]++;
  return counts;
}

/** What marks the records that a step touches. */
export function stampOf({ until, firstStep }: TrainingJob, step: number): number {
  return until === 'updated' ? firstStep + step + 1 : -2;
}
