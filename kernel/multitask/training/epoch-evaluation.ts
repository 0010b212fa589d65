import { type ReadyMetric, withChosen } from '../chosen-metrics/index.ts';
import { type Rows, spreadRows } from '../data/index.ts';
import { gateStatistics } from '../gate-report/index.ts';
import { baselines, evaluateOutputs } from '../metrics/index.ts';
import type { Network } from '../network/index.ts';
import type { Trainer } from '../trainers/index.ts';
import type { EpochEvent, Validated } from './events.ts';

/** What is told of an epoch, and what its validation metrics were computed from. */
export type EpochEvaluation = {
  readonly measured: Pick<EpochEvent, 'train' | 'validation' | 'gates' | 'baselines'>;
  readonly validated?: Omit<Validated, 'epoch'>;
  /** A chosen metric could not be taken; it is NaN, and everything else is measured. */
  readonly failure: Error | undefined;
};

/**
 * What each epoch of a run ends with: metrics of the train rows (a sample of those seen) and of all validation rows, each
 * beside the best constant prediction, and gate statistics on at most 10,000 validation rows, or on the sample where there
 * is no validation.
 */
export function createEpochEvaluation(
  network: Network,
  trainer: Trainer,
  validation: Rows | undefined,
  chosen: readonly ReadyMetric[],
) {
  // The same rows in every epoch: the trainer keeps its copy of them.
  const observed = validation && network.gates.length > 0 ? spreadRows(validation, mostRowsObserved) : undefined;
  return async (seen: Rows, signal: AbortSignal | undefined): Promise<EpochEvaluation> => {
    let failure: Error | undefined;
    const onFailure = (error: Error): void => {
      failure ??= error;
    };
    const measure = async (rows: Rows) => {
      const predictions = await trainer.predict(rows, signal);
      const { outputs } = network;
      const metrics = withChosen(
        evaluateOutputs(outputs, predictions, rows),
        chosen,
        outputs,
        predictions,
        rows,
        onFailure,
      );
      return { metrics, against: baselines(outputs, predictions, rows), predictions };
    };
    const train = await measure(seen);
    const gates = await gatesOf(network, trainer, observed ?? seen, signal);
    if (!validation) return { measured: { train: train.metrics, gates, baselines: { train: train.against } }, failure };
    const judged = await measure(validation);
    return {
      measured: {
        train: train.metrics,
        validation: judged.metrics,
        gates,
        baselines: { train: train.against, validation: judged.against },
      },
      validated: { rows: validation, predictions: judged.predictions },
      failure,
    };
  };
}

async function gatesOf(network: Network, trainer: Trainer, rows: Rows, signal: AbortSignal | undefined) {
  if (network.gates.length === 0) return [];
  const weights = await trainer.activations(
    rows,
    network.gates.map((mix) => mix.gate),
    signal,
  );
  return network.gates.map((mix, i) => {
    const experts = mix.experts.map((expert) => expert.name);
    return gateStatistics({ gate: mix.name, level: mix.level, serves: mix.serves, experts }, weights[i]);
  });
}

const mostRowsObserved = 10_000;
