import type { NetworkNode, Output, Penalty, Probability } from '../../network/index.ts';

/** What a probability, a value or a penalty reads of the network, by the name it has in the module's result. */
export function createSignals() {
  const names = new Map<NetworkNode, string>();
  return {
    add(wanted: string, node: NetworkNode) {
      if (names.has(node)) return;
      const used = new Set(names.values());
      let name = wanted;
      for (let i = 2; used.has(name); i++) name = `${wanted} ${i}`;
      names.set(node, name);
    },
    nodes: () => [...names.keys()],
    all: () => [...names].map(([node, name]) => ({ name, node })),
    nameOf(node: NetworkNode): string {
      const name = names.get(node);
      if (name === undefined) throw new Error(`"${node.name}" is no signal.`);
      return name;
    },
  };
}

type Signal = { readonly name: string; readonly node: NetworkNode };

export function signalsOf(output: Output): Signal[] {
  return output.kind === 'numeric' ? [{ name: output.name, node: output.value }] : leaves(output.value);
}

function leaves(of: Probability): Signal[] {
  return of.kind === 'product' ? of.factors.flatMap(leaves) : [{ name: of.name, node: of.logit }];
}

export function penaltySignals(penalty: Penalty): Signal[] {
  switch (penalty.kind) {
    case 'order':
      return [penalty.lower, penalty.upper].flatMap(signalsOf);
    case 'risk': {
      const imputed = penalty.imputed ? [{ name: penalty.imputed.name, node: penalty.imputed }] : [];
      return [...leaves(penalty.value), ...leaves(penalty.propensity), ...imputed];
    }
    case 'sumToOne':
      return penalty.values.flatMap(leaves);
    case 'undecided':
      return [{ name: `${penalty.gate.name} logits`, node: penalty.gate.logits }];
    case 'balance':
      return [{ name: penalty.gate.name, node: penalty.gate }];
  }
}

export type Signals = ReturnType<typeof createSignals>;
