import type { Gate, GatesExpert } from '../../gates.ts';

/** A gate's row of a map of mean weights, of a report or of a run after some epoch. */
export type MapGate = Pick<Gate, 'serves' | 'task' | 'mean'> & Partial<Pick<Gate, 'sd'>>;

/** What a map of mean weights needs to know of a level of gates. */
export type MapLevel<Row extends MapGate = MapGate> = {
  readonly experts: readonly Pick<GatesExpert, 'name' | 'label'>[];
  readonly gates: readonly Row[];
};
