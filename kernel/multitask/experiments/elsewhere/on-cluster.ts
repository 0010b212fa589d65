import { createHash } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { errorMessage } from '../../../text/index.ts';
import type { RayCluster } from '../../cluster/index.ts';
import { openTrialJob } from '../../cluster/trials/index.ts';
import type { Model } from '../../model/index.ts';
import type { FitOptions, JudgedBy } from '../../training/index.ts';
import type { Stretch } from '../stretch.ts';
import type { TrainedTrial } from '../trial.ts';
import type { SentRows, Work } from './work.ts';

/** A cluster that trains the trials of one call. */
export type TrialsOnCluster = {
  /** How many it trains at once. */
  readonly atOnce: number;
  /** As `trainTrial`. @param name of the trial, in the order of which they begin. */
  trial(name: string, model: Model, task: TrialTask): Promise<TrainedTrial>;
  /** As `trainStretch`, and as `trainTrial` disposes of the model. @param after the stretch that it goes on with. */
  stretch(name: string, model: Model, task: StretchTask, after?: string): Promise<Stretch>;
  close(): Promise<void>;
};

type Task = { readonly fit: FitOptions; readonly seed: number };
type TrialTask = Task & { readonly onEpoch: (epoch: number) => void };
type StretchTask = Task & { readonly epochs: number; readonly judgedBy: JudgedBy; readonly from: Stretch };

export type ClusterHost = {
  readonly warn: (line: string) => void;
  readonly signal: AbortSignal;
  /** Hears why the whole of it failed, once. */
  readonly lose: (error: unknown) => void;
};

/**
 * Sends rows to a cluster, and has it train trials on them.
 * @param about what is the same when the same call is made again: it then goes on with a job whose notebook has gone.
 * @throws when the cluster cannot, in words that say what to do; nothing is left then.
 */
export async function trialsOn(
  what: 'compare' | 'search',
  cluster: RayCluster,
  { data, atOnce = cluster.workers, about }: SentTrials,
  host: ClusterHost,
): Promise<TrialsOnCluster> {
  if (cluster.gpus > 0)
    throw new Error(
      `${what}: trials run our own trainer, which computes on CPUs; leave gpus out, which is ${cluster.gpus}: clusters.ray(url, { workers: … }).`,
    );
  const { train, validation, test } = data;
  const rows = written(what, 'the rows', { train, validation, ...(test ? { test } : {}) } satisfies SentRows);
  const digest = createHash('sha256').update(rows).update(JSON.stringify(about, functionsAsText)).digest('hex');
  const job = await openTrialJob({ ...host, what, cluster, rows, atOnce, digest });

  function begin(name: string, work: Work, after?: string, onEpoch: (epoch: number) => void = () => {}) {
    return job.run({ name, work: written(what, 'the trial', work), after, onEpoch });
  }

  return {
    atOnce,
    async trial(name, model, { fit, seed, onEpoch }) {
      // Its weights are made anew where they are needed.
      model.dispose();
      const work: Work = { kind: 'trial', model: firstDefinition(model), ...sentFit(fit, data), seed };
      return deserialize(await begin(name, work, undefined, onEpoch));
    },
    async stretch(name, model, { fit, seed, epochs, judgedBy, from }, after) {
      const begun = after === undefined ? { model: firstDefinition(model) } : {};
      const work: Work = { kind: 'stretch', ...begun, ...sentFit(fit, data), seed, epochs, judgedBy, from };
      return deserialize(await begin(name, work, after));
    },
    close: job.close,
  };
}

export type SentTrials = {
  readonly data: SentRows;
  /** As many as the cluster is to have workers without this. */
  readonly atOnce?: number | undefined;
  readonly about: unknown;
};

/** @throws where an option of `fit` cannot go to a cluster, by its name. */
export function refuseElsewhere(what: 'compare' | 'search', { metrics = [], trainer }: FitOptions): void {
  const own = metrics.find((metric) => typeof metric === 'function');
  if (own !== undefined)
    throw new Error(
      `${what}: fit has metrics with a function, ${own.name || 'one without a name'}, which cannot go to a cluster; ${
        what === 'compare' ? 'give it to compare itself, metrics: { … }, which takes it here' : 'leave it out'
      }, or leave on out.`,
    );
  if (trainer === 'tfjs')
    throw new Error(
      `${what}: fit has trainer 'tfjs'; on a cluster the SIMD trainer trains: leave it out, or leave on out.`,
    );
}

/** Weights that were trained do not cross: those of a seed are made where they are needed. */
function firstDefinition({ title, seed, settings, network, epochs }: Model): Work['model'] {
  if (epochs > 0)
    throw new Error(
      `its model has been trained for ${epochs} epochs; on a cluster a trial begins with the first weights of its seed: leave on out.`,
    );
  return { title, seed, settings, network };
}

/** The same options where no function can be. What trains there is the trainer that has no other beside it. */
function sentFit(fit: FitOptions, { train }: SentRows): Pick<Work, 'fit' | 'rates'> {
  const { signal: _, learningRate, ...rest } = fit;
  const sent: FitOptions = { ...rest, trainer: 'simd' };
  if (typeof learningRate !== 'function') return { fit: learningRate === undefined ? sent : { ...sent, learningRate } };
  const steps = (fit.epochs ?? 1) * Math.ceil(train.length / Math.min(fit.batchSize ?? 256, train.length));
  return { fit: sent, rates: Float64Array.from({ length: steps }, (_, step) => learningRate(step)) };
}

function written(what: string, name: string, value: unknown): Uint8Array {
  try {
    return serialize(value);
  } catch (error) {
    throw new Error(`${what}: ${name} cannot be sent to a cluster: ${errorMessage(error)}.`, { cause: error });
  }
}

function functionsAsText(_: string, value: unknown): unknown {
  return typeof value === 'function' ? String(value) : value;
}
