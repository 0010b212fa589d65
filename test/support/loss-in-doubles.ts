import type { Rows } from '../../kernel/multitask/data/dataset.ts';
import type {
  BalancePenalty,
  Network,
  Output,
  Parameter,
  Penalty,
  Probability,
} from '../../kernel/multitask/network/network.ts';
import type { TrainingPlan } from '../../kernel/multitask/trainers/trainer.ts';
import {
  type NodeValues,
  nodeValues,
  sigmoid,
  smoothSteps,
  sum,
  type Values,
  valuesOf,
  type Weights,
} from './network-in-doubles.ts';

type Plan = Omit<TrainingPlan, 'order' | 'taskWeights'> & { readonly taskWeights: Readonly<Record<string, number>> };

/**
 * The loss of a network over some rows as one batch, in doubles, written from the definitions of the blocks.
 * @param known values of nodes that need not be computed again
 */
export function lossInDoubles(
  network: Network,
  weights: Weights,
  rows: Rows,
  plan: Plan,
  known: NodeValues = new Map(),
): number {
  let total = 0;
  const values = valuesOf(nodeValues(network, weights, rows, plan.seed, known), rows);
  for (const output of network.outputs) {
    if (!output.task) continue;
    const { name } = output.task;
    const counted = values.flatMap((value, row) => {
      const label = rows.labels[name][row];
      const weight = plan.rowWeights?.[name]?.[row] ?? 1;
      return Number.isNaN(label) || !(weight > 0) ? [] : [weight * rowLoss(output, value, label, plan)];
    });
    const count = plan.average === 'batch' ? rows.length : Math.max(1, counted.length);
    total += ((plan.taskWeights[name] ?? 1) * sum(counted)) / count;
  }
  for (const penalty of network.penalties) {
    if (penalty.kind === 'balance')
      total += penalty.weight * squaredVariation(values.map((value) => value(penalty.gate)));
    else
      total +=
        (penalty.weight * sum(values.map((value, row) => rowPenalty(penalty, value, rows, row, plan)))) / rows.length;
  }
  if (plan.l2 === 0) return total;
  for (const parameter of network.parameters)
    if (!isBias(parameter)) total += plan.l2 * sum(Array.from(weights[parameter.name], (w) => w * w));
  return total;
}

/** A risk's δ is a target in the square of its imputation, which differences cannot see: see `kernels.deep.test.ts`. */
function rowPenalty(
  penalty: Exclude<Penalty, BalancePenalty>,
  value: Values,
  rows: Rows,
  row: number,
  { rowWeights }: Plan,
): number {
  if (penalty.kind === 'order') return Math.max(0, predicted(penalty.upper, value) - predicted(penalty.lower, value));
  if (penalty.kind === 'undecided')
    return sum(
      smoothSteps(penalty.gate, value).map((s) => (s > 0 && s < 1 ? -s * Math.log(s) - (1 - s) * Math.log(1 - s) : 0)),
    );
  if (penalty.kind === 'sumToOne') return Math.abs(1 - sum(penalty.values.map((each) => probability(each, value))));
  const [label, seen] = [penalty.label, penalty.observed].map((output) => rows.labels[output.task?.name ?? ''][row]);
  if (Number.isNaN(seen)) return 0;
  const isSeen = penalty.rows === 'observed' ? seen === 1 && !Number.isNaN(label) : seen === 0;
  const p = probability(penalty.propensity, value);
  const share = isSeen ? 1 / Math.max(penalty.rows === 'observed' ? p : 1 - p, 1 / penalty.cap) : 0;
  const y = penalty.rows === 'observed' ? label : 1;
  const r = probability(penalty.value, value);
  const delta = isSeen ? -(y * Math.log(r) + (1 - y) * Math.log(1 - r)) : 0;
  const weight = rowWeights?.[penalty.observed.task?.name ?? '']?.[row] ?? 1;
  if (!penalty.imputed) return weight * share * delta;
  const imputed = Math.log1p(Math.exp(value(penalty.imputed)[0]));
  return weight * (imputed + share * (delta - imputed) + share * (delta - imputed) ** 2);
}

/** Variance ÷ mean², of what each expert gets over the rows. */
function squaredVariation(gates: number[][]): number {
  const use = gates[0].map((_, e) => sum(gates.map((gate) => gate[e])));
  const mean = sum(use) / use.length;
  return sum(use.map((each) => (each - mean) ** 2)) / use.length / mean ** 2;
}

function rowLoss(output: Output, value: Values, label: number, { loss }: Plan): number {
  const p = predicted(output, value);
  if (output.kind === 'numeric') return (p - label) ** 2;
  const epsilon = loss.kind === 'log-loss' ? loss.epsilon : 0;
  return -(label * Math.log(p + epsilon) + (1 - label) * Math.log(1 - p + epsilon));
}

function predicted(output: Output, value: Values): number {
  return output.kind === 'numeric' ? value(output.value)[0] : probability(output.value, value);
}

function probability(part: Probability, value: Values): number {
  if (part.kind === 'probability') return sigmoid(value(part.logit)[0]);
  return part.factors.reduce((product, factor) => product * probability(factor, value), 1);
}

function isBias(parameter: Parameter): boolean {
  return parameter.shape.length === 1;
}
