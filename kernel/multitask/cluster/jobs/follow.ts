import { setTimeout as sleep } from 'node:timers/promises';
import { ClusterError, hasEnded, type Job, type RayClient } from '../index.ts';
import { type Message, messageIn } from './messages.ts';

/** What a job tells, and at last that it is over, with the end of what it has printed besides. */
export type Followed = Message | { readonly kind: 'over'; readonly job: Job; readonly log: string };

/** How patiently a job is followed. */
export type FollowOptions = {
  /** Seconds that a cluster may be silent; 120 without this. */
  readonly patience?: number;
  /** What finds the job again after that; `attach` without this. */
  readonly goOn?: string;
};

/**
 * Reads what a job tells, from its first line on. A cluster that does not answer for a while is waited for: a wire, a restart of its
 * dashboard.
 *
 * @throws when it does not answer for `patience` seconds, or does not know the job any more; the signal's reason when that aborts.
 */
export async function* follow(
  client: RayClient,
  id: string,
  signal: AbortSignal,
  { patience = 120, goOn }: FollowOptions = {},
): AsyncGenerator<Followed> {
  let read = 0;
  let pause = soon;
  let answered = performance.now();
  for (;;) {
    const look = await lookAt(client, id, signal);
    if (look instanceof ClusterError) {
      if (performance.now() - answered > patience * 1000)
        throw goneError(client, patience, goOn ?? `clusters.ray('${client.url}', …).attach('${id}') finds it`, look);
    } else {
      const { job, log } = look;
      answered = performance.now();
      if (!job)
        throw new ClusterError(
          'missing',
          `The cluster at ${client.url} no longer knows the job ${id}: somebody removed it, or the cluster was started anew.`,
        );
      // Its state was asked for first: of a job that has ended these are all lines.
      const end = hasEnded(job.state) ? log.length : log.lastIndexOf('\n') + 1;
      pause = end > read ? soon : Math.min(1.5 * pause, late);
      for (const line of log.slice(read, end).split('\n')) {
        const message = messageIn(line);
        if (message) yield message;
      }
      read = Math.max(read, end);
      if (hasEnded(job.state)) {
        yield { kind: 'over', job, log: lastLines(log) };
        return;
      }
    }
    // A log comes whole each time: a long one is asked for less often.
    await sleep((pause + read / 4e6) * 1000, undefined, { signal });
  }
}

async function lookAt(client: RayClient, id: string, signal: AbortSignal) {
  try {
    const job = await client.job(id, signal);
    return { job, log: job ? await client.logs(id, signal) : '' };
  } catch (error) {
    // A token that is no longer taken will not be the next time.
    if (error instanceof ClusterError && error.kind !== 'refused') return error;
    throw error;
  }
}

function goneError(client: RayClient, patience: number, goOn: string, cause: ClusterError): ClusterError {
  return new ClusterError(
    'unreachable',
    `The cluster at ${client.url} has not answered for ${patience} s. Its job may go on: once it answers again, ${goOn}. ${cause.message}`,
    { cause },
  );
}

/** Of what was printed besides messages. */
function lastLines(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '' && !messageIn(line));
  return lines.slice(-5).join('\n').slice(-2000);
}

/** Seconds between two looks: while something is told, and while nothing is. */
const soon = 0.1;
const late = 1;
