import { type Importance, importanceTable } from '../../multitask/importance/index.ts';
import { type ImportancePayload, mostImportance } from '../../payloads/importance.ts';
import { importanceMime } from '../../payloads/mime.ts';
import { importancePicture } from '../../pictures/index.ts';
import { tableText } from '../../text/index.ts';

/** How importance is shown: our renderer, a still picture, and text for everybody else. */
export function importanceBundle(importance: Importance): Readonly<Record<string, unknown>> {
  const payload = importancePayload(importance);
  return {
    [importanceMime]: payload,
    'image/svg+xml': importancePicture(payload),
    'text/plain': tableText(importanceTable(importance)),
  };
}

/** As its picture needs it: rounded, and bounded in size. */
export function importancePayload({ title, data, rows, rowsGiven, repeats, ...found }: Importance): ImportancePayload {
  const tasks = found.tasks.slice(0, mostImportance.tasks);
  const features = found.features.slice(0, mostImportance.features);
  return {
    version: 1,
    title,
    ...(data === undefined ? {} : { data }),
    rows,
    rowsGiven,
    repeats,
    tasks: tasks.map(({ name, metric, whole }) => ({ name, metric, whole: finite(whole) })),
    features: features.map(({ name, losses }) => ({
      name,
      losses: tasks.map((task) => {
        const { loss = Number.NaN, error = Number.NaN, isKnown = false } = losses[task.name] ?? {};
        return { loss: finite(loss), error: finite(error), isKnown };
      }),
    })),
    more: found.features.length - features.length,
  };
}

/** JSON has no NaN. */
const finite = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
