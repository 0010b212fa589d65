import type { Features } from '../data/index.ts';
import type { Blocks, BuildModel, NetworkNode } from '../network/index.ts';
import { count, list, type OptionTable, readOptions, text } from '../options/index.ts';
import { type ModelOptions, modelOptions, towerUnits } from './model-options.ts';
import { type EmbeddedOptions, embedded, embeddedOptions } from './parts/index.ts';
import { layer, tower } from './tower.ts';
import { towerStart } from './tower-start.ts';

/** What `models` takes for PEPNet. */
export type PepnetOptions = Omit<ModelOptions, 'embedding'> &
  EmbeddedOptions & {
    /** The column that says which domain a row is of; the first categorical one without this. */
    readonly domain?: string;
    /** Columns that say who and what a row is about, as user and item; every other categorical one without this. */
    readonly personal?: readonly string[];
    /** Layers of each tower; [64, 32] without this. */
    readonly towerUnits?: readonly number[];
  };

export const pepnetOptions = {
  ...modelOptions,
  ...embeddedOptions,
  domain: {
    type: text,
    without: 'the first categorical one',
    about: 'The column that says which domain a row is of',
    also: ['domainColumn', 'scenario'],
  },
  personal: {
    type: list(text, 1),
    without: 'every other categorical one',
    about: 'Columns that say who and what a row is about, as user and item',
    also: ['uia'],
  },
  towerUnits: { ...towerUnits, type: list(count, 1), default: [64, 32] },
} as const satisfies OptionTable<PepnetOptions>;

/**
 * PEPNet (Chang et al., KDD 2023). EPNet scales the embeddings E by the domain, E ⊙ 2σ(W′ relu(W [domain ⊕ sg(E)])), and
 * PPNet every layer of every task's tower by user and item in the same way, from [personal ⊕ sg(E)].
 */
export function pepnet(features: Features, given: PepnetOptions = {}): BuildModel {
  const options = readOptions('pepnet', pepnetOptions, given);
  const { embedding, domain, personal, towerUnits } = options;
  return (tasks, blocks) => {
    const { codes, beside } = embedded('pepnet', features, blocks, options, 'all');
    const categorical = features.columns.flatMap(({ kind, name }) => (kind === 'categorical' ? [name] : []));
    const domains = domain ?? categorical[0];
    if (domains === undefined)
      throw new Error('pepnet: there is no categorical column; say which list is its domain: domain.');
    const others = categorical.filter((name) => name !== domains);
    const people = personal ?? (others.length > 0 ? others : [domains]);
    const ofDomain = blocks.embed([domains], embedding, { name: 'domain' });
    const ofPeople = blocks.embed(people, embedding, { name: 'personal' });
    const scaled = blocks.multiply(codes, gate(blocks, 'domain gate', ofDomain, codes, codes.width));
    const input = beside ? blocks.concat([scaled, beside], { name: 'input' }) : scaled; // [batch, columns × 12 + numeric]
    const outputs = tasks.map((task) => {
      const { name } = task;
      const start = towerStart({}, options, task);
      const hidden = towerUnits.reduce<NetworkNode>((below, units, i) => {
        const h = layer(blocks, `${name} tower ${i}`, below, units, start);
        return blocks.multiply(h, gate(blocks, `${name} gate ${i}`, ofPeople, input, units));
      }, input); // [batch, last of units]
      const logit = tower(blocks, name, hidden, [], start);
      return blocks.output(task, task.kind === 'binary' ? blocks.probability(logit, { name }) : logit, { name });
    });
    return { outputs };
  };
}

/** A gate of PEPNet: 2σ(W′ relu(W [prior ⊕ sg(state)])), 1 where it has nothing to say. [batch, units] */
function gate(blocks: Blocks, name: string, prior: NetworkNode, state: NetworkNode, units: number): NetworkNode {
  const seen = blocks.concat([prior, blocks.stopGradient(state)], { name });
  const half = blocks.dense(blocks.dense(seen, units, { name: `${name} hidden` }), units, {
    name,
    activation: 'sigmoid',
  });
  return blocks.add([half, half], { name });
}
