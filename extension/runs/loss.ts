import type { TrainingPayload } from '../../kernel/payloads/training.ts';

/** A task's training loss by step, in at most 120 points. */
export function lossLine(payload: TrainingPayload, name: string): { readonly x: number[]; readonly y: number[] } {
  const loss = payload.tasks.find((task) => task.name === name)?.loss;
  if (!loss) return { x: [], y: [] };
  const each = Math.ceil(loss.mean.length / mostPoints);
  const [x, y]: [number[], number[]] = [[], []];
  for (let from = 0; from < loss.mean.length; from += each) {
    const bucket = loss.mean.slice(from, from + each).filter((value): value is number => value !== null);
    if (bucket.length === 0) continue;
    x.push(Math.min((from + each) * loss.stepsPerBucket, payload.progress.step));
    y.push(Number((bucket.reduce((sum, value) => sum + value, 0) / bucket.length).toPrecision(5)));
  }
  return { x, y };
}

const mostPoints = 120;
