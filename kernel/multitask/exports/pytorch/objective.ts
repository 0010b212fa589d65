import type { NetworkNode, Output, Penalty, Probability } from '../../network/index.ts';
import { labelScale } from '../../trainers/common/index.ts';
import { call, type Expression, float, prefixed, text } from './python-source.ts';
import type { Signals } from './signals.ts';

/** Calls a function of `layers.py` or `objective.py`, which is imported for it. */
export type Helper = (name: string, ...items: readonly Expression[]) => Expression;

/** Writes what is made of a module's signals: predictions, losses and penalties. */
export function createObjective(signals: Signals, helper: Helper, functional: Helper) {
  function signal(of: { readonly name: string; readonly node: NetworkNode }): string {
    return `signals[${text(signals.nameOf(of.node))}]`;
  }

  function logits(of: Probability): string[] {
    return of.kind === 'product' ? of.factors.flatMap(logits) : [signal({ name: of.name, node: of.logit })];
  }

  function probability(of: Probability): string {
    return logits(of)
      .map((logit) => `torch.sigmoid(${logit})`)
      .join(' * ');
  }

  function predicted(output: Output): Expression {
    if (output.kind === 'binary') return probability(output.value);
    const { mean, sd } = output.task ? labelScale(output.task) : { mean: 0, sd: 1 };
    const of = signal({ name: output.name, node: output.value });
    return mean === 0 && sd === 1 ? of : `${float(mean)} + ${float(sd)} * ${of}`;
  }

  function lossOf(output: Output): Expression {
    const task = text(output.task?.name ?? output.name);
    if (output.kind === 'binary') return call('targets.cross_entropy', task, ...logits(output.value));
    return call('targets.squared_error', task, signal({ name: output.name, node: output.value }));
  }

  function penaltyOf(penalty: Penalty): Expression {
    const weighted = (of: Expression) => prefixed(`${float(penalty.weight)} * `, of);
    switch (penalty.kind) {
      case 'order': {
        const [upper, lower] = [penalty.upper, penalty.lower].map((output) =>
          output.kind === 'binary' ? probability(output.value) : signal({ name: output.name, node: output.value }),
        );
        return weighted(call('torch.mean', functional('relu', `${upper} - ${lower}`)));
      }
      case 'risk': {
        const imputed = penalty.imputed ? signal({ name: penalty.imputed.name, node: penalty.imputed }) : 'None';
        return weighted(
          helper(
            'risk',
            logits(penalty.value)[0],
            probability(penalty.propensity),
            imputed,
            'targets',
            `label=${text(penalty.label.task?.name ?? '')}`,
            `observed=${text(penalty.observed.task?.name ?? '')}`,
            `unobserved_rows=${penalty.rows === 'unobserved' ? 'True' : 'False'}`,
            `cap=${float(penalty.cap)}`,
          ),
        );
      }
      case 'sumToOne': {
        const [a, b] = penalty.values.map(probability);
        return weighted(call('torch.mean', call('torch.abs', `1 - ${a} - ${b}`)));
      }
      case 'undecided': {
        const { gate } = penalty;
        const of = signal({ name: `${gate.name} logits`, node: gate.logits });
        const step = helper('decisions', of, String(gate.choices), String(gate.width), float(gate.gamma));
        return weighted(helper('entropy', step));
      }
      case 'balance':
        return weighted(helper('imbalance', signal({ name: penalty.gate.name, node: penalty.gate })));
    }
  }

  return { predicted, lossOf, penaltyOf };
}

export type Objective = ReturnType<typeof createObjective>;
