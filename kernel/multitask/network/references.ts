import type { Network } from './network.ts';

/** A network without shared objects: nodes, parameters, tasks and outputs refer to each other by position. */
export type FlatNetwork = { readonly [part: string]: unknown };

/** Every kind of object that others refer to, in an order in which each refers to earlier ones only. */
const shared = ['tasks', 'parameters', 'statistics', 'nodes', 'outputs'] as const;

export function flattenNetwork(network: Network): FlatNetwork {
  const references = new Map<unknown, Reference>();
  for (const part of shared)
    for (const [at, object] of network[part].entries()) references.set(object, { $part: part, at });

  function flat(value: unknown): unknown {
    return references.get(value) ?? flatInside(value);
  }

  function flatInside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(flat);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, flat(entry)]));
  }

  const definitions = shared.map((part) => [part, network[part].map(flatInside)]);
  return {
    ...(flatInside({ ...network, features: undefined }) as FlatNetwork),
    features: network.features,
    ...Object.fromEntries(definitions),
  };
}

/** @throws when a reference points at nothing. */
export function unflattenNetwork(flat: FlatNetwork): Network {
  const found: Record<string, unknown[]> = {};

  function whole(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(whole);
    if (typeof value !== 'object' || value === null) return value;
    if (isReference(value)) {
      const object = found[value.$part]?.[value.at];
      if (object === undefined) throw new Error(`there is no ${value.$part} ${value.at}`);
      return object;
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, whole(entry)]));
  }

  for (const part of shared) {
    found[part] = [];
    // Older ones have no statistics.
    for (const definition of (flat[part] ?? []) as unknown[]) found[part].push(whole(definition));
  }
  const { features, gates, penalties } = flat;
  return { ...flat, ...found, features, gates: whole(gates), penalties: whole(penalties) } as unknown as Network;
}

type Reference = { readonly $part: (typeof shared)[number]; readonly at: number };

function isReference(value: object): value is Reference {
  return '$part' in value;
}
