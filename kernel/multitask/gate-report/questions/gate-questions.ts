import { type Rows, spreadCounted, spreadRows } from '../../data/index.ts';
import { gateLevels } from '../gate-levels.ts';
import type { GatedModel } from '../gated-model.ts';
import { lossWithout, type TaskWithout } from './loss-without.ts';
import { type FoundRows, readRows, rowsInBin } from './rows-with-weight.ts';
import { weightsMark } from './weights-mark.ts';

/** What a report can still be asked. Every question fails in words when the model or the rows are not what they were. */
export type GateQuestions = {
  /** What each task loses when no gate of the level may use the expert, on at most 20,000 of the report's rows. */
  without(question: AboutExpert, signal?: AbortSignal): Promise<WithoutAnswer>;
  /** The rows of which a gate gives an expert a weight in this bin of its histogram. */
  rows(
    question: AboutExpert & { readonly gate: string; readonly bin: number },
    signal?: AbortSignal,
  ): Promise<FoundRows>;
};

/** Number of the level and name of the expert's block. */
export type AboutExpert = {
  /** 0 for the lowest gates. */
  readonly level: number;
  /** Name of the expert's block. */
  readonly expert: string;
};

/** What the tasks lose without an expert. */
export type WithoutAnswer = {
  /** How many rows were looked at. */
  readonly rows: number;
  /** The tasks that the level's gates reach. */
  readonly tasks: readonly TaskWithout[];
};

/**
 * Questions about a report, on the rows that it looked at. A report outlives its model in a notebook, so neither the model
 * nor the rows are kept from being collected.
 *
 * @param parameters those that the report is of.
 */
export function gateQuestions(
  model: GatedModel,
  rows: Rows,
  most: number,
  parameters: Readonly<Record<string, Float32Array>>,
): GateQuestions {
  const [theModel, theRows] = [new WeakRef(model), new WeakRef(rows)];
  const mark = weightsMark(parameters);

  const present = async () => {
    const [model, all] = [theModel.deref(), theRows.deref()];
    if (!model) throw new Error('The model of this report is gone: no variable holds it any more.');
    if (!all) throw new Error('The rows that this report looked at are gone: no variable holds them any more.');
    const parameters = (await model.parameters?.()) ?? {};
    if (weightsMark(parameters) !== mark) {
      throw new Error('The model was changed since this report: run the cell of the report again.');
    }
    const { rows: seen, placeOf: numberOf } = spreadCounted(all, most);
    return { model, parameters, seen, numberOf };
  };

  return {
    async without({ level, expert }, signal) {
      const { model, parameters, seen } = await present();
      const masked = find(model, level).gates.flatMap(({ mix }) => {
        const own = mix.experts.findIndex(({ name }) => name === expert);
        return own < 0 ? [] : [{ mix, own }];
      });
      const part = spreadRows(seen, mostAblated);
      const activations: Parameters<typeof lossWithout>[3] = (...given) => model.activations(...given);
      const tasks = await lossWithout(model.network, masked, part, activations, parameters, signal);
      return { rows: part.length, tasks };
    },
    async rows({ level, gate, expert, bin }, signal) {
      const { model, seen, numberOf } = await present();
      const mix = find(model, level).gates.find(({ identity }) => identity.gate === gate)?.mix;
      const own = mix?.experts.findIndex(({ name }) => name === expert) ?? -1;
      if (!mix || own < 0) throw new Error(`The gate "${gate}" does not see "${expert}".`);
      const [weights] = await model.activations(seen, [mix.gate], signal);
      const n = mix.experts.length;
      const found = rowsInBin(weights, n, own, bin);
      const about = { numberOf, weightOf: (row: number) => weights[row * n + own] };
      return readRows(asked(model), seen, found, about, signal);
    },
  };
}

/** Its methods belong to it. */
function asked(model: GatedModel): Parameters<typeof readRows>[0] {
  return { network: model.network, predict: async (...given) => (await model.predict?.(...given)) ?? {} };
}

function find(model: GatedModel, number: number) {
  const level = gateLevels(model.network).find(({ level }) => level === number);
  if (!level) throw new Error(`This model has no gates of level ${number}.`);
  return level;
}

const mostAblated = 20_000;
