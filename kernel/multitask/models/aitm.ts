import type { Features } from '../data/index.ts';
import type { BuildModel, NetworkNode, Output } from '../network/index.ts';
import { count, list, number, type OptionTable, readOptions, share } from '../options/index.ts';
import { bottomInput } from './bottom-input.ts';
import { type ModelOptions, modelOptions, towerUnits } from './model-options.ts';
import { layer } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for AITM. */
export type AitmOptions = Omit<ModelOptions, 'embedding'> & {
  /** Units of an embedding for each categorical and list column; 5 without this. */
  readonly embedding?: number;
  /** Layers of each tower; [128, 64, 32] without this. */
  readonly towerUnits?: readonly number[];
  /** Dropout after each of a tower's layers; [0.1, 0.3, 0.3] without this. */
  readonly towerDropout?: readonly number[];
  /** Weight of the penalty on a later step being likelier than the one before; 0.6 without this. */
  readonly calibration?: number;
};

export const aitmOptions = {
  ...modelOptions,
  embedding: { ...modelOptions.embedding, default: 5, without: '5' },
  towerUnits: { ...towerUnits, type: list(count, 1), default: [128, 64, 32] },
  towerDropout: {
    type: list(share),
    default: [0.1, 0.3, 0.3],
    about: "Dropout after each of a tower's layers",
    also: ['dropout'],
  },
  calibration: {
    type: number({ from: 0 }),
    default: 0.6,
    about: 'Weight of the penalty on a later step being likelier than the one before',
  },
} as const satisfies OptionTable<AitmOptions>;

/**
 * AITM (Xi et al., KDD 2021): each step of a funnel attends to what the step before passes on, p, and to its own
 * tower, q: z = Σ_v softmax(⟨h2(v), h3(v)⟩ ÷ √k) h1(v) over v ∈ {p, q}. The attention is a gate over two experts.
 * Tasks in the order of the funnel, all binary.
 */
export function aitm(features: Features, given: AitmOptions = {}): BuildModel {
  const options = readOptions('aitm', aitmOptions, given);
  const { towerUnits, towerDropout, calibration } = options;
  return (tasks, blocks) => {
    const wrong = tasks.find((task) => task.kind !== 'binary');
    if (wrong) throw new Error(`aitm: task "${wrong.name}" is ${wrong.kind}; every step of a funnel is binary.`);
    const { dense, linear, dropout, dot, concat, softmax, mix, probability, output } = blocks;
    const input = bottomInput(features, blocks, options);
    const units = towerUnits[towerUnits.length - 1];
    const outputs: Output[] = [];
    let below: NetworkNode | undefined;
    for (const task of tasks) {
      const { name } = task;
      const start = towerStart({}, options, task);
      const q = towerUnits.reduce<NetworkNode>((x, width, i) => {
        const h = layer(blocks, `${name} tower ${i}`, x, width, start);
        return towerDropout[i] ? dropout(h, towerDropout[i], { name: `${name} dropout ${i}` }) : h;
      }, input); // [batch, unit]
      const z: NetworkNode = below === undefined ? q : transfer(name, below, q);
      below = z;
      const logit = linear(z, 1, { ...start.head, name: `${name} logit` });
      outputs.push(output(task, probability(logit, { name })));
    }
    const penalties = outputs.slice(1).map((later, i) => {
      return { kind: 'order', upper: later, lower: outputs[i], weight: calibration } as const;
    });
    return { outputs, penalties };

    /** AIT of one step: [batch, unit] */
    function transfer(name: string, below: NetworkNode, q: NetworkNode): NetworkNode {
      const p = dense(below, units, { name: `${name} info` }); // [batch, unit]
      const [values, keys, queries] = ['value', 'key', 'query'].map((role) => {
        const ofInfo = linear(p, units, { name: `${name} ${role} of info` });
        return [ofInfo, linear(q, units, { name: `${name} ${role} of tower`, like: ofInfo })];
      });
      const scores = keys.map((key, i) => dot(key, queries[i])); // 2 × [batch, 1]
      const gate = softmax(concat(scores, { name: `${name} attention` })); // [batch, 2]
      return mix(gate, values);
    }
  };
}
