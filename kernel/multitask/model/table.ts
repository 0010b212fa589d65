import type { Table } from '../../text/index.ts';
import { type Network, networkSummary } from '../network/index.ts';

/** A model at a glance: what each output is trained on, its gates, and how far it has been trained. */
export function modelTable({ network, title, epochs }: { network: Network; title: string; epochs: number }): Table {
  const trained = epochs === 0 ? 'untrained' : `trained for ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  const gates = network.gates.map((mix) => `${mix.name} (${mix.experts.length} experts, serves ${mix.serves})`);
  return {
    title: [title, ...networkSummary(network), trained].join(' · '),
    header: ['output', 'task', 'kind'],
    rows: network.outputs.map(({ name, task, kind }) => [name, task?.name ?? 'none', kind]),
    notes: gates.length > 0 ? [`gates: ${gates.join(', ')}`] : [],
  };
}
