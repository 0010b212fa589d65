import type { ImportancePayload } from '../../../kernel/payloads/importance.ts';
import { csv } from '../host/index.ts';

/** Importance as tidy CSV, one loss a line. */
export function importanceCsv({ tasks, features }: ImportancePayload): string {
  const rows = features.flatMap(({ name, losses }) =>
    tasks.map((task, i) => [name, task.name, task.metric, losses[i]?.loss ?? null, losses[i]?.error ?? null]),
  );
  return csv(['feature', 'task', 'metric', 'loss', 'standard error'], rows);
}
